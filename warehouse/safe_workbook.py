"""Workbooks (XLSX) of texts that others wrote: what all that we write have in common.

Rows go to the file one by one, so that its size does not matter to memory. Text is text: what looks
like a formula, an address or XlsxWriter's own markup stays what it says. What Excel cannot hold
as a number or a day (large keys, days before March 1900) is text, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue_common.files import AbandonableFile

NUMBERS = {
    "integer": "#,##0",
    "views": "#,##0",
    "year": "0",
    "key": "0",
    "rating": "0.0",
    "number": "#,##0.0",
    "measure": "#,##0.0##",
    "percent": "0%",
    "share": "0.0%",
    "date": "d mmm yyyy",
    "time": "yyyy-mm-dd hh:mm:ss",
}
MOST_ROWS = 1_048_576
"""Of a sheet, with its header."""
MOST_LINKS = 65_000
"""A sheet of Excel takes 65,530; beyond them an address is text."""
LONGEST_LINK, LONGEST_NAME = 2_000, 31
FIRST_DAY = datetime(1900, 3, 1)
"""Before it Excel counts a day that never was, and other programs do not."""
LARGEST_NUMBER = 10**15
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_RESERVED = "history"


@dataclass(frozen=True)
class SheetColumn:
    """The head of a column: what stands there, its width in digits, and a note to it."""

    label: str
    width: int = 12
    note: str = ""


class SafeBook(AbstractContextManager["SafeBook"]):
    """A workbook that is written sheet by sheet, and finished when its block ends."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            **{f"strings_to_{what}": False for what in ("numbers", "formulas", "urls")},
            "nan_inf_to_errors": True,
        }
        self._file = AbandonableFile(path)
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.use_zip64()
        made = self._book.add_format
        self._head = made({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._forms = {name: made({"num_format": said}) for name, said in NUMBERS.items()}
        self._names = {_RESERVED}

    def sheet(self, name: str, columns: Sequence[SheetColumn]) -> SafeSheet:
        """A new sheet with its header; a name that Excel does not take is changed."""
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 32)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, safe_text(column.label), self._head)
            if column.note:
                size = {"x_scale": 2, "y_scale": 1 + len(column.note) / 160, "author": ""}
                sheet.write_comment(0, place, safe_text(column.note), size)
        return SafeSheet(sheet, self._forms, len(columns))

    def __exit__(self, *error: object) -> None:
        with self._file:
            self._book.close()

    def _free_name(self, name: str) -> str:
        plain = name.translate(_NOT_IN_NAMES)
        free, number = plain[:LONGEST_NAME], 1
        while free.lower() in self._names:
            number += 1
            ending = f"_{number}"
            free = plain[: LONGEST_NAME - len(ending)] + ending
        self._names.add(free.lower())
        return free


class SafeSheet:
    """Writes the cells of a sheet, each as what it is, and counts its links."""

    def __init__(self, sheet: Worksheet, forms: dict[str, Format], width: int) -> None:
        self._sheet, self._forms, self._width, self._links = sheet, forms, width, 0

    @property
    def name(self) -> str:
        """As the workbook has it."""
        return str(self._sheet.get_name())

    def write(self, line: int, place: int, value: Any, form: str = "") -> None:
        """Write one cell; lines must come in their order.

        Args:
            line: from 1, below the header.
            place: of the column, from 0.
            value: a number, a day, a time, True or False, a text, or None for an empty cell.
            form: how a number is written, one of ``NUMBERS``.
        """
        if isinstance(value, bool):
            self._sheet.write_boolean(line, place, value)
        elif isinstance(value, date):
            self._write_day(line, place, value)
        elif isinstance(value, float) or _is_held(value):
            self._sheet.write_number(line, place, value, self._forms.get(form))
        elif value is not None:
            self._sheet.write_string(line, place, safe_text(str(value)))

    def link(self, line: int, place: int, address: str | None, text: str) -> bool:
        """Write a text that leads to an address; False if that is none that Excel takes."""
        if not address or self._links >= MOST_LINKS or len(address) > LONGEST_LINK:
            return False
        self._links += 1
        self._sheet.write_url(line, place, address, string=safe_text(text))
        return True

    def finish(self, last: int) -> None:
        """Put filters over the rows down to that line."""
        self._sheet.autofilter(0, 0, max(last, 1), self._width - 1)

    def _write_day(self, line: int, place: int, value: date) -> None:
        form = "time" if isinstance(value, datetime) else "date"
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        if moment < FIRST_DAY:
            self._sheet.write_string(line, place, str(value))
        else:
            self._sheet.write_datetime(line, place, moment, self._forms[form])


def safe_text(text: str) -> str:
    """A text as a cell takes it: XlsxWriter would put what looks like its own markup in as such."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _is_held(value: Any) -> bool:
    """Excel keeps fifteen digits of a number; a longer key would become another one."""
    return isinstance(value, int | Decimal) and -LARGEST_NUMBER < value < LARGEST_NUMBER
