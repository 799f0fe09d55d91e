"""Brings what an older version of the project remembered into today's tables.

Columns that both versions have are carried over by themselves. What moved elsewhere is written by a
numbered file under ``sql/migrations``: it reads ``published.*``, the older file, and fills the new
tables. ``ops.migrations`` says which ones a file has been through.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import WarehouseError
from warehouse.sql_files import SQL, read_header, read_statement


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Apply the migrations that the file attached as ``published`` has not been through.

    Raises:
        WarehouseError: the file was written by a later version of the project.
    """
    files = {_number(path): path for path in sorted((SQL / "migrations").glob("*.sql"))}
    done = _version(con)
    if done > max(files):
        raise WarehouseError(
            f"The published warehouse was written by a later version of this project (migration "
            f"{done}; this one knows {max(files)}). It was left as it is. Update the project."
        )
    for number, path in files.items():
        if number > done:
            con.execute(read_header(path)[1])
            _record(con, number, path)


def record_all(con: duckdb.DuckDBPyConnection) -> None:
    """Say of a file that starts afresh that it needs none of them."""
    for path in sorted((SQL / "migrations").glob("*.sql")):
        _record(con, _number(path), path)


def _version(con: duckdb.DuckDBPyConnection) -> int:
    """The newest migration of the published file; 0 for a file of the first version."""
    known = con.execute(read_statement("warehouse/knows_migrations")).fetchone()
    if not known or not known[0]:
        return 0
    newest = con.execute("select coalesce(max(version), 0) from published.ops.migrations")
    return int((newest.fetchone() or (0,))[0])


def _record(con: duckdb.DuckDBPyConnection, number: int, path: Path) -> None:
    con.execute(
        "insert into ops.migrations values ($version, $name, $now)",
        {"version": number, "name": path.stem[4:].replace("_", " "), "now": utc_now()},
    )


def _number(path: Path) -> int:
    return int(path.name.split("_")[0])
