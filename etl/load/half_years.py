"""Tells the half-year of each row of an engagement report: from the row's own column, what stands
above the table, the sheet's name, the file's or its folder's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import RecognisedTable
from warehouse.sql_files import quote_literal


def tell_half_years(scratch: Scratch, table: RecognisedTable, file: str) -> RecognisedTable:
    """The same table with each row's half-year, as Netflix words it, for its banner.

    Null where nothing tells; such rows are rejected. A table of another kind is left as it is.
    """
    if not table.source.has_half_years:
        return table
    path = quote_literal(str(PurePath(file).with_suffix("")))
    name = quote_literal(PurePath(file).stem)
    query = load_statement("half_years", rows=table.rows, file=name, path=path)
    half_years = scratch.table("half_years", query)
    joined = load_statement("with_half_years", rows=table.rows, half_years=half_years)
    return replace(table, rows=scratch.view("with_half_years", joined))
