"""When the weekly job is due, and whether it is still to be done: pure functions of the clock.

Each ISO week has one due time. It is worked out from the calendar, not by a cron rule: where a
clock change skips the hour, a rule may skip the week, and where it repeats the hour, fire twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from catalogue_common.settings import Schedule
from warehouse.run_history import RunRecord

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Due:
    """A week whose job is to be done, on the day that counts as today.

    ``resumed`` is the run that published the week and has steps left, else None.
    """

    week: str
    as_of: date
    resumed: RunRecord | None = None


def iso_week(day: date) -> str:
    """The ISO week of a day, such as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """The newest due time that is not in the future."""
    return max(due for due in _around(schedule, now) if due <= now)


def next_dues(schedule: Schedule, now: datetime, count: int = 3) -> list[datetime]:
    """The next due times, in the schedule's time zone."""
    coming = (due for due in _around(schedule, now, weeks_after=count + 1) if due > now)
    return list(islice(coming, count))


def _around(schedule: Schedule, now: datetime, weeks_after: int = 1) -> Iterator[datetime]:
    zone = ZoneInfo(schedule.timezone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    for weeks in range(-2, weeks_after + 1):
        yield _due_in_week(schedule, monday + timedelta(weeks=weeks), zone)


def _due_in_week(schedule: Schedule, monday: date, zone: ZoneInfo) -> datetime:
    """By way of UTC: a time that a clock change skips becomes the time as far behind the change."""
    day = monday + timedelta(days=DAYS.index(schedule.day))
    wall = datetime(day.year, day.month, day.day, schedule.hour, schedule.minute, tzinfo=zone)
    return wall.astimezone(UTC).astimezone(zone)


def to_do(schedule: Schedule, runs: Sequence[RunRecord], now: datetime) -> Due | None:
    """What is to be done now, if anything.

    The newest due week is done once. A run that failed or was killed is tried again, a failed one
    after ``retry_hours``, up to ``attempts`` times; a week that is older than ``grace_days`` is
    given up, since the next one is near. A run that published but could not finish (the mail) is
    resumed by the same rules.

    Args:
        schedule: when the job is due, and how patient it is.
        runs: what has run (``history.read_runs``).
        now: the time, with its zone.
    """
    due = last_due(schedule, now)
    if now - due > timedelta(days=schedule.grace_days):
        return None
    week = iso_week(due.date())
    tried = [run for run in runs if run.week == week]
    published = [run for run in tried if run.is_published]
    as_of = min(now.astimezone(due.tzinfo).date(), _last_day(due))
    if published:
        if published[-1] is not [run for run in runs if run.is_published][-1]:
            return None  # the published file is of another week by now
        return _rest_of(published[-1], Due(week, as_of, published[-1]), schedule, now)
    failures = [run for run in tried if run.status in ("failed", "unfinished")]
    if len(failures) >= schedule.attempts or not _has_rested(tried, schedule, now):
        return None
    return Due(week, as_of)


def _rest_of(run: RunRecord, due: Due, schedule: Schedule, now: datetime) -> Due | None:
    """The published run again, if steps of it are left and may succeed now."""
    if not run.unfinished or not _has_rested([run], schedule, now):
        return None
    tries = max(run.tries_of(step) for step in run.unfinished)
    return due if tries < schedule.attempts else None


def _has_rested(tried: Sequence[RunRecord], schedule: Schedule, now: datetime) -> bool:
    """Whether the last failure is long enough ago; a kill or a stop said nothing of the cause.

    A failure in the future means that the clock was wrong then: it is no reason to wait.
    """
    ended = tried[-1].finished_at if tried else None
    if ended is None or tried[-1].status == "stopped":
        return True
    rested = now - ended.replace(tzinfo=UTC)
    return rested >= timedelta(hours=schedule.retry_hours) or rested < timedelta(0)


def _last_day(due: datetime) -> date:
    """The Sunday that ends the due time's week: a late run still counts for its week."""
    return due.date() + timedelta(days=7 - due.isoweekday())
