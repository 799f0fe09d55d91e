"""Looks at one file, wherever it lies: what it is taken for, and how its columns are read.

Nothing is written, and no warehouse is needed: the first thing to do with a file of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.containers import tables_in
from etl.load.discover import DataFile
from etl.load.places import REGION, with_place
from etl.load.recognise import NoKindError, recognise
from etl.load.scratch import Scratch
from etl.load.table_reading import TablePlace, read_table
from etl.load.table_values import ReadTable, RecognisedTable, SortedRows
from etl.load.values import ColumnAccount
from etl.sources import SOURCES
from etl.sources.source import Source
from warehouse.sql_files import create_macros, load_seeds
from warehouse.sql_files import quote_identifier as quoted

FIRST_ROWS = 3
KINDS = tuple(chain.from_iterable(SOURCES.values()))


@dataclass(frozen=True)
class FileLook:
    """What one table of a file is, and what a load would make of it."""

    table: str
    source: str
    service: str | None
    region: str | None
    raw_table: str
    snapshot_on: str | None
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_repeated: int
    reasons: dict[str, int]
    columns: tuple[ColumnAccount, ...]
    not_loaded: tuple[str, ...]
    notes: tuple[str, ...]
    unread: tuple[str, ...]
    first_rows: tuple[dict[str, str | None], ...]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return asdict(self)


def look_at(path: Path, as_of: date, limits: Limits) -> Iterator[FileLook]:
    """Read each table of a file as a load would.

    Args:
        path: the file; the folder that it lies in says what it is only if it is a source's.
        as_of: the day that counts as today.
        limits: on what is unpacked and read.

    Raises:
        SourceError: there is no such file, it cannot be read, or no source has such columns.
    """
    if not path.is_file():
        raise SourceError(
            f"{path} is no file. Nothing was loaded. Name a file, or a folder with --data."
        )
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        # As a text: of a date DuckDB imports pandas, which takes longer than all else here.
        con.execute("set variable as_of = $as_of::date", {"as_of": as_of.isoformat()})
        create_macros(con)
        load_seeds(con)
        names = tables_in(path)
        looks = 0
        for name in names:
            try:
                yield _look(con, path, name, limits)
                looks += 1
            except NoKindError:
                if len(names) == 1 or (name == names[-1] and not looks):
                    raise


def _look(con: duckdb.DuckDBPyConnection, path: Path, name: str, limits: Limits) -> FileLook:
    file = _in_its_folder(con, path)
    with Scratch(con) as scratch:
        reading = read_table(
            scratch,
            TablePlace(path, file.name, name),
            lambda scratch, read: _recognised(scratch, read, file.kinds),
            limits,
        )
        rows, table = reading.rows, reading.table
        return FileLook(
            name or path.name,
            table.source.name,
            file.service if file.kinds else table.source.service or None,
            file.region if file.kinds else REGION if table.source.service else None,
            table.source.table,
            reading.snapshot_on,
            rows.read_count,
            rows.loaded_count,
            rows.rejected_count,
            rows.repeated_count,
            _reasons(con, rows),
            reading.columns,
            table.unknown,
            table.read.notes,
            reading.unread,
            _first_rows(con, table),
        )


def _in_its_folder(con: duckdb.DuckDBPyConnection, path: Path) -> DataFile:
    """The file as it lies in a source's folder; without kinds where it lies in none."""
    folders = path.parent.parts
    place = next((n for n in reversed(range(len(folders))) if folders[n] in SOURCES), None)
    if place is None:
        kinds = SOURCES.get(path.name, ())
        return DataFile(path, f"{path.parent.name}/{path.name}", kinds)
    name = "/".join((*folders[place:], path.name))
    return with_place(con, DataFile(path, name, SOURCES[folders[place]]))


def _recognised(scratch: Scratch, read: ReadTable, kinds: tuple[Source, ...]) -> RecognisedTable:
    """As what its folder says, where it lies in a source's; else as what most columns fit."""
    if kinds:
        return recognise(scratch, read, kinds)
    fitting = []
    for kind in KINDS:
        try:
            fitting.append(recognise(scratch, read, (kind,)))
        except NoKindError:
            continue
    if not fitting:
        return recognise(scratch, read, KINDS)
    return max(fitting, key=lambda table: len(table.found_as))


def _reasons(con: duckdb.DuckDBPyConnection, rows: SortedRows) -> dict[str, int]:
    found = con.execute(
        f"select reason, count(*) from (select reason from {rows.set_aside} union all "
        f"select reason from {rows.table.read.broken}) group by all order by all"
    )
    return dict(found.fetchall())


def _first_rows(
    con: duckdb.DuckDBPyConnection, table: RecognisedTable
) -> tuple[dict[str, str | None], ...]:
    columns = ", ".join(quoted(name) for name in table.found_as)
    found = con.execute(
        f"select {columns} from {table.rows} order by row_number limit {FIRST_ROWS}"
    )
    return tuple(dict(zip(table.found_as, row, strict=True)) for row in found.fetchall())
