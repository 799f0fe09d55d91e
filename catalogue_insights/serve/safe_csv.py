"""Rows as a CSV file that is safe to open in a spreadsheet."""

from __future__ import annotations

import io

import duckdb
from pyarrow import csv

from catalogue_common.errors import QueryError
from warehouse.query import for_spreadsheets

BATCH = 1_000


def csv_bytes(answer: duckdb.DuckDBPyRelation, most_bytes: int | None = None) -> bytes:
    """The rows as CSV in UTF-8, with a spreadsheet's formulas defused.

    Raises:
        QueryError: they make more than ``most_bytes``.
    """
    file = io.BytesIO()
    reader = for_spreadsheets(answer).to_arrow_reader(BATCH)
    with csv.CSVWriter(file, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            if most_bytes and file.tell() > most_bytes:
                raise QueryError(f"The answer is larger than {most_bytes:,} bytes. Ask for less.")
    return file.getvalue()
