"""The schema ``parts``: scores of titles in parts, brought into a warehouse, and kept by its runs.

Only ``catalogue publish-parts`` makes it: a warehouse that never saw parts has no such schema.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from warehouse.sql_files import quote_identifier, quote_literal, read_statement

TABLES: Mapping[str, str] = {
    "origin": "Where the scores in parts come from. One row.",
    "title": "Scores of titles in parts, as scores.title. One row per title.",
    "title_genre": "Genres of titles in parts, as scores.title_genre. One row per title and genre.",
    "half_year": "Expected views of titles in parts, as scores.half_year. One row per title and "
    "half-year.",
    "season": "Chances of the Top 10 of titles in parts, as scores.season. One row per title and "
    "season.",
}


def add_rows(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Append rows to one of the tables; it is made where it is missing."""
    con.register("part_rows", rows)
    if not _columns(con, table):
        con.execute("create schema if not exists parts")
        _make(con, table, "part_rows limit 0")
    con.execute(f"insert into parts.{table} by name from part_rows")
    con.unregister("part_rows")


def drop_parts(con: duckdb.DuckDBPyConnection) -> None:
    """Forget what was brought in before."""
    con.execute("drop schema if exists parts cascade")


def carry_parts(con: duckdb.DuckDBPyConnection) -> None:
    """Copy what the published file, attached as ``published``, has in parts, if anything."""
    found = con.execute(read_statement("parts/published_tables")).fetchall()
    tables = [name for (name,) in found if name in TABLES]
    if tables:
        con.execute("create schema if not exists parts")
    for table in tables:
        _make(con, table, f"published.parts.{quote_identifier(table)}")


def _make(con: duckdb.DuckDBPyConnection, table: str, source: str) -> None:
    con.execute(f"create table parts.{table} as from {source}")
    con.execute(f"comment on table parts.{table} is {quote_literal(TABLES[table])}")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = con.execute(read_statement("parts/columns"), {"table": table}).fetchall()
    return [name for (name,) in found]
