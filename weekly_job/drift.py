"""Compares what a run scored with last week's run and with what the models learned from."""

from __future__ import annotations

import duckdb

from warehouse.sql_files import SQL, read_header


def record_drift(con: duckdb.DuckDBPyConnection) -> None:
    """Note how values are spread (``ops.profiles``) and how far they moved (``ops.drift``).

    The SQL variables ``run_id``, ``week`` and ``monitoring`` say whose, and what counts as drift.
    """
    for path in sorted((SQL / "drift").glob("*.sql")):
        con.execute(read_header(path)[1])
