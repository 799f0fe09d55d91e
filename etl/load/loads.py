"""What became of a file: a line of ``ops.loads``."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import duckdb

from catalogue_common.clock import utc_now
from etl.load.scratch import load_statement


@dataclass(frozen=True)
class Load:
    """What became of one file (a line of ``ops.loads``)."""

    source: str
    file: str
    sha256: str
    status: str
    message: str = ""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0

    @property
    def load_id(self) -> str:
        return f"{self.source}-{self.sha256[:16]}"


@dataclass(frozen=True)
class LoadOptions:
    """What holds for all files of one run."""

    run_id: str
    is_synthetic: bool
    accept_shrink: bool


def is_loaded(con: duckdb.DuckDBPyConnection, load: Load) -> bool:
    """Whether these bytes were loaded before."""
    found = con.execute(
        "select count(*) from ops.loads where load_id = $load_id and status = 'loaded'",
        {"load_id": load.load_id},
    ).fetchone()
    return bool(found and found[0])


def see_again(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Record that bytes that were loaded before are still there."""
    con.execute(
        "update ops.loads set last_seen_at = $now where load_id = $load_id and status = 'loaded'",
        {"now": utc_now(), "load_id": load.load_id},
    )


def record(
    con: duckdb.DuckDBPyConnection, load: Load, run: LoadOptions, snapshot_on: str | None = None
) -> None:
    """Record what became of a file, and which day it speaks of."""
    con.execute(
        load_statement("insert_load"),
        {
            **asdict(load),
            "load_id": load.load_id,
            "run_id": run.run_id,
            "snapshot_on": snapshot_on,
            "is_synthetic": run.is_synthetic,
            "now": utc_now(),
        },
    )
