"""What titles are, as the earliest file tells it: what a volunteer wrote later stays out.

The very queries that build ``core.*`` of all files run here over the first reading of each title of
TMDb and over the first snapshot of each service that lists it. Public files name few titles before
they are out, so that the earliest file may well be younger than a cut.
"""

from __future__ import annotations

import duckdb

from catalogue_common.text import register
from warehouse.sql_files import SQL, build_table, read_header, read_statement, read_table_file

_TOLD = ("title_country", "title_person", "title_genre")


def build_first_told(con: duckdb.DuckDBPyConnection) -> None:
    """Build ``core.catalogue_entry``, ``core.tmdb_title`` and what titles are by them.

    Args:
        con: with the published file attached, and with macros and seeds.
    """
    register(con)
    con.execute("create schema raw")
    con.execute("create view raw.tmdb_genres as from published.raw.tmdb_genres")
    con.execute("create view ops.loads as from published.ops.loads")
    _make(con, "table raw.tmdb_titles", read_statement("backtest/first_readings"))
    for name in ("stg_tmdb__genres", "stg_tmdb__titles"):
        build_table(con, read_table_file(SQL / "staging" / f"{name}.sql"))
    _make(con, "table backtest.first_reading", _core("tmdb_title"))
    _make(con, "table core.tmdb_title", read_statement("backtest/first_told"))
    _make(con, "table core.catalogue_entry", read_statement("backtest/first_entries"))
    con.execute("create view core.title as from published.core.title")
    _make(con, "view core.described_title", read_statement("backtest/told_countries"))
    for name in _TOLD:
        _make(con, f"table core.{name}", _core(name))
    con.execute("drop view core.title")
    con.execute("drop view core.described_title")


def _core(name: str) -> str:
    return read_header(SQL / "core" / f"{name}.sql")[1]


def _make(con: duckdb.DuckDBPyConnection, what: str, query: str) -> None:
    con.execute(f"create {what} as\n{query}")
