"""When the weekly job is due: real triggers, a clock that the tests set."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from commands import catalogue

from catalogue_common.errors import ScheduleError
from catalogue_common.settings import Schedule, Settings
from warehouse.ledger import Ledger
from warehouse.locks import only_scheduler
from warehouse.run_history import read_runs
from weekly_job.due import next_dues, to_do
from weekly_job.schedule_keeper import JOB_ID, ScheduleKeeper, trigger_of
from weekly_job.stopping import Stop

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Schedule(day="mon", hour=5, timezone="Europe/Berlin", grace_days=6)


class World:
    """A warehouse's ledger, a watch over it, and a clock: runs happen at once, and end as told."""

    def __init__(self, folder, schedule: Schedule, now: datetime) -> None:
        self.settings = Settings(warehouse=folder / "w.duckdb", schedule=schedule)
        self.now = now
        self.ends = []
        self.watch = ScheduleKeeper(
            self.settings,
            Stop(),
            is_due=lambda at: self.due(at) is not None,
            run=self.run,
            clock=lambda: self.now,
        )

    def due(self, now: datetime):
        return to_do(self.settings.schedule, read_runs(self.settings.warehouse), now)

    def run(self, now: datetime) -> None:
        due = self.due(now)
        number = len(read_runs(self.settings.warehouse))
        self.write(f"{due.week}-{number}", due.week, self.ends.pop(0) if self.ends else "succeeded")

    def write(self, run_id: str, week: str, status: str | None, **facts) -> None:
        ledger = Ledger(self.settings.warehouse, run_id)
        ledger.write("run_started", week=week, happened_at=self.utc)
        if status:
            ledger.write("run_finished", status=status, happened_at=self.utc, **facts)

    @property
    def utc(self) -> str:
        return self.now.astimezone(UTC).replace(tzinfo=None).isoformat()

    def pass_time(self, until: datetime, step: timedelta = timedelta(hours=3)) -> None:
        """Let the trigger fire whenever it would, and the watch look in between."""
        trigger = trigger_of(self.settings.schedule)
        fires = trigger.get_next_fire_time(None, self.now)
        while self.now < until:
            look = (self.now.astimezone(UTC) + step).astimezone(self.now.tzinfo)
            self.now = min(look, fires)
            if self.now == fires:
                fires = trigger.get_next_fire_time(fires, self.now)
            self.watch.work()

    def weeks(self, *statuses: str) -> list[str]:
        runs = read_runs(self.settings.warehouse)
        return [run.week for run in runs if not statuses or run.status in statuses]


def at(*moment: int, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime(*moment, tzinfo=zone)


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path, MONDAYS, at(2026, 11, 18, 9))


def test_monday_means_monday():
    due = trigger_of(MONDAYS).get_next_fire_time(None, at(2026, 11, 20))
    assert due.isoformat() == "2026-11-23T05:00:00+01:00"
    assert due == next_dues(MONDAYS, at(2026, 11, 20))[0]


# Hours that a clock change repeats (fires twice) or skips, in some zones at midnight, where the
# trigger never fires in that week.
@pytest.mark.parametrize(
    ("zone", "day", "hour", "minute"),
    [
        ("Europe/Berlin", "sun", 2, 30),
        ("America/New_York", "sun", 2, 30),
        ("America/Havana", "sun", 0, 0),
        ("Asia/Beirut", "sun", 0, 30),
        ("Australia/Lord_Howe", "sun", 2, 15),
        ("UTC", "mon", 5, 0),
    ],
)
def test_clock_changes_give_exactly_one_run_a_week(tmp_path, zone, day, hour, minute):
    schedule = Schedule(day=day, hour=hour, minute=minute, timezone=zone)
    world = World(tmp_path, schedule, at(2025, 12, 29, zone=ZoneInfo(zone)))
    world.pass_time(until=at(2027, 1, 4, zone=ZoneInfo(zone)), step=timedelta(hours=23))
    weeks = world.weeks()
    assert len(weeks) == len(set(weeks))
    assert set(weeks) >= {f"2026-W{week:02d}" for week in range(1, 54)}


