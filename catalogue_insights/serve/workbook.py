"""Rows as a workbook (XLSX): typed cells, a frozen header with filters, links that work.

Rows go to the file one by one, so that its size does not matter to memory. Text is text: what looks
like a formula or an address stays what it says.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue_insights.serve.generation import Row
from catalogue_insights.serve.table_columns import TableColumn
from reports.formats import KINDS as TYPES
from reports.formats import plain

NUMBERS = {
    "integer": "#,##0",
    "views": "#,##0",
    "year": "0",
    "rating": "0.0",
    "number": "#,##0.0",
    "percent": "0%",
    "date": "d mmm yyyy",
}
MOST_LINKS = 65_000
"""A sheet of Excel takes 65,530; beyond them an address is text."""
LONGEST_LINK, LONGEST_TEXT = 2_000, 32_000


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
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet(sheet_name)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        forms = {name: book.add_format({"num_format": said}) for name, said in NUMBERS.items()}
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 32)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.label, head)
        cells, last = _Cells(sheet, forms), 0
        for last, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                cells.write(last, place, column, row)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


class _Cells:
    """Writes the cells of a sheet, each as what it is, and counts its links."""

    def __init__(self, sheet: Worksheet, forms: dict[str, Format]) -> None:
        self.sheet, self.forms, self.links = sheet, forms, 0

    def write(self, line: int, place: int, column: TableColumn, row: Row) -> None:
        value = row[column.name]
        address = row.get(column.address) if column.address else None
        if value is None:
            return
        if address and self.links < MOST_LINKS and len(address) <= LONGEST_LINK:
            self.links += 1
            text = column.label if column.form == "link" else _text(value)
            self.sheet.write_url(line, place, address, string=text)
        elif isinstance(value, date):
            day = datetime(value.year, value.month, value.day)
            self.sheet.write_datetime(line, place, day, self.forms["date"])
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(line, place, value, self.forms.get(column.form))
        else:
            said = TYPES.get(value, value) if column.form == "kind" else value
            self.sheet.write_string(line, place, _text(said))


def _text(value: Any) -> str:
    return plain(value, LONGEST_TEXT)
