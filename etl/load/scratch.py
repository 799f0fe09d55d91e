"""The temporary tables that are made while one file is read, all dropped at the end.

No step knows the name of another's table: it is handed a value that has it (`table_values.py`).
"""

from __future__ import annotations

from itertools import count
from types import TracebackType
from typing import Any, Self

import duckdb

from warehouse.sql_files import SQL, read_header


def load_statement(name: str, **parts: str) -> str:
    """The statement in ``sql/load``, its ``{parts}`` (relations, lists of columns) filled in."""
    return read_header(SQL / "load" / f"{name}.sql")[1].format(**parts)


class Scratch:
    """A connection and the temporary relations made in it for as long as the block runs."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self._numbers = count(1)
        self._made: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for what, name in reversed(self._made):
            self.con.execute(f"drop {what} if exists {name}")

    def name(self, stem: str, what: str = "table") -> str:
        """A name that nothing else in this block has; what gets it is dropped at the end."""
        name = f"{stem}_{next(self._numbers)}"
        self._made.append((what, name))
        return name

    def table(self, stem: str, query: str, parameters: dict[str, Any] | None = None) -> str:
        """Make a temporary table of a query; returns its name."""
        name = self.name(stem)
        self.con.execute(f"create temp table {name} as {query}", parameters or {})
        return name

    def view(self, stem: str, query: str) -> str:
        """Make a temporary view of a query; returns its name."""
        name = self.name(stem, "view")
        self.con.execute(f"create temp view {name} as {query}")
        return name

    def drop(self, table: str) -> None:
        """Drop a large table before the end, once nothing reads it any more."""
        self.con.execute(f"drop table {table}")

    def columns(self, relation: str) -> tuple[str, ...]:
        """The names of a relation's columns, in its order."""
        return tuple(row[0] for row in self.con.execute(f"describe {relation}").fetchall())

    def count(self, relation: str) -> int:
        """The number of rows of a relation."""
        found = self.con.execute(f"select count(*) from {relation}").fetchone()
        return int(found[0]) if found else 0
