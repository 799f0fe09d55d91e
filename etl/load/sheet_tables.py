"""Finds the tables in the sheets of a workbook."""

from __future__ import annotations

import pandas as pd


def tables_of(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All rows of all tables, each with its sheet and what stood above the table."""
    tables = [_table_in(sheet, name) for name, sheet in sheets.items() if len(sheet)]
    return pd.concat([table for table in tables if table is not None] or [pd.DataFrame()])


def _table_in(sheet: pd.DataFrame, name: str) -> pd.DataFrame | None:
    """The table of a sheet: from the first row that fills most of its columns."""
    filled = sheet.notna().sum(axis="columns")
    header = int((filled > sheet.shape[1] / 2).to_numpy().argmax())
    if filled.iloc[header] <= sheet.shape[1] / 2:
        return None
    names = _distinct(sheet.iloc[header].dropna().astype(str))
    table = sheet.iloc[header + 1 :][list(names)].set_axis(list(names.values()), axis="columns")
    above = sheet.iloc[:header].to_numpy().ravel()
    banner = " ".join(str(cell) for cell in above if pd.notna(cell))
    return table.dropna(how="all").assign(sheet=name, banner=banner)


def _distinct(names: pd.Series) -> dict[object, str]:
    """Each column's name; one that was there is numbered."""
    found: dict[object, str] = {}
    for place, name in names.items():
        seen = {other.lower() for other in found.values()} | {"sheet", "banner", "row_number"}
        found[place] = f"column{place}" if name.lower() in seen else name
    return found
