"""A disk that is full at any write costs what was being done, and nothing that there was.

In short at some of the writes; with CATALOGUE_TORTURE at the first write of every file.
"""

import os
import re
from pathlib import Path

import pytest
from commands import Job, catalogue
from fault_job import (
    assert_ledger_whole,
    assert_said_in_one_line,
    copied,
    first_week,
    published_weeks,
    run,
    spread,
)
from faults import full_disk, read_only

IS_LONG = "CATALOGUE_TORTURE" in os.environ
POINTS = 1_000 if IS_LONG else 3
TEMPORARY = re.compile(r"\.[^./]+\.tmp")


@pytest.fixture(scope="module")
def week(tmp_path_factory) -> Job:
    return first_week(tmp_path_factory.mktemp("week"))


def first_writes(job: Job, *arguments: str, **environment: str) -> list[int]:
    """The number of the first write to each file that a command writes."""
    seen = job.folder / "seen"
    full = full_disk(job.folder, seen=seen)
    ended = catalogue(job.folder, *arguments, **environment, **full)
    assert ended.code in (0, 2), ended.err
    firsts: dict[str, int] = {}
    for number, name in enumerate(seen.read_text("utf-8").splitlines(), start=1):
        firsts.setdefault(TEMPORARY.sub(".tmp", name), number)
    seen.unlink()
    return sorted(firsts.values())


@pytest.fixture(scope="module")
def writes_of_a_run(week, tmp_path_factory) -> list[int]:
    job = copied(week, tmp_path_factory.mktemp("count") / "job")
    writes = first_writes(job, *("run", "--data", "data", "--reports", "reports"))
    assert len(writes) > 10
    return writes


def test_at_every_write_of_a_run_and_then_a_run_that_succeeds(week, writes_of_a_run, tmp_path):
    for at in spread(writes_of_a_run, POINTS):
        job = copied(week, tmp_path / str(at))
        ran = run(job, **full_disk(job.folder, at=at))
        assert_said_in_one_line(ran)
        assert ran.code == 1
        (published,) = published_weeks(job)
        if published == "2026-W48":
            assert "as they were" not in ran.err
        assert_ledger_whole(job)
        assert not list(job.folder.glob("warehouse.duckdb.new*"))
        assert not list(job.folder.rglob("*.tmp"))
    assert run(job).code == 0
    assert published_weeks(job) == {"2026-W48"}
    assert len(job.ask("select distinct week from ops.runs where status = 'succeeded'")) == 2


def test_a_folder_that_turns_read_only_in_a_run(week, writes_of_a_run, tmp_path):
    for at in spread(writes_of_a_run, POINTS if IS_LONG else 2):
        job = copied(week, tmp_path / str(at))
        before = job.warehouse.read_bytes()
        ran = run(job, **read_only(job.folder, at=at))
        assert_said_in_one_line(ran)
        assert ran.code == 1
        assert published_weeks(job) == {"2026-W47"} and job.warehouse.read_bytes() == before
    assert run(job).code == 0
    assert published_weeks(job) == {"2026-W48"}


COMMANDS = {
    "export as Parquet": ("export", "--to", "out"),
    "export as CSV": ("export", "--to", "out", "--format", "csv"),
    "report": ("report", "--reports", "reports"),
    "mail": ("mail", "--resend"),
    "restore": ("restore", "2026-W47"),
    "shortlist": ("shortlist", "new", "Summer"),
    "shortlist removed": ("shortlist", "delete", "Spring"),
    "backup of shortlists": ("shortlist", "backup", "lists.sqlite"),
    "token": ("token", "add", "ada", "--until", "2099-12-31"),
}
OUTBOX = {"CATALOGUE_MAIL_TO": "ada@example.org", "CATALOGUE_MAIL_OUTBOX": "outbox"}


@pytest.mark.parametrize("name", COMMANDS)
def test_at_writes_of_other_commands(week, tmp_path, name):
    command, before = COMMANDS[name], week.warehouse.read_bytes()
    writes = first_writes(copied(week, tmp_path / "count"), *command, **OUTBOX)
    for at in spread(writes, POINTS if IS_LONG else 2):
        job = copied(week, tmp_path / str(at))
        ran = catalogue(job.folder, *command, **OUTBOX, **full_disk(job.folder, at=at))
        assert_said_in_one_line(ran)
        assert job.warehouse.read_bytes() == before
        is_done = ran.code == 0
        lists = [line.split()[-1] for line in job("shortlist", "list").out.splitlines()]
        wanted = {"shortlist": {"Spring", "Summer"}, "shortlist removed": set()}
        assert set(lists) == (wanted.get(name, {"Spring"}) if is_done else {"Spring"})
        assert (job("token", "list").out != "") == (name == "token" and is_done)
    assert catalogue(job.folder, *command, **OUTBOX).code == 0 or is_done


def test_at_writes_of_a_fetch(week, tmp_path, files):
    listed = next(week.folder.glob("data/netflix/*.csv"))
    files.files["x.csv"] = listed.read_bytes().replace(b"Film 0", b"Fetched film")
    command = ("fetch", "netflix", "--data", "data")
    asked = {"CATALOGUE_FETCH_NETFLIX_URL": f"{files.url}/x.csv", "CATALOGUE_FETCH_TRIES": "1"}
    writes = first_writes(copied(week, tmp_path / "count"), *command, **asked)
    for at in spread(writes, POINTS if IS_LONG else 2):
        job = copied(week, tmp_path / str(at))
        ran = catalogue(job.folder, *command, **asked, **full_disk(job.folder, at=at))
        assert ran.code == 1
        assert "Traceback" not in ran.err
        assert "Files that were there are as they were" in ran.err
        found = sorted(Path(job.folder / "data" / "netflix").glob("*.csv"))
        assert [file.name for file in found] == [listed.name]
        assert found[0].read_bytes() == listed.read_bytes()
    assert catalogue(job.folder, *command, **asked).code == 0
