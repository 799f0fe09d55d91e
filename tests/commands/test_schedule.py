"""``catalogue schedule``: the run that is due is done, and SIGTERM ends it."""

import signal
import time
from datetime import UTC, datetime

from catalogue_common.settings import Schedule
from warehouse.run_history import read_runs
from weekly_job.due import iso_week, last_due

OPTIONS = (
    *("schedule", "--data", "sample", "--warehouse", "scheduled.duckdb"),
    *("--reports", "scheduled", "--quiet"),
)


def test_it_runs_what_is_due_with_the_champions_and_stops(job):
    """In a new file beside the others, in which no week is done; the champions score it."""
    scheduled = job.folder / "scheduled.duckdb"
    today = datetime.now(UTC)
    # Due this very day, so that it is due on whatever day the test runs.
    schedule = {"CATALOGUE_SCHEDULE_DAY": f"{today:%a}".lower(), "CATALOGUE_SCHEDULE_HOUR": "0"}
    due = last_due(Schedule(day=f"{today:%a}".lower(), hour=0), today)
    with job.started(*OPTIONS, CATALOGUE_TRAIN="false", **schedule) as at_work:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and at_work.poll() is None:
            runs = read_runs(scheduled)
            if runs and runs[-1].finished_at:
                break
            time.sleep(0.2)
        at_work.send_signal(signal.SIGTERM)
        assert at_work.wait(timeout=60) == 0
    (run,) = read_runs(scheduled)
    assert (run.status, run.week) == ("succeeded", iso_week(due.date()))
    assert (job.folder / "scheduled" / run.week / "index.html").is_file()
