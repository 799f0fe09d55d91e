"""What became of a file: a line of ``ops.loads``."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.ledger import utc_now


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
class Loading:
    """What holds for all files of one run."""

    run_id: str
    is_synthetic: bool
    accept_shrink: bool


def is_loaded(con: duckdb.DuckDBPyConnection, load: Load) -> bool:
    found = con.execute(
        "select count(*) from ops.loads where load_id = $load_id and status = 'loaded'",
        {"load_id": load.load_id},
    ).fetchone()
    return bool(found and found[0])


def see_again(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    con.execute(
        "update ops.loads set last_seen_at = $now where load_id = $load_id and status = 'loaded'",
        {"now": utc_now(), "load_id": load.load_id},
    )


def record(
    con: duckdb.DuckDBPyConnection, load: Load, run: Loading, snapshot_on: str | None = None
) -> None:
    con.execute(
        """
        insert into ops.loads (
            load_id, run_id, source, file, sha256, snapshot_on, row_count_read, row_count_loaded,
            row_count_rejected, row_count_duplicate, status, message, is_synthetic, loaded_at,
            last_seen_at
        )
        values (
            $load_id, $run_id, $source, $file, $sha256, $snapshot_on::date, $read, $loaded,
            $rejected, $duplicate, $status, nullif($message, ''), $synthetic, $now, $now
        )
        """,
        {
            "load_id": load.load_id,
            "run_id": run.run_id,
            "source": load.source,
            "file": load.file,
            "sha256": load.sha256,
            "snapshot_on": snapshot_on,
            "read": load.rows_read,
            "loaded": load.rows_loaded,
            "rejected": load.rows_rejected,
            "duplicate": load.rows_duplicate,
            "status": load.status,
            "message": load.message,
            "synthetic": run.is_synthetic,
            "now": utc_now(),
        },
    )
