"""Looks at everything that can be wrong before a run is, and says how to mend it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import duckdb

from catalogue_common.errors import CatalogueError, QueryError
from catalogue_common.secrets import mask
from catalogue_common.settings import Settings, config_file, unknown_variables
from warehouse.locks import is_running, run_at_work, scheduler_at_work
from warehouse.paths import PathsBeside
from warehouse.reading import open_published
from warehouse.run_history import read_runs
from weekly_job.due import next_dues, to_do

MB = 1024 * 1024
SPACE_AT_LEAST = 500 * MB
COPIES = 3
"""The published file, the new one beside it, and what DuckDB spills."""

Level = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    """What one look has found; ``mend`` says what to do about a problem."""

    name: str
    level: Level
    message: str
    mend: str = ""


def examine(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Look at everything; a look that fails is a problem of its own, and stops no other."""
    now = now or datetime.now(ZoneInfo(settings.schedule.timezone))
    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("settings", _settings),
        ("data", lambda: _data(settings)),
        ("folders", lambda: _folders(settings)),
        ("permissions", lambda: _permissions(settings)),
        ("disk space", lambda: _space(settings)),
        ("locks", lambda: _locks(settings)),
        ("scheduler", lambda: _scheduler(settings)),
        ("stale log", lambda: _stale_log(settings)),
        ("warehouse", lambda: _warehouse(settings)),
        ("TMDb token", lambda: _token(settings)),
        ("mail", lambda: _mail(settings)),
        ("clock", lambda: _clock(settings, now)),
        ("last run", lambda: _last_run(settings)),
        ("next run", lambda: _next_run(settings, now)),
    ]
    return [finding for name, look in looks for finding in _found(name, look)]


