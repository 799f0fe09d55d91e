"""Reads one file into a table of texts, with the reader of its format."""

from __future__ import annotations

from pathlib import Path

from catalogue_common.errors import SourceError
from etl.load.containers import start_of
from etl.load.csv_tables import read_csv_file
from etl.load.encodings import without_mark
from etl.load.json_tables import read_json_file
from etl.load.scratch import Scratch
from etl.load.spreadsheets import read_workbook
from etl.load.table_values import ReadTable


def read_file(scratch: Scratch, path: Path, suffixes: tuple[str, ...]) -> ReadTable:
    """Read a file that is out of any zip (``containers.taken_out``).

    Raises:
        SourceError: it is empty, is a web page, is damaged, or its suffix is none of these.
        duckdb.Error: it cannot be read in the format that its suffix says.
    """
    name = path.name.lower()
    if not name.endswith(suffixes):
        raise SourceError(f"expected a file ending in {', '.join(suffixes)}.")
    _refuse_no_data(without_mark(start_of(path)).strip())
    try:
        if ".json" in name:
            return read_json_file(scratch, path)
        if name.endswith(".xlsx"):
            return read_workbook(scratch, path)
        return read_csv_file(scratch, path)
    except UnicodeDecodeError as error:  # DuckDB's own message quotes bytes that are no text
        raise SourceError(
            "expected text in UTF-8; it is damaged or in another encoding."
        ) from error


def _refuse_no_data(start: bytes) -> None:
    if not start:
        raise SourceError("the file is empty.")
    if start == b"null":
        raise SourceError("expected data; it holds only the word null (a failed download?).")
    if start.startswith(b"<"):
        raise SourceError("expected data; this is an HTML page (a failed download?).")
