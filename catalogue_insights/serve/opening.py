"""Opens a published file so that it can be read and nothing else be reached.

DuckDB shares one open file among all connections of a process to one path, so a replaced file would
stay unseen. Here the file is attached, by its handle, to a database in memory: it stays the same,
whatever may be put under its name meanwhile, and the next one is attached to a database of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

SAFE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
}


@dataclass(frozen=True)
class Limits:
    """What one database may take: DuckDB's ``memory_limit`` (such as ``512MB``) and threads.

    One thread for each request does more of them at once, and none more slowly, than two.
    """

    memory: str = "512MB"
    threads: int = 1


def connect(handle: int, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database in memory with an open file attached to it, read-only, as ``published``.

    By its handle the file stays the same, whatever may be put under its name meanwhile.
    """
    threads = str(limits.threads)
    con = duckdb.connect(config={**SAFE, "memory_limit": limits.memory, "threads": threads})
    con.execute(f"attach '/dev/fd/{int(handle)}' as published (read_only)")
    return con


def lock_down(con: duckdb.DuckDBPyConnection) -> None:
    """From now on neither files nor the network nor settings are within reach."""
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
