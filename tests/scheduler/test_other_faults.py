"""Clocks that jump, two machines with one folder, and files that others took away or replaced."""

import os
import subprocess
import time

import duckdb
import pytest
from commands import COMMAND, Job
from fault_job import (
    PLACES,
    SECOND,
    assert_said_in_one_line,
    copied,
    first_week,
    published_weeks,
    run,
)
from faults import clock_off, other_machine

YEAR = 365 * 86_400


@pytest.fixture(scope="module")
def week(tmp_path_factory) -> Job:
    return first_week(tmp_path_factory.mktemp("week"))


@pytest.fixture
def job(week, tmp_path) -> Job:
    return copied(week, tmp_path / "job")


def weeks_of_runs(job: Job) -> list[str]:
    return [week for (week,) in job.ask("select week from ops.runs order by started_at")]


def test_a_clock_that_goes_back_an_hour_within_a_run_and_between_two(job):
    for jump in (clock_off(-3_600), clock_off(-7_200, after=1)):
        ran = run(job, **jump)
        assert ran.code == 0, ran.err
        assert published_weeks(job) == {"2026-W48"}
        newest = job("status").out.partition("published: ")[2].partition(",")[0]
        assert job.ask("select distinct run_id from marts.title_scores") == [(newest,)]
        assert (
            len(job.ask("select distinct run_id from marts.score_history where week = '2026-W48'"))
            == 1
        )
    assert len(weeks_of_runs(job)) == 3
    assert job.ask(
        "select count(*) from ops.steps where finished_at < started_at - interval 3 hour"
    ) == [(0,)]


def test_a_clock_that_goes_forward_a_year_and_back(job):
    """The weeks that were published stay, and the week of now comes after that of the slip."""
    ahead = job("run", *PLACES, "--quiet", **clock_off(YEAR))
    assert ahead.code == 0
    (slip,) = published_weeks(job)
    assert job("run", *PLACES, "--quiet").code == 0
    (now,) = published_weeks(job)
    assert now < slip
    kept = sorted(file.name[:8] for file in job.folder.glob("warehouse.duckdb.kept/*"))
    assert kept == sorted(["2026-W47", now, slip])
    assert sorted(weeks_of_runs(job)) == sorted(["2026-W47", now, slip])
    assert job("run", "--resume", *PLACES).out == "nothing is left to do for this week\n"


def started_run(job: Job, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, "run", *PLACES, "--as-of", SECOND, "--quiet"],
        cwd=job.folder,
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_a_step(job: Job, name: str) -> None:
    ledger = job.folder / "warehouse.duckdb.ledger.jsonl"
    seen = len(ledger.read_text().splitlines())
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(f'"{name}"' in line for line in ledger.read_text().splitlines()[seen:]):
            return
        time.sleep(0.01)


def test_two_machines_that_share_locks_run_one_after_the_other(job):
    with started_run(job, **other_machine("machine-a", shares_locks=True)) as first:
        wait_for_a_step(job, "carry over")
        second = run(job, **other_machine("machine-b", shares_locks=True))
        _, said = first.communicate()
    assert first.returncode == 0, said
    assert_said_in_one_line(second)
    assert "on machine-a, since" in second.err
    assert published_weeks(job) == {"2026-W48"}


def test_two_machines_that_do_not_share_locks_lose_nothing(job):
    """Who began last goes on; the other one sees it before it would publish."""
    with started_run(job, **other_machine("machine-a", shares_locks=False)) as first:
        wait_for_a_step(job, "carry over")
        second = run(job, **other_machine("machine-b", shares_locks=False))
        _, said = first.communicate()
    assert "Traceback" not in said + second.err
    assert first.returncode == 1
    assert "machine-b" in said or "not the file that this run has built" in said
    assert second.code == 0, second.err
    assert published_weeks(job) == {"2026-W48"}
    assert run(job).code == 0


def test_without_the_ledger_what_was_published_is_known(job):
    (job.folder / "warehouse.duckdb.ledger.jsonl").unlink()
    assert job("status").out.startswith("published: 2026-W47-")
    assert run(job).code == 0
    assert weeks_of_runs(job) == ["2026-W47", "2026-W48"]


def spoil_as_text(warehouse) -> None:
    warehouse.write_text("no database\n" * 100)


def spoil_as_another_database(warehouse) -> None:
    warehouse.unlink()
    with duckdb.connect(str(warehouse)) as con:
        con.execute("create table sheet as select 1 as a")


def spoil_by_half(warehouse) -> None:
    warehouse.write_bytes(warehouse.read_bytes()[:20_000])


@pytest.mark.parametrize("spoil", [spoil_as_text, spoil_as_another_database, spoil_by_half])
def test_a_published_file_that_another_tool_replaced_is_left_and_can_be_brought_back(
    week, tmp_path, spoil
):
    # A kept file is a link to the published one, so it must be replaced, not written to.
    job = copied(week, tmp_path / "job")
    job.warehouse.rename(job.folder / "before")
    (job.folder / "before").replace(job.warehouse)
    kept = next(job.folder.glob("warehouse.duckdb.kept/*"))
    whole = kept.read_bytes()
    spoil(job.warehouse)
    spoilt = job.warehouse.read_bytes()
    for arguments in (("run", *PLACES), ("report",), ("export", "--to", "out"), ("mail",)):
        ended = job(*arguments, code=1)
        assert_said_in_one_line(ended)
        assert "restore" in ended.err or arguments[0] == "export"
    assert job.warehouse.read_bytes() == spoilt
    assert kept.read_bytes() == whole
    job("restore", "2026-W47")
    assert published_weeks(job) == {"2026-W47"}
