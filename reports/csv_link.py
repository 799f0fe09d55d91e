"""The rows of a section as a CSV file that is inside the page: a link that holds its own data."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from typing import Any

from reports.formats import Row
from warehouse.query import is_formula

# Spreadsheets take a file without this mark for one in the local code page.
MARK = "\ufeff"


def section_csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as the query returned them, one line each below the columns' names.

    Text that a spreadsheet would take for a formula gets an apostrophe before it (``query.py``).
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return file.getvalue()


def csv_uri(names: Sequence[str], rows: Sequence[Row]) -> str:
    """The same as a ``data:`` address."""
    content = (MARK + section_csv(names, rows)).encode("utf-8", errors="replace")
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(content).decode()}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and is_formula(value):
        return f"'{value}"
    return str(value)
