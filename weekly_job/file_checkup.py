"""What the doctor looks at about the published file: whether it opens, and what is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from catalogue_common.errors import QueryError
from catalogue_common.files import sha256_of
from catalogue_common.settings import Settings
from warehouse.kept_files import kept_files
from warehouse.paths import PathsBeside
from warehouse.publish import published_hashes
from warehouse.reading import open_published
from warehouse.sql_files import read_statement
from weekly_job.findings import Finding

LOOK = "published file"


def examine_stale_log(settings: Settings) -> Iterator[Finding]:
    """Whether a tool has left a log beside the published file."""
    wal = PathsBeside(settings.warehouse).wal
    if not wal.exists():
        yield Finding("stale log", "ok", "no tool has left one beside the warehouse")
        return
    mend = (
        "Close the tool that has the file open for writing (open it read-only from now on). The "
        "next run moves the log aside and says so."
    )
    yield Finding("stale log", "problem", f"{wal} was left by a tool that writes", mend)


def examine_warehouse(settings: Settings) -> Iterator[Finding]:
    """Whether the published file can be opened."""
    if not settings.warehouse.is_file():
        yield Finding("warehouse", "note", f"there is no {settings.warehouse} yet: catalogue run")
        return
    try:
        with open_published(settings.warehouse) as con:
            row = con.execute(
                "select tags['storage_version'] from duckdb_databases() where not internal"
            ).fetchone()
    except (duckdb.Error, QueryError) as error:
        mend = "Close who writes to it; else `catalogue restore` puts a kept file back."
        yield Finding("warehouse", "problem", str(error).splitlines()[0], mend)
        return
    found = str(row[0]) if row else "unknown"
    message = f"readable; storage version {found}"
    if found.startswith(settings.storage_version.rstrip("+")):
        yield Finding("warehouse", "ok", message)
    else:
        wanted = f"{message}; the settings want {settings.storage_version}: the next run writes it"
        yield Finding("warehouse", "note", wanted)


def compare_with_published(settings: Settings) -> Iterator[Finding]:
    """Hold the file against the hash that was kept when it was published.

    Where they differ, every table is read: DuckDB checks each block that it reads.
    """
    warehouse = settings.warehouse
    if not warehouse.is_file():
        return
    expected = published_hashes(warehouse)
    if not expected:
        message = "no hash was kept when it was published, by an older version: all tables are read"
        yield Finding(LOOK, "note", message)
    elif sha256_of(warehouse) in expected:
        yield Finding(LOOK, "ok", "byte for byte as it was published")
        return
    try:
        damaged = list(damaged_tables(warehouse))
    except (QueryError, duckdb.Error) as error:
        message = f"its list of tables cannot be read: {str(error).partition(chr(10))[0]}"
        yield Finding(LOOK, "problem", message, _way_back(warehouse))
        return
    if damaged:
        message = f"{len(damaged)} tables are damaged: {', '.join(damaged)}"
        yield Finding(LOOK, "problem", message, _way_back(warehouse))
    elif expected:
        message = "it is not byte for byte what was published, though every table can be read"
        mend = "See that no tool opens it for writing. The next run publishes a new file."
        yield Finding(LOOK, "problem", message, mend)
    else:
        yield Finding(LOOK, "ok", "every table can be read")


def damaged_tables(file: Path) -> Iterator[str]:
    """The tables of which some block is not what was written.

    Raises:
        QueryError: it is no warehouse any more.
        duckdb.Error: which tables there are cannot be read.
    """
    with open_published(file) as con:
        tables = [str(name) for (name,) in con.execute(read_statement("doctor/tables")).fetchall()]
    for table in tables:
        try:
            # Each by itself: what DuckDB finds damaged it does not go on with.
            with open_published(file) as con:
                con.execute(f"select bit_xor(hash(rows)) from {table} as rows").fetchall()
        except (QueryError, duckdb.Error):
            yield table


def _way_back(warehouse: Path) -> str:
    """Which kept file to restore: the newest that is whole, and not a link to the damaged one."""
    for kept in kept_files(warehouse):
        if not kept.path.samefile(warehouse) and _is_whole(kept.path):
            return f"catalogue restore {kept.run_id} brings back that week's file, which is whole."
    return "Put back a copy from your back-up: no kept file is whole. See to the disk (SMART)."


def _is_whole(file: Path) -> bool:
    try:
        return not any(damaged_tables(file))
    except (QueryError, duckdb.Error):
        return False
