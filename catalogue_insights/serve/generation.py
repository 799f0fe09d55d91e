"""One published week, opened once: everything that a request reads comes from the same file.

Each week gets a database in memory of its own, to which the open file is attached: weeks lie side
by side, and each is let go of when its last reader is done.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper

from catalogue_common.errors import ReportError, ServeError
from catalogue_insights.serve.kept_answers import KeptAnswers
from reports.page import PublishedRun
from reports.weekly_report import newest_run
from warehouse.reading import ReadLimits, lock_down, open_handle
from warehouse.sql_files import SQL

MOST_LETTERS, FEWEST_LETTERS, LETTERS_OF_A_COLUMN = 10_000, 1_000, 200_000
MOST_ITEMS = 1_000
"""Of a list within a row."""
FEWEST_MEGABYTES = 512
"""What a week's database may take, however small its file."""
T = TypeVar("T")
Row = dict[str, Any]
Stamp = tuple[int, int, int]


@dataclass
class Generation:
    """One published week: the open file, a connection, its run, tables, readers and answers."""

    stamp: Stamp
    handle: int
    con: duckdb.DuckDBPyConnection
    run: PublishedRun
    tables: frozenset[str]
    readers: int = 0
    is_retired: bool = False
    answers: KeptAnswers = field(default_factory=KeptAnswers)
    closing: ExitStack = field(default_factory=ExitStack)
    """What others have of this week, and is let go of with it."""
    _kept: dict[str, Any] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection for one request, with the published schemas in sight."""
        return _cursor(self.con)

    def ask(self, name: str, **params: Any) -> list[Row]:
        """The rows that the query of that name in sql/serve returns."""
        with self.cursor() as cursor:
            return answered_rows(cursor.execute(query_of(name), params))

    def engine(self) -> sa.Engine:
        """The same week for those who ask by way of SQLAlchemy, as the report's sections do."""
        return _engine(self.con)

    def has(self, table: str) -> bool:
        """Whether the week was published with this table (``marts.title_scores``)."""
        return table in self.tables

    def keep(self, key: str, make: Callable[[Generation], T]) -> T:
        """What is costly is made once a week; those who come meanwhile wait for it."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make(self)
            kept: T = self._kept[key]
            return kept

    def close(self) -> None:
        """Let go of the file; nobody may read any more."""
        self.closing.close()
        self.con.close()
        os.close(self.handle)


def stamp_of(status: os.stat_result) -> Stamp:
    """What distinguishes one file from the next of its name: its inode, time and size."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def request_limits(memory: str = "512MB", threads: int = 1) -> ReadLimits:
    """What the database of one week may take.

    One thread for each request does more of them at once, and none more slowly, than two, where
    titles are few.
    """
    return ReadLimits(memory, threads, may_spill=False)


def limits_for(path: Path, memory: str) -> ReadLimits:
    """What the database of a published file may take: two threads where it is large.

    Args:
        path: of the file.
        memory: DuckDB's ``memory_limit``; ``auto`` for as much as the file is large, and 512 MB at
            least: what is searched is kept in memory, and there is more of it the more titles
            there are.
    """
    size = path.stat().st_size // 2**20 if path.exists() else 0
    limit = f"{max(FEWEST_MEGABYTES, size)}MiB" if memory == "auto" else memory
    return request_limits(limit, threads=1 if size <= FEWEST_MEGABYTES else 2)


def open_generation(path: Path, limits: ReadLimits) -> Generation:
    """Open what is published now, prepared for being searched.

    Raises:
        ServeError: there is no warehouse, it cannot be read, or needs more memory to be searched.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return _prepared(handle, open_handle(handle, limits))
    except duckdb.OutOfMemoryException as error:
        os.close(handle)
        raise ServeError(
            f"To be searched, {path} needs more memory than {limits.memory}. Nothing was changed. "
            'Give it more (memory_limit under [serve], which "auto" takes from the file\'s size).'
        ) from error
    except (OSError, duckdb.Error, sa.exc.SQLAlchemyError, ReportError) as error:
        os.close(handle)
        raise _unreadable(path, error) from error


@cache
def query_of(name: str) -> str:
    """The text of a file of sql/serve."""
    return (SQL / "serve" / f"{name}.sql").read_text(encoding="utf-8")


def answered_rows(answered: duckdb.DuckDBPyConnection) -> list[Row]:
    """What a connection was answered last, row by row, by the names of its columns."""
    names = [column[0] for column in answered.description or ()]
    rows = answered.fetchall()
    most = letters_of_a_text(len(rows))
    return [dict(zip(names, (_known(value, most) for value in row), strict=True)) for row in rows]


def letters_of_a_text(row_count: int) -> int:
    """How long a text may be, so that what is made of so many rows stays small."""
    return min(MOST_LETTERS, max(FEWEST_LETTERS, LETTERS_OF_A_COLUMN // max(1, row_count)))


def only(rows: list[Row]) -> Row | None:
    """The one row, if there is one."""
    return rows[0] if rows else None


def _prepared(handle: int, con: duckdb.DuckDBPyConnection) -> Generation:
    con.execute("attach ':memory:' as search")
    con.execute("use published")
    con.execute(f"create table search.titles as {query_of('title_search')}")
    lock_down(con)
    tables = con.execute(query_of("tables")).fetchall()
    with _engine(con).connect() as connection:
        run = newest_run(connection)
    stamp = stamp_of(os.fstat(handle))
    return Generation(stamp, handle, con, run, frozenset(name for (name,) in tables))


def _known(value: Any, most: int) -> Any:
    """Numbers that are none are missing, for people and for JSON; endless texts end."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str) and len(value) > most:
        return f"{value[:most]}…"
    if isinstance(value, list):
        return [_known(item, most) for item in value[:MOST_ITEMS]]
    return value


def _unreadable(path: Path, error: Exception) -> ServeError:
    return ServeError(
        f"{path} cannot be read: {error}. Nothing was changed. Make it with `catalogue run`, or "
        "name another with --warehouse."
    )


def _cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    cursor = con.cursor()
    cursor.execute("use published")
    return cursor


def _engine(con: duckdb.DuckDBPyConnection) -> sa.Engine:
    return sa.create_engine(
        "duckdb://", creator=lambda: ConnectionWrapper(_cursor(con)), poolclass=sa.NullPool
    )
