"""When a week's job is due, by the calendar. (Runs over weeks: test_schedule_keeper.py.)"""

from datetime import datetime
from zoneinfo import ZoneInfo

from catalogue_common.settings import Schedule
from weekly_job.due import iso_week, last_due, next_dues

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Schedule(day="mon", hour=5, timezone="Europe/Berlin")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN)


def test_a_week_belongs_to_its_thursday():
    assert iso_week(datetime(2027, 1, 1).date()) == "2026-W53"


def test_the_next_three_due_times_keep_their_hour_across_a_clock_change():
    dues = next_dues(MONDAYS, at(2026, 10, 15))
    assert [due.isoformat() for due in dues] == [
        "2026-10-19T05:00:00+02:00",
        "2026-10-26T05:00:00+01:00",
        "2026-11-02T05:00:00+01:00",
    ]


def test_the_last_due_time_is_never_in_the_future():
    assert last_due(MONDAYS, at(2026, 11, 23, 4, 59)).isoformat() == "2026-11-16T05:00:00+01:00"
    assert last_due(MONDAYS, at(2026, 11, 23, 5)).isoformat() == "2026-11-23T05:00:00+01:00"
