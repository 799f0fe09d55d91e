"""The one way to read a published file: read-only, cut off from other files and the network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import QueryError
from warehouse.sql_files import quote_identifier, quote_literal

_CUT_OFF = {
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
}
_LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}


@dataclass(frozen=True)
class ReadLimits:
    """What one reader may take; what is None is left to DuckDB.

    Args:
        memory: DuckDB's ``memory_limit``, such as ``512MB``.
        threads: how many.
        may_spill: whether it may write to the disk what does not fit into memory.
    """

    memory: str | None = None
    threads: int | None = None
    may_spill: bool = True

    def as_config(self) -> dict[str, Any]:
        """The same as DuckDB's settings."""
        spill = None if self.may_spill else ""
        given = {"memory_limit": self.memory, "threads": self.threads, "temp_directory": spill}
        return {name: value for name, value in given.items() if value is not None}


NO_LIMITS = ReadLimits()


def reading_config(limits: ReadLimits = NO_LIMITS) -> dict[str, Any]:
    """DuckDB's settings for a connection that can read one file and touch nothing else."""
    return {**_CUT_OFF, **_LOCKED, **limits.as_config()}


def open_published(warehouse: Path, limits: ReadLimits = NO_LIMITS) -> duckdb.DuckDBPyConnection:
    """Open a published file so that a query can read it and touch nothing else.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    require_published(warehouse)
    try:
        return duckdb.connect(str(warehouse), read_only=True, config=reading_config(limits))
    except duckdb.Error as error:
        raise unreadable(warehouse, error) from error


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, warehouse: Path) -> Iterator[None]:
    """Have a published file beside what the connection has open, as ``published``.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    require_published(warehouse)
    try:
        con.execute(f"attach {quote_literal(str(warehouse))} as published (read_only)")
    except duckdb.Error as error:
        raise unreadable(warehouse, error) from error
    try:
        yield
    finally:
        con.execute("detach published")


def open_handle(handle: int, limits: ReadLimits) -> duckdb.DuckDBPyConnection:
    """A database in memory with an open file attached to it, read-only, as ``published``.

    DuckDB shares one open file among all connections of a process to one path, so a replaced file
    would stay unseen. By its handle the file stays the same, whatever may be put under its name
    meanwhile, and the next one is attached to a database of its own. ``lock_down`` cuts it off,
    when all that is needed from elsewhere has been read.

    Raises:
        duckdb.Error: it is no warehouse.
    """
    return open_beside(f"/dev/fd/{int(handle)}", "published", limits)


def open_beside(path: str, name: str, limits: ReadLimits = NO_LIMITS) -> duckdb.DuckDBPyConnection:
    """A database in memory with a file attached to it, read-only, under a name.

    Raises:
        duckdb.Error: it is no warehouse.
    """
    config: dict[str, Any] = {
        **_CUT_OFF,
        "autoload_known_extensions": "false",
        **limits.as_config(),
    }
    con = duckdb.connect(config=config)
    con.execute(f"attach {quote_literal(path)} as {quote_identifier(name)} (read_only)")
    return con


def open_alone(warehouse: Path, limits: ReadLimits = NO_LIMITS) -> duckdb.DuckDBPyConnection:
    """Open a published file for a whole session, whatever else this process may open it for.

    ``open_published`` shares the file with all connections of the process to its path: they must
    agree on settings, and keep each other from the next week.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    require_published(warehouse)
    handle = os.open(warehouse, os.O_RDONLY)
    try:
        con = open_handle(handle, limits)
        con.execute("use published")
        lock_down(con)
    except duckdb.Error as error:
        raise unreadable(warehouse, error) from error
    finally:
        os.close(handle)  # DuckDB has opened the file for itself
    return con


def lock_down(con: duckdb.DuckDBPyConnection) -> None:
    """From now on neither files nor the network nor settings are within reach."""
    for name, value in _LOCKED.items():
        con.execute(f"set {name} = {value}")


def require_published(warehouse: Path) -> None:
    """See that there is a file to read.

    Raises:
        QueryError: there is none.
    """
    if not warehouse.is_file():
        raise QueryError(
            f"There is no {warehouse}. Nothing was done. Make it with `catalogue run`, or name "
            "another with --warehouse."
        )


def unreadable(warehouse: Path, error: duckdb.Error) -> QueryError:
    """That a file cannot be read, and what to do about it."""
    first = str(error).partition("\n")[0].rstrip(".!")
    return QueryError(
        f"{warehouse} cannot be read: {first}. It was left as it is. Put back a copy with "
        "`catalogue restore`, or move it aside and run the job again."
    )


@contextmanager
def of_this_version(published: Path) -> Iterator[None]:
    """Say what to do where a published file lacks what an earlier version did not make.

    Raises:
        QueryError: a table or column is missing.
    """
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise QueryError(
            f"{published} was made by another version of the project: "
            f"{str(error).splitlines()[0]} It is as it was. Run the job once (catalogue run), then "
            "try again."
        ) from error
