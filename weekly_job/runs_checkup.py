"""What the doctor looks at about the runs: who is at work, how the last one ended, what is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from catalogue_common.settings import Settings
from warehouse.locks import is_running, run_at_work, scheduler_at_work
from warehouse.run_history import read_runs
from weekly_job.due import next_dues, to_do
from weekly_job.findings import Finding, Level


def examine_locks(settings: Settings) -> Iterator[Finding]:
    """What is running now."""
    run = run_at_work(settings.warehouse)
    who = f"run {run.name}, {run.process}" if run else "nothing"
    yield Finding("locks", "note" if run else "ok", f"running now: {who}")


def examine_scheduler(settings: Settings) -> Iterator[Finding]:
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


def examine_clock(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What time it is, and whether the ledger knows of a later one."""
    zone = settings.schedule.timezone
    yield Finding("clock", "ok", f"it is {now:%Y-%m-%d %H:%M %Z} ({zone})")
    ends = [run.finished_at or run.started_at for run in read_runs(settings.warehouse)]
    if ends and max(ends) > now.astimezone(UTC).replace(tzinfo=None) + timedelta(minutes=5):
        mend = "Set the clock (timedatectl). Weeks that ran under a wrong clock do not run again."
        message = f"the ledger knows of a run at {max(ends):%Y-%m-%d %H:%M} UTC, in the future"
        yield Finding("clock", "problem", message, mend)


def examine_last_run(settings: Settings) -> Iterator[Finding]:
    """How the last run ended."""
    runs = read_runs(settings.warehouse)
    if not runs:
        yield Finding("last run", "note", "none yet")
        return
    last = runs[-1]
    if last.is_published or is_running(settings.warehouse, last.run_id):
        yield Finding("last run", "ok", f"{last.run_id}: {last.status} {last.gist}".strip())
        return
    step = last.last_step.step if last.last_step else "its first step"
    ended = "was interrupted" if last.status == "unfinished" else last.status
    mend = "When the cause is mended: catalogue run --resume"
    yield Finding("last run", "problem", f"{last.run_id}: {ended} in {step}: {last.message}", mend)


def examine_next_run(settings: Settings, now: datetime) -> Iterator[Finding]:
    """When the job is due."""
    due = to_do(settings.schedule, read_runs(settings.warehouse), now)
    if due:
        mend = "Run it now: catalogue run --resume (a running scheduler does so by itself)."
        level: Level = "ok" if scheduler_at_work(settings.warehouse) else "note"
        yield Finding("next run", level, f"{due.week} is due and not done", mend)
    coming = next_dues(settings.schedule, now, 1)[0]
    yield Finding("next run", "ok", f"{coming:%a %Y-%m-%d %H:%M %Z}")
