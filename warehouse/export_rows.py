"""Rows of a mart into a file, batch by batch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import duckdb
from pyarrow import csv, parquet

from warehouse.query import BATCH


def write_batches(
    rows: duckdb.DuckDBPyRelation, path: Path, format: Literal["parquet", "csv"]
) -> int:
    """Write rows as they come; returns how many."""
    reader, row_count = rows.to_arrow_reader(BATCH), 0
    open_writer = parquet.ParquetWriter if format == "parquet" else csv.CSVWriter
    options = {"compression": "zstd"} if format == "parquet" else {}
    with open_writer(path, reader.schema, **options) as writer:
        for batch in reader:
            writer.write_batch(batch)
            row_count += batch.num_rows
    return row_count
