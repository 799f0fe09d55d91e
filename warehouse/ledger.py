"""The run ledger: a file of JSON lines beside the warehouse, written as things happen.

It outlives a run that failed, which leaves the published file as it was. Each run carries the
ledger into ``ops.runs`` and ``ops.steps`` of the file it publishes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue_common.secrets import mask

if TYPE_CHECKING:
    import duckdb

_COLUMNS = {
    "event": "varchar",
    "run_id": "varchar",
    "happened_at": "timestamp",
    "week": "varchar",
    "as_of": "date",
    "is_synthetic": "boolean",
    "version": "varchar",
    "settings": "varchar",
    "position": "integer",
    "step": "varchar",
    "status": "varchar",
    "message": "varchar",
    "peak_memory_mb": "double",
    "row_count": "bigint",
    "attempts": "integer",
}


def utc_now() -> datetime:
    """Now, in UTC without a zone: what every ``_at`` column holds."""
    return datetime.now(UTC).replace(tzinfo=None)


def peak_memory_mb() -> float:
    """The most memory that this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def ledger_path(warehouse: Path) -> Path:
    """Where the ledger of a warehouse is."""
    return warehouse.with_name(warehouse.name + ".ledger.jsonl")


def append(path: Path, line: str) -> None:
    """Add one line to a file, on disk when this returns.

    Half a line that a kill left is ended first: it must not spoil this one. What only this user
    may read stays so, from the file's first line on.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write((line + "\n").encode())
        os.fsync(file.fileno())


def read_events(path: Path) -> Iterator[dict[str, Any]]:
    """The events in a ledger file, oldest first; half a line that a kill left is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with suppress(json.JSONDecodeError):
                event = json.loads(line)
                if isinstance(event, dict) and "event" in event:
                    yield event


class Ledger:
    """Appends what happens in one run to the ledger file."""

    def __init__(self, warehouse: Path, run_id: str) -> None:
        self.path = ledger_path(warehouse)
        self.run_id = run_id
        self._position = 0

    def write(self, event: str, **facts: Any) -> None:
        """Append one event, on disk when this returns."""
        line = {
            "event": event,
            "run_id": self.run_id,
            "happened_at": utc_now().isoformat(),
            **facts,
        }
        append(self.path, json.dumps(line, ensure_ascii=False, default=str))

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Record a step's start and how it ended, with the facts that it adds to what this yields.

        A step that ends well may say ``row_count``, ``attempts`` and a ``message``.
        """
        self._position += 1
        about = {"step": name, "position": self._position}
        facts: dict[str, Any] = {}
        self.write("step_started", **about)
        try:
            yield facts
        except BaseException as error:
            facts["message"] = mask(str(error).strip()) or type(error).__name__
            self._end("failed", about | facts)
            raise
        self._end("succeeded", about | facts)

    def _end(self, status: str, facts: dict[str, Any]) -> None:
        self.write("step_finished", status=status, peak_memory_mb=peak_memory_mb(), **facts)

    def resume(self) -> None:
        """Number further steps of a run that has ended after those that it had."""
        positions = (event.get("position") or 0 for event in self.events())
        self._position = max(positions, default=0)

    def events(self) -> Iterator[dict[str, Any]]:
        """This run's events, oldest first."""
        return (event for event in read_events(self.path) if event.get("run_id") == self.run_id)

    def carry_into(self, con: duckdb.DuckDBPyConnection) -> None:
        """Bring ``ops.runs``, ``ops.steps`` and ``ops.sends`` up to what the ledger files say."""
        con.execute(
            f"""
            create or replace temp table ledger_events as
            select *
            from read_json($path, format = 'newline_delimited', columns = {_COLUMNS},
                ignore_errors = true)
            where event is not null and happened_at is not null
            """,
            {"path": str(self.path)},
        )
        con.execute(_RUNS)
        con.execute(_STEPS)
        sends = self.path.with_name(self.path.name.replace(".ledger.", ".mail."))
        con.execute("delete from ops.sends")
        if sends.exists():
            con.execute(_SENDS, {"path": str(sends)})


# A run without an end is running, unless a later one has started: then it was killed.
_RUNS = """
insert or replace into ops.runs (
    run_id, week, as_of, started_at, finished_at, status, message, is_synthetic, version, settings
)
with

runs as (
    select
        run_id,
        any_value(week) as week,
        any_value(as_of) as as_of,
        min(happened_at) filter (event = 'run_started') as started_at,
        max(happened_at) filter (event = 'run_finished') as finished_at,
        arg_max(status, happened_at) filter (event = 'run_finished') as ended,
        arg_max(message, happened_at) filter (event = 'run_finished') as message,
        arg_max(step, happened_at) as last_step,
        any_value(is_synthetic) as is_synthetic,
        any_value(version) as version,
        any_value(settings) as settings,
    from ledger_events
    group by run_id
    having count(*) filter (event = 'run_started') > 0
),

ended as (
    select
        *,
        ended is null and started_at < max(started_at) over () as is_killed,
    from runs
)

select
    run_id,
    week,
    as_of,
    started_at,
    finished_at,
    if(is_killed, 'killed', coalesce(ended, 'running')),
    if(is_killed, 'ended without a word in step ' || last_step, nullif(message, '')),
    is_synthetic,
    version,
    settings,
from ended
"""

_STEPS = """
insert or replace into ops.steps (
    run_id, position, step, status, started_at, finished_at, row_count, attempts, peak_memory_mb,
    message
)
select
    events.run_id,
    events.position,
    any_value(events.step),
    coalesce(
        arg_max(events.status, happened_at) filter (event = 'step_finished'),
        if(any_value(runs.status) = 'running', 'running', 'killed')
    ),
    min(happened_at) filter (event = 'step_started'),
    max(happened_at) filter (event = 'step_finished'),
    max(events.row_count),
    max(events.attempts),
    max(events.peak_memory_mb),
    arg_max(events.message, happened_at) filter (event = 'step_finished'),
from ledger_events as events
inner join ops.runs as runs using (run_id)
where step is not null
group by events.run_id, events.position
"""

# What is published is read by many: no address is in it, and no server's words about one.
_SENDS = """
insert into ops.sends
select about, left(sha256(recipient), 12), channel, event, happened_at
from read_json($path, format = 'newline_delimited', ignore_errors = true, columns = {
    'about': 'varchar', 'recipient': 'varchar', 'channel': 'varchar', 'event': 'varchar',
    'happened_at': 'timestamp'
})
where about is not null and recipient is not null and event is not null
"""
