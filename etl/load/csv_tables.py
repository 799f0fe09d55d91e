"""Reads a CSV file into a table of texts, whatever its separator and the ends of its lines."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.dialects import Dialect, dialect_of
from etl.load.encodings import Utf8File
from etl.load.line_ends import with_plain_lines
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ReadTable
from warehouse.sql_files import quote_identifier, quote_literal

# Threads read a quarter of it at a time, in order. Of DuckDB's own 32 MB that is some ten thousand
# rows: too few to be kept as they are, they are copied together.
_BUFFER = 128 << 20


@dataclass(frozen=True)
class _Scan:
    """One reading of a file: the tables of its rows and of DuckDB's errors."""

    rows: str
    errors: str


def read_csv_file(scratch: Scratch, file: Utf8File, folder: Path, limits: Limits) -> ReadTable:
    """Read a file in UTF-8; copies that it takes are made in the folder.

    Raises:
        SourceError: it is no table, or one larger than allowed.
    """
    dialect = dialect_of(file.path, limits)
    plain = with_plain_lines(file.path, dialect, folder)
    try:
        scan = _scan(scratch, plain, dialect)
    except duckdb.Error:
        # What DuckDB's reader gives up on, Python's slow one may read.
        scan = _scan_slowly(scratch, plain, dialect, folder)
    columns = scratch.columns(scan.rows)
    if dialect.banner and "banner" not in columns:
        banner = f"banner varchar default {quote_literal(dialect.banner)}"
        scratch.con.execute(f"alter table {scan.rows} add column {banner}")
    broken = scratch.table("broken", load_statement("csv_broken_rows", errors=scan.errors))
    if file.is_cut:
        _set_cut_row_aside(scratch, scan.rows, broken, columns[-1])
    # To number rows while they are read would read them in one thread.
    columns = scratch.columns(scan.rows)
    return ReadTable(scan.rows, columns, "rowid + 1", broken, scratch.count(broken))


def _set_cut_row_aside(scratch: Scratch, rows: str, broken: str, last_column: str) -> None:
    """The last row, where DuckDB took it for whole though the file ends within a letter."""
    parts = {"rows": rows, "last_column": quote_identifier(last_column)}
    scratch.con.execute(load_statement("csv_cut_row", broken=broken, **parts))
    scratch.con.execute(load_statement("csv_drop_broken", broken=broken, rows=rows))


def _scan(scratch: Scratch, path: Path, dialect: Dialect) -> _Scan:
    errors, scans = scratch.name("errors"), scratch.name("scans")
    parameters = {
        "path": str(path),
        "columns": dict.fromkeys(dialect.columns, "varchar"),
        "separator": dialect.separator,
        "errors": errors,
        "scans": scans,
        "buffer": _BUFFER,
    }
    rows = scratch.table("rows", load_statement("csv_rows"), parameters)
    return _Scan(rows, errors)


def _scan_slowly(scratch: Scratch, path: Path, dialect: Dialect, folder: Path) -> _Scan:
    """Write each row anew, all cells in quotes, and read that."""
    target = folder / "rows.csv"
    try:
        with (
            path.open(encoding="utf-8-sig", errors="replace", newline="") as old,
            target.open("w", encoding="utf-8", newline="") as new,
        ):
            sign = dialect.separator
            writer = csv.writer(new, delimiter=sign, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerows(row for row in csv.reader(old, delimiter=sign) if row)
        return _scan(scratch, target, dialect)
    except (duckdb.Error, csv.Error) as error:
        raise SourceError("its rows cannot be told apart: is it a table?") from error
