"""The tables that models read beside the titles, empty: nothing is known of outcomes."""

from __future__ import annotations

import duckdb

from warehouse.sql_files import SQL, read_table_file

_BESIDE = ("listing", "outcome", "known_outcome", "tmdb_file", "viewing", "release")


def bare_tables() -> duckdb.DuckDBPyConnection:
    """A database in memory with these tables and without ``features.title``."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("create schema features")
    for name in _BESIDE:
        columns = read_table_file(SQL / "features" / f"{name}.sql").columns
        con.execute(f"create table features.{name} ({', '.join(f'{c} varchar' for c in columns)})")
    return con
