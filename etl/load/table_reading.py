"""One table of a file, from its bytes to rows that are sorted and counted: to load, or to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue_common.settings import Limits
from etl.load.containers import only_table_in, taken_out
from etl.load.dates import date_in_name
from etl.load.half_years import tell_half_years
from etl.load.read_file import read_file
from etl.load.recognise import last_day_in
from etl.load.scratch import Scratch
from etl.load.sort_rows import sort_rows
from etl.load.table_values import ReadTable, RecognisedTable, SortedRows
from etl.load.values import ColumnAccount, account_for, much_unread, read_values

Recognise = Callable[[Scratch, ReadTable], RecognisedTable]


@dataclass(frozen=True)
class TableReading:
    """One table of a file as it can be loaded.

    Attributes:
        rows: its rows, sorted; ``rows.table`` is what kind of table it is.
        columns: what became of its values.
        unread: the columns of which more was not understood than a score can bear, in words.
        snapshot_on: the ISO date that it speaks of, where anything says.
    """

    rows: SortedRows
    columns: tuple[ColumnAccount, ...]
    unread: tuple[str, ...]
    snapshot_on: str | None

    @property
    def table(self) -> RecognisedTable:
        return self.rows.table


@dataclass(frozen=True)
class TablePlace:
    """Where a table lies.

    Attributes:
        path: the file.
        name: what the file is called with the folders that may say its date or half-year.
        member: which table of a zip, where there are several.
    """

    path: Path
    name: str
    member: str = ""


def read_table(
    scratch: Scratch, place: TablePlace, recognise: Recognise, limits: Limits
) -> TableReading:
    """Read, recognise and sort one table.

    Raises:
        SourceError: it cannot be read, is of no kind, or none of its rows can be used.
    """
    with taken_out(place.path, place.member, limits) as plain:
        read = read_file(scratch, plain, limits)
    name = _named_whole(place)
    recognised = tell_half_years(scratch, recognise(scratch, read), name)
    table, notes = read_values(scratch, recognised)
    rows = sort_rows(scratch, table)
    columns = account_for(scratch, table, notes)
    snapshot_on = date_in_name(
        name,
        last_day_in(scratch.con, table),
        _as_of(scratch.con),
        is_listing=table.source.is_whole,
    )
    return TableReading(rows, columns, much_unread(columns, table.source.essential), snapshot_on)


def _named_whole(place: TablePlace) -> str:
    """All names that may say a date, the last first: the file's own, that of the one table in a
    zip, the folders'."""
    folders, _, file = place.name.rpartition("/")
    return "/".join(part for part in (folders, only_table_in(place.path), file) if part)


def _as_of(con: duckdb.DuckDBPyConnection) -> str | None:
    """The ISO date of the day that counts as today."""
    found = con.execute("select getvariable('as_of')::varchar").fetchone()
    return found[0] if found else None
