"""An answer as people take it away: in a file, whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from catalogue_common.errors import ExportError
from catalogue_common.files import replace_file
from warehouse.query import for_spreadsheets, write_relation


def write_answer(table: pa.Table, format: Literal["csv", "json", "xlsx"], out: Path) -> None:
    """Write a table into a file.

    Raises:
        ExportError: the file cannot be written, or what writes workbooks is not installed.
    """
    content = io.BytesIO()
    with duckdb.connect() as con:
        answer = con.from_arrow(table)
        if format == "xlsx":
            _write_workbook(for_spreadsheets(answer), content)
        else:
            write_relation(answer, format, content)
    try:
        replace_file(out, content.getvalue())
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error}. It is as it was.") from error


def _write_workbook(answer: duckdb.DuckDBPyRelation, content: io.BytesIO) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ImportError as error:
        raise ExportError(
            "Workbooks are written by openpyxl, which is not installed. Nothing was written. "
            "Install it (pip install 'catalogue-insights[excel]'), or take --format csv."
        ) from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("slate")
    sheet.append(answer.columns)
    for row in answer.fetchall():
        sheet.append(
            ILLEGAL_CHARACTERS_RE.sub(" ", cell) if isinstance(cell, str) else cell for cell in row
        )
    book.save(content)
