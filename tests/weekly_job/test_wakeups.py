"""What the scheduler remembers: real triggers and a real scheduler, a clock that the tests set."""

import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import apscheduler.executors.base
import apscheduler.schedulers.base
import pytest
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler

from catalogue_common.settings import Schedule, Settings
from warehouse.ledger import Ledger
from warehouse.run_history import read_runs
from weekly_job import schedule_keeper as watch
from weekly_job.due import to_do
from weekly_job.stopping import Stop
from weekly_job.wakeups import trigger_in_words

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Schedule(day="mon", hour=5, timezone="Europe/Berlin", grace_days=6)


class Clock(datetime):
    """What APScheduler takes for the time."""

    time = datetime(2026, 11, 20, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.time.astimezone(tz)


class ByHand(BaseScheduler):
    """The real scheduler without its thread: a test says when it looks, jobs run at once."""

    def _create_default_executor(self):
        return DebugExecutor()

    def wakeup(self):
        """Nobody sleeps."""

    def shutdown(self, wait=True):
        super().shutdown(wait)


class Machine:
    """A machine that is switched on and off; the ledger and the job store stay."""

    def __init__(self, folder, schedule: Schedule = MONDAYS) -> None:
        self.settings = Settings(warehouse=folder / "w.duckdb", schedule=schedule)
        self.store = watch.wakeups_of(self.settings.warehouse)
        self.woken = []

    def switch_on(self, *moment: int, is_due=None, schedule: Schedule | None = None) -> None:
        """Start a scheduler at a time; ``is_due`` stands in for the ledger's word."""
        self.settings.schedule = schedule or self.settings.schedule
        zone = ZoneInfo(self.settings.schedule.timezone)
        Clock.time = datetime(*moment, tzinfo=zone)
        self.watch = watch.ScheduleKeeper(
            self.settings,
            Stop(),
            is_due=is_due or self.is_due,
            run=self.run,
            clock=lambda: Clock.time,
        )
        self.watch.scheduler.start()
        self.watch.scheduler._process_jobs()

    def run_until(self, *moment: int, step: timedelta = timedelta(hours=7)) -> None:
        """Let the trigger wake the job; nothing else looks at the ledger."""
        while Clock.time < datetime(*moment, tzinfo=Clock.time.tzinfo):
            wakes = self.watch.scheduler.get_job(watch.JOB_ID).next_run_time
            Clock.time = min((Clock.time.astimezone(UTC) + step).astimezone(wakes.tzinfo), wakes)
            self.watch.scheduler._process_jobs()

    def is_due(self, now: datetime) -> bool:
        return to_do(self.settings.schedule, read_runs(self.settings.warehouse), now) is not None

    def run(self, now: datetime) -> None:
        self.woken.append(f"{now:%a %d %H:%M}")
        due = to_do(self.settings.schedule, read_runs(self.settings.warehouse), now)
        if due is None:
            return
        at = now.astimezone(UTC).replace(tzinfo=None).isoformat()
        ledger = Ledger(self.settings.warehouse, f"{due.week}-{len(self.woken)}")
        ledger.write("run_started", week=due.week, happened_at=at)
        ledger.write("run_finished", status="succeeded", happened_at=at)

    @property
    def weeks(self) -> list[str]:
        return [run.week for run in read_runs(self.settings.warehouse)]


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Machine:
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Clock)
    monkeypatch.setattr(apscheduler.executors.base, "datetime", Clock)
    monkeypatch.setattr(watch, "BackgroundScheduler", ByHand)
    return Machine(tmp_path)


def always(_: datetime) -> bool:
    return True


def test_it_keeps_the_time_the_trigger_and_nothing_else(machine):
    machine.switch_on(2026, 11, 20)
    with sqlite3.connect(machine.store.path) as db:
        assert db.execute("select * from job").fetchall() == [
            (
                "weekly",
                "2026-11-23T04:00:00+00:00",
                "cron[day_of_week='mon', hour='5', minute='0'], Europe/Berlin",
            )
        ]


