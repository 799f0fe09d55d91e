"""Carries the ledgers beside a warehouse into ``ops.runs``, ``ops.steps`` and ``ops.sends``."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.paths import PathsBeside
from warehouse.sql_files import read_statement


def carry_ledgers(con: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Bring the tables of a new file up to what the ledger of runs and that of mails say.

    Args:
        con: a connection to the new file.
        warehouse: the published file, beside which the ledgers are.
    """
    paths = PathsBeside(warehouse)
    con.execute(read_statement("ledger/events"), {"path": str(paths.ledger)})
    con.execute(read_statement("ledger/runs"))
    con.execute(read_statement("ledger/steps"))
    con.execute("delete from ops.sends")
    if paths.mail_ledger.exists():
        con.execute(read_statement("ledger/sends"), {"path": str(paths.mail_ledger)})
