"""What became of a file: a line of ``ops.loads``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.settings import Limits
from etl.load.scratch import load_statement
from etl.load.values import ColumnAccount


@dataclass(frozen=True)
class Load:
    """What became of one file (a line of ``ops.loads``).

    Attributes:
        columns: what became of its values.
        unread: the columns of which more was not understood than a score can bear, in words.
        is_known_fault: whether an earlier run has met the same bytes and could not load them whole.
        table: which table of a zip it is, where there are several.
        service: the service whose catalogue it is, where it is one's.
        region: the ISO 3166 code of that catalogue's region.
        apart: what sets it apart from other files of the same bytes: a place, a list's day.
    """

    source: str
    file: str
    sha256: str
    status: str
    message: str = ""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    columns: tuple[ColumnAccount, ...] = ()
    unread: tuple[str, ...] = ()
    is_known_fault: bool = False
    table: str = ""
    service: str | None = None
    region: str | None = None
    apart: str = ""

    @property
    def load_id(self) -> str:
        load_id = f"{self.source}-{self.sha256[:16]}"
        if apart := "\n".join(part for part in (self.table, self.apart) if part):
            return f"{load_id}-{hashlib.sha256(apart.encode()).hexdigest()[:8]}"
        return load_id


_RECORDED = (
    "load_id",
    "source",
    "file",
    "service",
    "region",
    "sha256",
    "status",
    "message",
    "rows_read",
    "rows_loaded",
    "rows_rejected",
    "rows_duplicate",
)


@dataclass(frozen=True)
class LoadOptions:
    """What holds for all files of one run.

    Attributes:
        taken_out: by load, the status and message of files whose rows a later file has taken out.
    """

    run_id: str
    is_synthetic: bool
    accept_shrink: bool
    accept_unread: bool = False
    limits: Limits = field(default_factory=Limits)
    taken_out: dict[str, tuple[str, str]] = field(default_factory=dict)


_NAMED_LIST = re.compile(
    r"(?:^|/)(discover_\w+_provider[\d-]+(?:_[a-z]+)?_[A-Z]{2}).*?(\d{4}-\d\d-\d\d)"
)


def as_own_list(con: duckdb.DuckDBPyConnection, load: Load) -> Load:
    """The load of one of TMDb's lists, apart from that of another list with the same bytes: that
    nothing has changed since last week is news, too."""
    named = _NAMED_LIST.search(load.file)
    if not named:
        return load
    found = con.execute(
        "select file from ops.loads where load_id = $load_id and status = 'loaded'",
        {"load_id": load.load_id},
    ).fetchone()
    other = _NAMED_LIST.search(found[0]) if found else None
    if not other or other.groups() == named.groups():
        return load
    return replace(load, apart=" of ".join(named.groups()))


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
            **{name: getattr(load, name) for name in _RECORDED},
            "run_id": run.run_id,
            "snapshot_on": snapshot_on,
            "is_synthetic": run.is_synthetic,
            "now": utc_now(),
        },
    )
    con.execute(
        load_statement("insert_load_columns"),
        {"load_id": load.load_id, "columns": [_column_row(column) for column in load.columns]},
    )


def _column_row(column: ColumnAccount) -> dict[str, object]:
    return {
        "column_name": column.column,
        "found_as": ", ".join(column.found_as),
        "read_count": column.read_count,
        "empty_count": column.empty_count,
        "unread_count": column.unread_count,
        "examples": list(column.examples),
        "note": column.note,
    }


def was_at_fault(con: duckdb.DuckDBPyConnection, load: Load, run: LoadOptions) -> bool:
    """Whether an earlier run has met these bytes and skipped them."""
    found = con.execute(
        "select count(*) from ops.loads where load_id = $load_id and run_id <> $run_id",
        {"load_id": load.load_id, "run_id": run.run_id},
    ).fetchone()
    return bool(found and found[0])