def test_a_wake_up_missed_within_the_grace_comes_once_at_the_start(machine):
    machine.switch_on(2026, 11, 20)
    machine.switch_on(2026, 11, 26, 9, is_due=always)
    machine.switch_on(2026, 11, 26, 10, is_due=always)
    assert machine.woken == ["Thu 26 09:00"]


def test_a_wake_up_missed_beyond_the_grace_is_let_go(machine):
    machine.switch_on(2026, 11, 20)
    brief = MONDAYS.model_copy(update={"grace_days": 2})
    machine.switch_on(2026, 11, 26, 9, is_due=always, schedule=brief)
    assert machine.woken == []


def test_of_many_missed_wake_ups_only_one_comes(machine):
    machine.switch_on(2026, 11, 20)
    machine.switch_on(2026, 12, 9, 12, is_due=always)
    assert machine.woken == ["Wed 09 12:00"]


def test_after_two_weeks_without_power_each_iso_week_has_one_run(machine):
    machine.switch_on(2026, 11, 20)
    machine.run_until(2026, 11, 24)
    machine.switch_on(2026, 12, 9, 12)
    machine.run_until(2026, 12, 15)
    assert machine.weeks == ["2026-W48", "2026-W50", "2026-W51"]


@pytest.mark.parametrize(
    ("zone", "hour", "midnight", "week"),
    [
        ("Europe/Berlin", 2, (2026, 10, 25), "2026-W43"),
        ("America/New_York", 1, (2026, 11, 1), "2026-W44"),
    ],
)
def test_an_hour_that_comes_twice_runs_once(machine, zone, hour, midnight, week):
    schedule = Schedule(day="sun", hour=hour, minute=30, timezone=zone)
    machine.switch_on(*midnight, schedule=schedule)
    machine.run_until(*midnight, 4, step=timedelta(minutes=10))
    machine.switch_on(*midnight, 13)
    machine.run_until(*midnight, 20)
    assert machine.weeks == [week]


def test_the_hour_that_is_skipped_is_caught_up_at_the_next_start(machine):
    sundays = Schedule(day="sun", hour=2, minute=30, timezone="Europe/Berlin")
    machine.switch_on(2026, 3, 23, schedule=sundays)
    machine.switch_on(2026, 3, 29, 12)
    assert machine.weeks.count("2026-W13") == 1


def test_a_job_that_is_defined_anew_keeps_what_it_is_owed(machine):
    machine.switch_on(2026, 11, 20)
    fridays = MONDAYS.model_copy(update={"day": "fri", "hour": 7})
    machine.switch_on(2026, 11, 24, 9, is_due=always, schedule=fridays)
    assert machine.woken == ["Tue 24 09:00"]
    kept = machine.store.recall(watch.JOB_ID)
    assert kept.at == datetime(2026, 11, 27, 7, tzinfo=BERLIN)
    assert kept.trigger == trigger_in_words(watch.trigger_of(fridays))


def test_a_wrong_clock_does_not_put_the_job_off(machine):
    machine.switch_on(2030, 1, 1)
    machine.switch_on(2026, 11, 20)
    assert machine.store.recall(watch.JOB_ID).at == datetime(2026, 11, 23, 5, tzinfo=BERLIN)


def test_a_job_that_code_no_longer_knows_is_left_alone_and_not_run(machine):
    machine.switch_on(2026, 11, 20)
    with sqlite3.connect(machine.store.path) as db:
        db.execute("insert into job values ('monthly', '2026-11-01T00:00:00+00:00', 'cron')")
    machine.switch_on(2026, 11, 21, is_due=always)
    assert machine.woken == []
    assert machine.store.recall("monthly").trigger == "cron"


def test_a_damaged_store_costs_no_week(machine, caplog):
    machine.store.path.write_text("no database at all" * 100)
    with caplog.at_level(logging.WARNING):
        machine.switch_on(2026, 11, 20)
        machine.run_until(2026, 11, 24)
    assert "schedule.sqlite cannot be read" in caplog.text
    assert machine.weeks == ["2026-W48"]
