"""The published marts as one workbook: a sheet for each, and before them one that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from xlsxwriter.exceptions import XlsxWriterException

from catalogue_common.errors import ExportError
from warehouse.export_rows import write_batches
from warehouse.mart_descriptions import Column, Mart, Origin
from warehouse.query import PLAIN, ROWS_AT_A_TIME, for_spreadsheets, is_number_kind
from warehouse.safe_workbook import MOST_ROWS, SafeBook, SafeSheet, SheetColumn
from warehouse.sql_files import quote_identifier

WORKBOOK = "marts.xlsx"
ROOM = MOST_ROWS - 2
"""Rows of a mart that a sheet takes, beside its header and a line on those that it does not."""
LIST = [
    SheetColumn("Sheet", 26),
    SheetColumn("What it holds", 110),
    SheetColumn("Rows"),
    SheetColumn("In this sheet"),
    SheetColumn("The others are in", 30),
]
WIDE, USUAL, WIDEST_LABEL = 40, 12, 24
INVENTED = "Every title is invented: this is the synthetic sample."


def write_marts_book(
    con: duckdb.DuckDBPyConnection, marts: list[Mart], origin: Origin, directory: Path
) -> list[dict[str, Any]]:
    """Write the workbook, and what a sheet cannot take as CSV; returns what is where, by mart.

    Raises:
        ExportError: it cannot be written.
    """
    try:
        with SafeBook(directory / WORKBOOK) as book:
            front = book.sheet("About", LIST)
            tables = [_write_sheet(con, mart, book, directory) for mart in marts]
            _write_list(front, tables, origin)
    except XlsxWriterException as error:
        raise ExportError(f"The workbook cannot be written: {error}. Nothing was exported.") from (
            error
        )
    return tables


def _write_sheet(
    con: duckdb.DuckDBPyConnection, mart: Mart, book: SafeBook, directory: Path
) -> dict[str, Any]:
    reader = _as_cells(mart.read(con)).to_arrow_reader(ROWS_AT_A_TIME)
    sheet = book.sheet(mart.name, [_head(column) for column in mart.columns])
    forms = [_form(column) for column in mart.columns]
    last = 0
    rest: Iterator[pa.RecordBatch] = iter(())
    for batch in reader:
        fits = batch.slice(0, ROOM - last)
        values = zip(*(part.to_pylist() for part in fits), strict=True)
        for line, row in enumerate(values, last + 1):
            for place, value in enumerate(row):
                sheet.write(line, place, value, forms[place])
        last += fits.num_rows
        if fits.num_rows < batch.num_rows:
            rest = chain([batch.slice(fits.num_rows)], reader)
            break
    sheet.finish(last)
    file = f"{mart.name}_rest.csv"
    more = _write_rest(reader.schema, rest, directory / file)
    if more:
        sheet.write(last + 1, 0, f"{more:,} more rows of this mart are in {file}, beside this file")
    return {
        "name": mart.name,
        "file": WORKBOOK,
        "sheet": sheet.name,
        "comment": mart.comment,
        "row_count": last + more,
        **({"rest_file": file, "rest_row_count": more} if more else {}),
        "columns": [asdict(column) for column in mart.columns],
    }


def _write_rest(schema: pa.Schema, rest: Iterator[pa.RecordBatch], path: Path) -> int:
    """Rows beyond a sheet's, as CSV with formulas defused; no file where there are none."""
    first = next(rest, None)
    if first is None:
        return 0
    with duckdb.connect() as con:
        rows = con.from_arrow(pa.RecordBatchReader.from_batches(schema, chain([first], rest)))
        return write_batches(for_spreadsheets(rows), path, "csv")


def _as_cells(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Plain values as they are, all others as text."""
    cells = []
    for place, (name, kind) in enumerate(zip(rows.columns, rows.types, strict=True), 1):
        value = f"#{place}" if PLAIN.fullmatch(str(kind)) else f"(#{place})::varchar"
        cells.append(f"{value} as {quote_identifier(name)}")
    return rows.project(", ".join(cells))


def _head(column: Column) -> SheetColumn:
    is_text = not PLAIN.fullmatch(column.kind)
    width = max(USUAL, min(len(column.name) + 3, WIDEST_LABEL))
    return SheetColumn(column.name, WIDE if is_text else width, column.comment or "")


def _form(column: Column) -> str:
    """How a column's numbers are written."""
    if column.is_share:
        return "share"
    if column.kind == "DOUBLE":
        return "measure"
    if not is_number_kind(column.kind):
        return ""
    last_word = column.name.rpartition("_")[2]
    return {"id": "key", "year": "year"}.get(last_word, "integer")


def _write_list(front: SafeSheet, tables: list[dict[str, Any]], origin: Origin) -> None:
    for line, table in enumerate(tables, 1):
        name, rest = table["sheet"], table.get("rest_row_count", 0)
        front.link(line, 0, f"internal:'{name}'!A1", name)
        front.write(line, 1, table["comment"])
        front.write(line, 2, table["row_count"], "integer")
        front.write(line, 3, table["row_count"] - rest, "integer")
        front.write(line, 4, table.get("rest_file"))
    front.finish(len(tables))
    said = f"Run {origin.run_id} of week {origin.week}. "
    front.write(len(tables) + 2, 1, said + (INVENTED if origin.is_synthetic else ""))
