"""How a run ends: succeeded, degraded, failed or stopped; what is left, and what is done again."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from commands import catalogue

import scheduler
from catalogue_common.errors import CheckError
from catalogue_common.mail_settings import Mail
from catalogue_common.progress import Progress
from catalogue_common.settings import Fetch, Retries, Schedule, Settings
from scheduler import run_once, run_rest
from warehouse.run_history import read_runs
from weekly_job.status import read_status
from weekly_job.stopping import Stop


@pytest.fixture
def job(tmp_path, data, monkeypatch) -> Settings:
    """Settings of a job on a handful of films, which takes seconds."""
    data.netflix("netflix_titles_2026-11-02.csv", *({"title": f"Film {n}"} for n in range(5)))
    data.tmdb(title="Film 1")
    monkeypatch.chdir(tmp_path)
    return Settings(
        data=data.path,
        warehouse=tmp_path / "w.duckdb",
        reports=tmp_path / "reports",
        retries=Retries(network_attempts=2, network_backoff=0),
        # Due since this midnight, so that it is due on whatever day the test runs.
        schedule=Schedule(day=f"{datetime.now(UTC):%a}".lower(), hour=0),
    )


def run(settings: Settings, stop: Stop | None = None):
    return run_once(settings, Progress(quiet=True), stop)


def failing(monkeypatch, name: str, error: Exception) -> None:
    """Make a step fail."""

    def fail(_):
        raise error

    for group in ("BUILD", "AFTER"):
        steps = getattr(scheduler, group)
        made = tuple(replace(s, do=fail) if s.name == name else s for s in steps)
        monkeypatch.setattr(scheduler, group, made)


def test_without_the_network_the_run_goes_on_with_the_files_that_are_there(job, direct):
    job.fetch = Fetch(weekly=("netflix",), netflix_url="http://127.0.0.1:9/x.csv", tries=1)
    result = run(job)
    assert result.status == "degraded"
    assert result.skipped[0].startswith("fetch: ")
    assert [step.status for step in read_runs(job.warehouse)[0].steps.values()][:2] == [
        *("failed", "succeeded")
    ]


def test_what_a_run_fetches_it_loads(job, files):
    film = Path(job.data / "netflix" / "netflix_titles_2026-11-02.csv").read_bytes()
    files.files["x.csv"] = film.replace(b"Film 0", b"Fetched film")
    job.fetch = Fetch(weekly=("netflix",), netflix_url=f"{files.url}/x.csv", tries=1)
    assert run(job).skipped == []
    with duckdb.connect(str(job.warehouse), read_only=True) as con:
        found = con.execute("from core.title select title where title = 'Fetched film'").fetchall()
    assert found == [("Fetched film",)]


def test_a_first_run_that_is_to_fetch_needs_no_data_and_makes_no_sample(job, files, tmp_path):
    film = Path(job.data / "netflix" / "netflix_titles_2026-11-02.csv").read_bytes()
    files.files["x.csv"] = film
    job.data.rename(tmp_path / "elsewhere")
    job.data = None
    gone = f"{files.url}/gone"
    job.fetch = Fetch(
        netflix_url=f"{files.url}/x.csv",
        top10_global_url=gone,
        top10_countries_url=gone,
        engagement_url=gone,
        tries=1,
    )
    result = run_once(job, Progress(quiet=True), fetch_all=True)
    assert (result.status, result.is_synthetic) == ("degraded", False)
    assert "TMDb was not asked" in result.notes[0]
    assert "top10: all-weeks-global.tsv: the server refuses it (404)" in result.skipped[0]
    assert len(list((tmp_path / "data/netflix").glob("*.csv"))) == 1


def test_a_mail_that_cannot_be_sent_degrades_the_run_and_is_all_that_is_done_again(job, tmp_path):
    readers = Mail(to=("ada@example.org",), host="127.0.0.1", port=9, security="none", attempts=1)
    job.mail = readers
    first = run(job)
    assert (first.status, first.skipped[0][:14]) == ("degraded", "mail: 127.0.0.")
    published = job.warehouse.stat().st_mtime_ns
    job.mail = Mail(to=("ada@example.org",), outbox=tmp_path / "outbox")
    again = run_rest(job, Progress(quiet=True))
    assert (again.run_id, again.status) == (first.run_id, "succeeded")
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1
    assert job.warehouse.stat().st_mtime_ns == published
    assert run_rest(job, Progress(quiet=True)) is None


def test_a_step_that_is_not_vital_is_left_out(job, monkeypatch):
    failing(monkeypatch, "drift", CheckError("cannot be measured"))
    result = run(job)
    assert (result.status, result.skipped) == ("degraded", ["drift: cannot be measured"])


def test_a_wish_to_stop_before_the_swap_leaves_everything_as_it_was(job):
    run(job)
    before = job.warehouse.read_bytes()
    stop = Stop()
    stop.request()
    with pytest.raises(scheduler.StoppedError):
        run(job, stop)
    assert job.warehouse.read_bytes() == before
    assert read_runs(job.warehouse)[-1].status == "stopped"


def test_a_wish_to_stop_after_the_swap_leaves_the_mail_for_the_next_time(job, tmp_path):
    job.mail = Mail(outbox=tmp_path / "letters")
    stop = Stop()
    check = stop.check
    stop.check = lambda before: (stop.request() if before == "mail" else None, check(before))
    result = run(job, stop)
    assert result.status == "degraded"
    assert read_runs(job.warehouse)[-1].unfinished == ["mail"]


def test_what_a_run_lacks_is_all_of_it_when_it_failed(job, monkeypatch):
    with monkeypatch.context() as broken:
        failing(broken, "score", CheckError("no"))
        with pytest.raises(CheckError):
            run(job)
    assert run_rest(job, Progress(quiet=True)).status == "succeeded"


def test_the_exit_code_of_a_week_that_is_done_is_0(job, tmp_path):
    options = ("--data", str(job.data), "--warehouse", str(job.warehouse), "--reports", "reports")
    assert catalogue(tmp_path, "run", *options).code == 0
    again = catalogue(tmp_path, "run", "--resume", *options)
    assert (again.code, again.out) == (0, "nothing is left to do for this week\n")


def test_an_older_week_does_not_replace_a_newer_one_unasked(job, tmp_path):
    options = ("--data", str(job.data), "--warehouse", str(job.warehouse), "--reports", "reports")
    assert catalogue(tmp_path, "run", "--as-of", "2026-11-20", *options).code == 0
    before = job.warehouse.read_bytes()
    for resume in ((), ("--resume",)):
        refused = catalogue(tmp_path, "run", "--as-of", "2026-11-13", *resume, *options)
        assert refused.code == 1
        assert "holds 2026-W47, and --as-of 2026-11-13 is of 2026-W46" in refused.err
        assert job.warehouse.read_bytes() == before
    asked = catalogue(tmp_path, "run", "--as-of", "2026-11-13", "--replace-newer", *options)
    assert "run 2026-W46-" in asked.out


@contextmanager
def process(settings: Settings, command: str):
    """The command, at work on a run."""
    arguments = ("--data", settings.data, "--warehouse", settings.warehouse, "--reports", "reports")
    due = settings.schedule
    schedule = {"CATALOGUE_SCHEDULE_DAY": due.day, "CATALOGUE_SCHEDULE_HOUR": str(due.hour)}
    started = subprocess.Popen(
        [Path(sys.executable).with_name("catalogue"), command, *arguments],
        env={**os.environ, **schedule},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not _is_at_a_step(settings) and time.monotonic() < deadline:
            time.sleep(0.01)
        yield started
    finally:
        started.kill()
        started.communicate()


def _is_at_a_step(settings: Settings) -> bool:
    runs = read_runs(settings.warehouse)
    return bool(runs and runs[-1].steps)


def test_a_run_that_was_killed_shows_as_interrupted(job):
    with process(job, "run") as at_work:
        at_work.kill()
        at_work.wait(timeout=10)
    assert [run["status"] for run in read_status(job).runs] == ["interrupted"]


@pytest.mark.parametrize(("command", "code"), [("run", 1), ("schedule", 0)])
def test_sigterm_lets_the_current_step_end(job, command, code):
    with process(job, command) as at_work:
        at_work.send_signal(signal.SIGTERM)
        _, log = at_work.communicate(timeout=60)
        assert at_work.returncode == code
    (record,) = read_runs(job.warehouse)
    assert (record.status, record.last_step.status) == ("stopped", "succeeded")
    assert "SIGTERM: stopping after this step" in log
    assert "Traceback" not in log
    assert not job.warehouse.exists()


@pytest.mark.parametrize("command", ["run", "schedule"])
def test_the_second_sigterm_stops_at_once(job, command):
    with process(job, command) as at_work:
        at_work.send_signal(signal.SIGTERM)
        for line in at_work.stderr:
            if "SIGTERM" in line:
                break
        at_work.send_signal(signal.SIGTERM)
        assert at_work.wait(timeout=10) in {-signal.SIGTERM, 0, 1}
    # Whether it died in the step or the step was quicker: nothing is published, nothing is locked.
    assert not job.warehouse.exists()
    assert run(job).status == "succeeded"


def test_the_scheduler_runs_what_is_due_is_seen_and_goes_when_it_is_asked_to(job):
    with process(job, "schedule") as at_work:
        deadline = time.monotonic() + 60
        while not read_runs(job.warehouse)[-1].is_published and time.monotonic() < deadline:
            time.sleep(0.05)
        status = read_status(job)
        assert status.scheduler.startswith(f"process {at_work.pid} on ")
        assert status.due_now is None
        at_work.send_signal(signal.SIGTERM)
        assert at_work.wait(timeout=10) == 0
    assert read_status(job).scheduler is None


def test_what_a_run_was_made_with_is_in_the_ledger_without_secrets(job):
    word = "open-sesame"
    job.mail = Mail(to=("ada@example.org",), host="127.0.0.1", port=9, user="u", password=word)
    job.mail.attempts = 1
    run(job)
    ledger = job.warehouse.with_name("w.duckdb.ledger.jsonl").read_text()
    started = json.loads(ledger.splitlines()[0])
    assert json.loads(started["settings"])["seed"] == 2026
    assert word not in ledger
    assert "ada@example.org" not in ledger
