"""How long steps take, held against their own history."""

from datetime import datetime, timedelta

import pytest

from warehouse.sql_files import SQL, build_table, read_header, read_table_file

STEPS = (
    "insert into ops.steps by name select $run as run_id, 1 as position, 'load' as step, "
    "$status as status, $start::timestamp as started_at, $finish::timestamp as finished_at, "
    "1000 as row_count"
)
RUNS = (
    "insert into ops.runs by name select $run as run_id, '2026-W47' as week, "
    "date '2026-11-20' as as_of, $start::timestamp as started_at, 'succeeded' as status, "
    "false as is_synthetic"
)


@pytest.fixture
def took(con):
    """A function that takes the seconds of the runs' step ``load`` and tells of the last run."""

    def runs(*seconds: float, status: str = "succeeded"):
        for number, length in enumerate(seconds):
            start = datetime(2026, 1, 5) + timedelta(weeks=number)
            about = {"run": f"2026-W{number:02d}-x", "start": start}
            con.execute(RUNS, about)
            ended = {"status": status, "finish": start + timedelta(seconds=length)}
            con.execute(STEPS, about | ended)
        con.execute("set variable run_id = $run", {"run": about["run"]})
        build_table(con, read_table_file(SQL / "marts" / "step_times.sql"))
        return con.execute(
            """
            select seconds, usual_seconds, rows_per_second, is_slow from marts.step_times
            order by run_id desc limit 1
            """
        ).fetchone()

    return runs


def test_a_step_that_takes_far_longer_than_ever_is_slow_and_warned_of(took, con):
    assert took(10, 11, 10, 9, 60) == (60, 10, pytest.approx(1000 / 60), True)
    check = read_header(SQL / "checks" / "steps_slow.sql")[1]
    assert con.execute(check).fetchall() == [("load",)]


def test_a_second_more_is_not_slow_however_short_the_step(took):
    assert took(0.1, 0.1, 0.1, 0.1, 1.1)[3] is False


def test_three_runs_are_no_history(took):
    assert took(10, 10, 10, 90)[3] is False


def test_a_step_that_failed_says_nothing_of_how_long_it_takes(took):
    assert took(1, 1, 1, 1, 90, status="failed")[1] is None
