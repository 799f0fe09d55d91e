"""How things stand: the last runs, what is due, how fresh the sources are, what is odd.

The answer is for a person or for a monitor who wants it at once: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from catalogue_common.errors import QueryError
from catalogue_common.settings import Settings
from warehouse.locks import is_running, scheduler_at_work
from warehouse.paths import PathsBeside
from warehouse.reading import open_published
from warehouse.run_history import RunRecord, read_runs
from warehouse.sql_files import read_statement
from weekly_job.due import next_dues, to_do

LAST_RUNS = 5
WHAT_IS_MISSING = "select run_id, step, message from ops.steps where message is not null"


@dataclass(frozen=True)
class SourceAge:
    """The newest file of one source; ``limit_days`` is None where none is set."""

    source: str
    newest_on: date
    age_days: int
    limit_days: int | None
    is_stale: bool


@dataclass(frozen=True)
class Status:
    """How things stand; times of runs are in UTC, due times in the schedule's zone."""

    warehouse: Path
    published_run: str | None
    title_count: int | None
    runs: list[dict[str, Any]]
    due_now: str | None
    next_dues: list[datetime]
    scheduler: str | None
    freshness: list[SourceAge]
    warnings: list[str]


def read_status(settings: Settings, now: datetime | None = None) -> Status:
    """Read the ledger and the published file; a file that cannot be read is a warning."""
    now = now or datetime.now(ZoneInfo(settings.schedule.timezone))
    runs = read_runs(settings.warehouse)
    scheduler = scheduler_at_work(settings.warehouse)
    due = to_do(settings.schedule, runs, now)
    published, freshness, warnings = _of_file(settings, now.date())
    return Status(
        settings.warehouse,
        published[0] if published else None,
        published[1] if published else None,
        [_shown(run, settings.warehouse, is_last=run is runs[-1]) for run in runs[-LAST_RUNS:]],
        due.week if due else None,
        next_dues(settings.schedule, now),
        scheduler.process if scheduler else None,
        freshness,
        [*_of_runs(settings.warehouse, runs), *warnings],
    )


def published_week(warehouse: Path) -> str | None:
    """The ISO week of the published file; None where there is no file that can be read."""
    try:
        with open_published(warehouse) as con:
            rows = _ask(con, "published")
    except (duckdb.Error, QueryError):
        return None
    return str(rows[0][0])[:8] if rows else None


def status_as_json(status: Status) -> dict[str, Any]:
    """The same for machines: dates and paths as text."""
    return {name: _plain(value) for name, value in asdict(status).items()}


def status_as_lines(status: Status) -> Iterator[str]:
    """The same for people, line by line."""
    if status.published_run:
        yield f"published: {status.published_run}, {status.title_count} titles"
    else:
        yield "published: nothing yet"
    yield "last runs:" if status.runs else "last runs: none"
    for run in reversed(status.runs):
        took = f"{run['seconds']:.0f} s" if run["seconds"] is not None else "-"
        yield f"  {run['run_id']}  {run['status']:11}  {took:>7}  {run['message']}".rstrip()
    if any(run["missing_count"] for run in status.runs):
        yield f'  what is missing and why: catalogue query "{WHAT_IS_MISSING}"'
    yield f"due now: {status.due_now or 'nothing'}"
    yield "next: " + ", ".join(f"{due:%a %Y-%m-%d %H:%M %Z}" for due in status.next_dues)
    yield f"scheduler: {status.scheduler or 'none is running here; cron or a timer may do it'}"
    yield "sources:" if status.freshness else "sources: none loaded"
    for source in status.freshness:
        limit = f", stale after {source.limit_days}" if source.limit_days else ""
        yield f"  {source.source:11} {source.newest_on}  {source.age_days} days old{limit}"
    yield "warnings:" if status.warnings else "warnings: none"
    for warning in status.warnings:
        yield f"  {warning}"


def _shown(run: RunRecord, warehouse: Path, *, is_last: bool) -> dict[str, Any]:
    status, message = run.status, run.gist
    if status == "unfinished":
        status = "running" if is_last and is_running(warehouse, run.run_id) else "interrupted"
        step = run.last_step.step if run.last_step else "its first step"
        message = f"in step {step}" if status == "running" else f"without a word, in step {step}"
    return {
        "run_id": run.run_id,
        "week": run.week,
        "status": status,
        "started_at": run.started_at.replace(tzinfo=UTC),
        "seconds": run.seconds,
        "message": message.partition("\n")[0],
        "missing_count": len(run.missing),
        "is_synthetic": run.is_synthetic,
    }


def _of_runs(warehouse: Path, runs: list[RunRecord]) -> Iterator[str]:
    """What is odd about the last run and about what lies beside the warehouse."""
    if runs and not runs[-1].is_published and not is_running(warehouse, runs[-1].run_id):
        yield f"run: the last one, {runs[-1].run_id}, has published nothing (catalogue doctor)"
    if PathsBeside(warehouse).wal.exists():
        yield "wal: another tool has left a log beside the warehouse (catalogue doctor)"


def _of_file(
    settings: Settings, today: date
) -> tuple[tuple[str, int] | None, list[SourceAge], list[str]]:
    """What the published file says: its run, its sources, what its checks have found."""
    if not settings.warehouse.is_file():
        return None, [], []
    try:
        with open_published(settings.warehouse) as con:
            published = _ask(con, "published")
            loads = _ask(con, "freshness")
            found = _ask(con, "warnings")
    except (duckdb.Error, QueryError) as error:
        first = str(error).partition("\n")[0]
        return None, [], [f"warehouse: {first}"]
    fresh = [_age_of(settings, today, source, newest) for source, newest, *_ in loads]
    stale = [f"stale: {f.source}: {f.age_days} days old" for f in fresh if f.is_stale]
    odd = [f"{name}: {message}" for name, message in found]
    return (published[0] if published else None), fresh, stale + odd


def _age_of(settings: Settings, today: date, source: str, newest: date) -> SourceAge:
    limit = getattr(settings.freshness, source, None)
    age = (today - newest).days
    return SourceAge(source, newest, age, limit, limit is not None and age > limit)


def _ask(con: duckdb.DuckDBPyConnection, name: str) -> list[Any]:
    """The rows of one question; a file of an older version may lack what it asks for."""
    try:
        return con.execute(read_statement(f"status/{name}")).fetchall()
    except duckdb.CatalogException:
        return []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value