def _found(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except (CatalogueError, OSError, duckdb.Error) as error:
        yield Finding(name, "problem", mask(str(error)), "See the message.")


def _settings() -> Iterator[Finding]:
    yield Finding("settings", "ok", f"read from {config_file()}")
    for variable in unknown_variables():
        mend = "Mend its name: catalogue.toml lists all settings. It has no effect as it is."
        yield Finding("settings", "problem", f"no setting is called {variable}", mend)


def _data(settings: Settings) -> Iterator[Finding]:
    data = settings.data or Path("data")
    if data.is_dir() and os.access(data, os.R_OK | os.X_OK):
        folders = sorted(path.name for path in data.iterdir() if path.is_dir())
        yield Finding("data", "ok", f"{data}: {', '.join(folders) or 'empty'}")
    elif settings.data is None:
        yield Finding("data", "note", "there is no ./data: a run would use a synthetic sample")
    else:
        mend = "Name another with --data, or let the job read it."
        yield Finding("data", "problem", f"{data} is no folder that can be read", mend)


def _folders(settings: Settings) -> Iterator[Finding]:
    folders = {"warehouse": settings.warehouse.parent, "reports": settings.reports}
    if settings.mail.host is None:
        folders["outbox"] = settings.mail.outbox
    if settings.metrics_file:
        folders["metrics_file"] = settings.metrics_file.parent
    for setting, folder in folders.items():
        there = _nearest(folder)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            yield Finding("folders", "ok", f"{setting}: {folder} can be written")
            continue
        mend = f"Give the user of the job write permission there, or set {setting} elsewhere."
        yield Finding("folders", "problem", f"{setting}: {there} cannot be written", mend)


def _nearest(folder: Path) -> Path:
    """The folder, or the one in which it would be made."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _permissions(settings: Settings) -> Iterator[Finding]:
    """Others must not read secrets or addresses, nor write what the job believes."""
    warehouse, beside = settings.warehouse, PathsBeside(settings.warehouse)
    read, write = stat.S_IROTH, stat.S_IWOTH
    rules = [
        (Path(".env"), read | write, "chmod 600"),
        (beside.mail_ledger, read | write, "chmod 600"),
        (settings.mail.outbox, read | write, "chmod 700"),
        (warehouse, write, "chmod o-w"),
        (beside.ledger, write, "chmod o-w"),
        (warehouse.parent, write, "chmod o-w"),
    ]
    for path, forbidden, mend in rules:
        if not path.exists():
            continue
        mode = path.stat().st_mode
        sticky = path.is_dir() and mode & stat.S_ISVTX
        if mode & forbidden and not sticky:
            what = f"others can {'write' if mode & write else 'read'} {path}"
            yield Finding("permissions", "problem", what, f"{mend} {path}")
        else:
            yield Finding("permissions", "ok", f"{path}: {stat.filemode(mode)}")


def _space(settings: Settings) -> Iterator[Finding]:
    folder = _nearest(settings.warehouse.parent)
    size = settings.warehouse.stat().st_size if settings.warehouse.is_file() else 0
    needed, free = max(COPIES * size, SPACE_AT_LEAST), shutil.disk_usage(folder).free
    message = f"{free // MB} MB free beside the warehouse, {needed // MB} MB wanted"
    mend = "Make room, or move the warehouse (setting warehouse)."
    yield Finding(
        "disk space", *(("ok", message) if free >= needed else ("problem", message, mend))
    )


def _locks(settings: Settings) -> Iterator[Finding]:
    run = run_at_work(settings.warehouse)
    who = f"run {run.name}, {run.process}" if run else "nothing"
    yield Finding("locks", "note" if run else "ok", f"running now: {who}")


def _scheduler(settings: Settings) -> Iterator[Finding]:
    """A scheduler goes by the settings that it was started with, and remembers when it wakes."""
    from weekly_job.schedule_keeper import JOB_ID, trigger_of, wakeups_of  # noqa: PLC0415
    from weekly_job.wakeups import trigger_in_words  # noqa: PLC0415 - brings in APScheduler

    holder = scheduler_at_work(settings.warehouse)
    who = holder.process if holder else None
    store = wakeups_of(settings.warehouse)
    try:
        kept = store.recall(JOB_ID)
    except (sqlite3.Error, ValueError) as error:
        mend = f"Stop the scheduler, delete {store.path}, start it: the ledger knows what has run."
        yield Finding("scheduler", "problem", f"{store.path} cannot be read: {error}", mend)
        return
    wanted = trigger_in_words(trigger_of(settings.schedule))
    if who and kept and kept.trigger != wanted:
        message = f"{who} goes by {kept.trigger}; the settings say {wanted}"
        yield Finding("scheduler", "problem", message, "Start it anew.")
    else:
        wakes = f", wakes {kept.at:%a %Y-%m-%d %H:%M} UTC" if who and kept and kept.at else ""
        yield Finding("scheduler", "ok", f"{who or 'none here'}{wakes}")


def _stale_log(settings: Settings) -> Iterator[Finding]:
    wal = PathsBeside(settings.warehouse).wal
    if not wal.exists():
        yield Finding("stale log", "ok", "no tool has left one beside the warehouse")
        return
    mend = (
        "Close the tool that has the file open for writing (open it read-only from now on). The "
        "next run moves the log aside and says so."
    )
    yield Finding("stale log", "problem", f"{wal} was left by a tool that writes", mend)


def _warehouse(settings: Settings) -> Iterator[Finding]:
    if not settings.warehouse.is_file():
        yield Finding("warehouse", "note", f"there is no {settings.warehouse} yet: catalogue run")
        return
    try:
        with open_published(settings.warehouse) as con:
            row = con.execute(
                "select tags['storage_version'] from duckdb_databases() where not internal"
            ).fetchone()
    except (duckdb.Error, QueryError) as error:
        mend = "Close who writes to it; else `catalogue restore` puts a kept file back."
        yield Finding("warehouse", "problem", str(error).splitlines()[0], mend)
        return
    found = str(row[0]) if row else "unknown"
    message = f"readable; storage version {found}"
    if found.startswith(settings.storage_version.rstrip("+")):
        yield Finding("warehouse", "ok", message)
    else:
        wanted = f"{message}; the settings want {settings.storage_version}: the next run writes it"
        yield Finding("warehouse", "note", wanted)


def _token(settings: Settings) -> Iterator[Finding]:
    from etl.fetch.token import read_token  # noqa: PLC0415 - brings in the HTTP client

    try:
        token = read_token()
    except CatalogueError as error:
        level: Level = "problem" if "tmdb" in settings.fetch.weekly else "note"
        yield Finding("TMDb token", level, "there is none", str(error))
        return
    yield Finding("TMDb token", "ok", f"found in {token.variable}")


def _mail(settings: Settings) -> Iterator[Finding]:
    mail = settings.mail
    if mail.host is None:
        where = f"no server is set: messages go to {mail.outbox}"
        yield Finding("mail", "ok" if mail.to else "note", where)
    else:
        from reports.mail.delivery import Smtp  # noqa: PLC0415 - only with a server

        with Smtp(mail) as server:
            server.greet()
        yield Finding("mail", "ok", f"{mail.host} lets us in")
    if mail.operator is None:
        yield Finding("mail", "note", "nobody is told of failures", "Set mail.operator.")


def _clock(settings: Settings, now: datetime) -> Iterator[Finding]:
    zone = settings.schedule.timezone
    yield Finding("clock", "ok", f"it is {now:%Y-%m-%d %H:%M %Z} ({zone})")
    ends = [run.finished_at or run.started_at for run in read_runs(settings.warehouse)]
    if ends and max(ends) > now.astimezone(UTC).replace(tzinfo=None) + timedelta(minutes=5):
        mend = "Set the clock (timedatectl). Weeks that ran under a wrong clock do not run again."
        message = f"the ledger knows of a run at {max(ends):%Y-%m-%d %H:%M} UTC, in the future"
        yield Finding("clock", "problem", message, mend)


def _last_run(settings: Settings) -> Iterator[Finding]:
    runs = read_runs(settings.warehouse)
    if not runs:
        yield Finding("last run", "note", "none yet")
        return
    last = runs[-1]
    if last.is_published or is_running(settings.warehouse, last.run_id):
        yield Finding("last run", "ok", f"{last.run_id}: {last.status} {last.gist}".strip())
        return
    step = last.last_step.step if last.last_step else "its first step"
    ended = "was killed" if last.status == "unfinished" else last.status
    mend = "When the cause is mended: catalogue run --resume"
    yield Finding("last run", "problem", f"{last.run_id}: {ended} in {step}: {last.message}", mend)


def _next_run(settings: Settings, now: datetime) -> Iterator[Finding]:
    due = to_do(settings.schedule, read_runs(settings.warehouse), now)
    if due:
        mend = "Run it now: catalogue run --resume (a running scheduler does so by itself)."
        level: Level = "ok" if scheduler_at_work(settings.warehouse) else "note"
        yield Finding("next run", level, f"{due.week} is due and not done", mend)
    coming = next_dues(settings.schedule, now, 1)[0]
    yield Finding("next run", "ok", f"{coming:%a %Y-%m-%d %H:%M %Z}")