def test_a_clock_that_jumps_ahead_and_back_runs_no_week_twice(world):
    world.pass_time(until=at(2026, 11, 24))
    world.now = at(2026, 12, 16)  # a wrong clock, until the time server sets it right
    world.watch.work()
    world.now = at(2026, 11, 24, 1)
    world.pass_time(until=at(2026, 12, 30))
    assert world.weeks() == [f"2026-W{week}" for week in (47, 48, 51, 49, 50, 52, 53)]


def test_after_two_weeks_without_power_only_the_newest_week_is_caught_up(world):
    world.pass_time(until=at(2026, 11, 24))
    world.now = at(2026, 12, 9, 12)
    world.pass_time(until=at(2026, 12, 15))
    assert world.weeks() == ["2026-W47", "2026-W48", "2026-W50", "2026-W51"]


def test_a_week_older_than_the_grace_is_given_up(tmp_path):
    world = World(tmp_path, MONDAYS.model_copy(update={"grace_days": 2}), at(2026, 11, 19))
    assert world.due(world.now) is None


def test_a_late_run_still_counts_for_its_week(tmp_path):
    sundays = Schedule(day="sun", hour=23, timezone="Europe/Berlin")
    world = World(tmp_path, sundays, at(2026, 11, 24, 8))  # a Tuesday: two days late
    due = world.due(world.now)
    assert (due.week, due.as_of.isoformat()) == ("2026-W47", "2026-11-22")


def test_a_failed_week_is_tried_again_after_a_rest_and_not_for_ever(world):
    world.ends = ["failed", "failed", "failed", "succeeded"]
    world.pass_time(until=at(2026, 11, 22), step=timedelta(hours=1))
    assert world.weeks("failed") == ["2026-W47"] * 3
    runs = read_runs(world.settings.warehouse)
    assert runs[1].started_at - runs[0].started_at >= timedelta(hours=6)
    world.pass_time(until=at(2026, 11, 24))
    assert world.weeks("succeeded") == ["2026-W48"]


def test_a_killed_run_is_done_again_at_once_but_not_for_ever(world):
    world.ends = [None, None, None]
    world.pass_time(until=at(2026, 11, 18, 15), step=timedelta(minutes=1))
    assert world.weeks("unfinished") == ["2026-W47"] * 3


def test_a_stopped_run_is_done_again_at_once_and_costs_no_attempt(world):
    world.ends = ["stopped"] * 4
    world.pass_time(until=at(2026, 11, 18, 15), step=timedelta(minutes=1))
    assert world.weeks("succeeded") == ["2026-W47"]


def test_a_published_run_whose_mail_failed_is_resumed_not_repeated(world):
    world.write("2026-W47-x", "2026-W47", "degraded", unfinished=["mail"])
    assert world.due(world.now) is None
    later = world.due(world.now + timedelta(hours=7))
    assert later.resumed.run_id == "2026-W47-x"


def test_half_a_line_left_by_a_kill_does_not_hurt(world):
    world.write("a", "2026-W47", "failed")
    with Ledger(world.settings.warehouse, "").path.open("a") as file:
        file.write('{"event": "run_fin')
    world.write("b", "2026-W47", "succeeded")
    assert world.weeks("succeeded") == ["2026-W47"]


def test_the_job_has_a_fixed_id_no_jitter_and_days_of_grace(world):
    job = world.watch.scheduler.get_job(JOB_ID)
    assert (job.coalesce, job.max_instances) == (True, 1)
    assert job.misfire_grace_time == 6 * 86400
    assert not job.trigger.jitter


def test_a_look_wakes_the_job_wherever_the_clock_was_set(world):
    world.watch.scheduler.start(paused=True)
    try:
        world.watch.look()
        assert world.watch.scheduler.get_job(JOB_ID).next_run_time == world.now
    finally:
        world.watch.scheduler.shutdown()


def test_a_second_scheduler_is_refused_and_told_by_whom(world):
    with (
        only_scheduler(world.settings.warehouse),
        pytest.raises(ScheduleError, match=r"already running .* \(process \d+ on "),
        only_scheduler(world.settings.warehouse),
    ):
        pass


def test_the_command_says_so_too(tmp_path):
    with only_scheduler(tmp_path / "warehouse.duckdb"):
        refused = catalogue(tmp_path, "schedule", "--data", "data")
    assert refused.code == 1
    assert "error: A scheduler is already running" in refused.err
