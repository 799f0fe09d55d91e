"""Rows that a page lists as a workbook (XLSX): typed cells, filters, links that work."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from catalogue_insights.serve.generation import Row
from catalogue_insights.serve.table_columns import TableColumn
from reports.formats import KINDS as TYPES
from reports.formats import plain
from warehouse.safe_workbook import SafeBook, SheetColumn

LONGEST_TEXT = 32_000


def write_workbook(
    sheet_name: str, columns: Sequence[TableColumn], rows: Iterable[Row], folder: Path | None = None
) -> Path:
    """A workbook with one sheet, in a temporary file that the caller removes.

    Args:
        sheet_name: of the sheet, up to 31 letters.
        columns: what stands in it.
        rows: with the columns' values by name, and those of their addresses.
        folder: of the file; by default the system's for temporary files.
    """
    handle, name = tempfile.mkstemp(suffix=".xlsx", dir=folder)
    os.close(handle)
    try:
        _fill(Path(name), sheet_name, columns, rows)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _fill(path: Path, sheet_name: str, columns: Sequence[TableColumn], rows: Iterable[Row]) -> None:
    with SafeBook(path) as book:
        sheet = book.sheet(sheet_name, [SheetColumn(one.label, one.width) for one in columns])
        last = 0
        for last, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                value = _cell(column, row)
                shown = column.label if column.form == "link" else str(value)
                address = row.get(column.address) if column.address else None
                if value is None or not sheet.link(last, place, address, shown):
                    sheet.write(last, place, value, column.form)
        sheet.finish(last)


def _cell(column: TableColumn, row: Row) -> Any:
    """A number or a day as it is, all else as a line of text."""
    value = row[column.name]
    if value is None or (isinstance(value, int | float | date) and not isinstance(value, bool)):
        return value
    said = TYPES.get(value, value) if column.form == "kind" else value
    return plain(said, LONGEST_TEXT)
