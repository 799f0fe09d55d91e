"""Reads an Excel workbook into a table of texts: every sheet that has a table, below its banner."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from catalogue_common.errors import SourceError
from etl.load.scratch import Scratch
from etl.load.table_values import ROW_NUMBER, ReadTable

_NONE_BROKEN = "select 0 as row_number, '' as reason, '' as \"row\" where false"


def read_workbook(scratch: Scratch, path: Path) -> ReadTable:
    """Read all sheets; each row says of which sheet it is and what stood above the table.

    Raises:
        SourceError: it is no workbook, or no sheet has a table.
    """
    try:
        sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine")
    except Exception as error:  # the reader's errors have no common root
        raise SourceError(f"expected an xlsx workbook; it cannot be read: {error}.") from error
    tables = [_table_in(sheet, str(name)) for name, sheet in sheets.items() if len(sheet)]
    frame = pd.concat([table for table in tables if table is not None] or [pd.DataFrame()])
    if frame.empty:
        raise SourceError("expected a sheet with a table; it has none.")
    scratch.con.register("frame", frame)
    rows = scratch.table(
        "rows", "select row_number() over () as row_number, columns(*)::varchar from frame"
    )
    scratch.con.unregister("frame")
    broken = scratch.table("broken", _NONE_BROKEN)
    return ReadTable(rows, scratch.columns(rows)[1:], ROW_NUMBER, broken, 0)


def _table_in(sheet: pd.DataFrame, name: str) -> pd.DataFrame | None:
    """The table of a sheet: from the first row that fills most of its columns."""
    filled = sheet.notna().sum(axis="columns")
    header = int((filled > sheet.shape[1] / 2).to_numpy().argmax())
    if filled.iloc[header] <= sheet.shape[1] / 2:
        return None
    names = sheet.iloc[header].dropna()
    table = sheet.iloc[header + 1 :][names.index].set_axis(names.astype(str), axis="columns")
    above = sheet.iloc[:header].to_numpy().ravel()
    banner = " ".join(str(cell) for cell in above if pd.notna(cell))
    return table.dropna(how="all").assign(sheet=name, banner=banner)
