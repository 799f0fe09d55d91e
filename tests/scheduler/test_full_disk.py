"""A disk that is full at any write costs what was being done, and nothing that there was.

In short at some of the writes; with CATALOGUE_TORTURE at the first write of every file.
"""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pandas as pd
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

from warehouse.shortlists import Shortlists
from warehouse.tokens import NamedTokens

IS_LONG = "CATALOGUE_TORTURE" in os.environ
POINTS = 1_000 if IS_LONG else 3
TEMPORARY = re.compile(r"\.[^./]+\.tmp")


@pytest.fixture(scope="module")
def week(tmp_path_factory) -> Job:
    job = first_week(tmp_path_factory.mktemp("week"))
    job("shortlist", "backup", "kept.sqlite")
    return job


def written(job: Job, folder: Path, *arguments: str, **environment: str) -> dict[str, int]:
    """The number of the first write to each file that a command writes below a folder."""
    seen = job.folder / "seen"
    full = full_disk(folder, seen=seen)
    ended = catalogue(job.folder, *arguments, **environment, **full)
    assert ended.code in (0, 2), ended.err
    firsts: dict[str, int] = {}
    for number, name in enumerate(seen.read_text("utf-8").splitlines(), start=1):
        firsts.setdefault(TEMPORARY.sub(".tmp", name), number)
    seen.unlink()
    return firsts


def first_writes(job: Job, *arguments: str, **environment: str) -> list[int]:
    """These numbers, in the job's own folder."""
    return sorted(written(job, job.folder, *arguments, **environment).values())


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
    "export as a workbook": ("export", "--to", "out", "--format", "xlsx"),
    "export to a database": ("export", "--to", "sqlite:///marts.sqlite"),
    "brief": ("brief", "KEY", "--format", "html"),
    "superset": ("bi", "superset"),
    "init": ("init", "mine"),
    "backtest": ("backtest", "--since", "2026-04-01", "--until", "2026-04-01"),
    "report": ("report", "--reports", "reports"),
    "mail": ("mail", "--resend"),
    "restore": ("restore", "2026-W47"),
    "shortlist": ("shortlist", "new", "Summer"),
    "shortlist removed": ("shortlist", "delete", "Spring"),
    "backup of shortlists": ("shortlist", "backup", "lists.sqlite"),
    "shortlists brought back": ("shortlist", "restore", "kept.sqlite"),
    "token": ("token", "add", "ada", "--until", "2099-12-31"),
}
OUTBOX = {"CATALOGUE_MAIL_TO": "ada@example.org", "CATALOGUE_MAIL_OUTBOX": "outbox"}
REPLACED = {
    "brief": "brief.html",
    "superset": "superset.zip",
    "backup of shortlists": "lists.sqlite",
}
"""The file that a command writes, of which there is an older one."""
MORE_POINTS = {"export as a workbook": 4}
"""Its sheets are written apart, and put into one archive last."""
UNFINISHED = ("*.tmp", "*.part", ".partial")


def is_whole(job: Job, name: str) -> bool:
    """Whether what a command makes looks as if it were done."""
    if name.startswith("export as"):
        return (job.folder / "out" / "manifest.json").exists()
    if name == "export to a database":
        with closing(sqlite3.connect(job.folder / "marts.sqlite")) as con:
            named = con.execute("select name from sqlite_master where type = 'table'").fetchall()
        assert not [table for (table,) in named if table.endswith("__new")]
        return ("catalogue_export",) in named
    return (job.folder / REPLACED[name]).read_bytes() != b"old"


@pytest.mark.parametrize("name", COMMANDS)
def test_at_writes_of_other_commands(week, tmp_path, name):
    ((key,),) = week.ask("select min(title_id) from marts.title_scores")
    command = [key if word == "KEY" else word for word in COMMANDS[name]]
    before = week.warehouse.read_bytes()
    writes = first_writes(copied(week, tmp_path / "count"), *command, **OUTBOX)
    for at in spread(writes, POINTS if IS_LONG else MORE_POINTS.get(name, 2)):
        job = copied(week, tmp_path / str(at))
        if name in REPLACED:
            (job.folder / REPLACED[name]).write_bytes(b"old")
        ran = catalogue(job.folder, *command, **OUTBOX, **full_disk(job.folder, at=at))
        assert_said_in_one_line(ran)
        is_done = ran.code == 0
        if not (is_done and name == "backtest"):
            assert job.warehouse.read_bytes() == before
        if name in REPLACED or name.startswith("export"):
            assert is_whole(job, name) == is_done
        assert not [found for glob in UNFINISHED for found in job.folder.rglob(glob)]
        lists = {found.name for found in Shortlists(job.warehouse).all()}
        wanted = {"shortlist": {"Spring", "Summer"}, "shortlist removed": set()}
        assert lists == (wanted.get(name, {"Spring"}) if is_done else {"Spring"})
        assert bool(NamedTokens(job.warehouse).all()) == (name == "token" and is_done)
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


def test_where_what_is_unpacked_has_no_room(week, tmp_path):
    """A file that cannot be unpacked is not at fault, nor is it left out of the week."""
    job = copied(week, tmp_path / "job")
    room, lists = job.folder / "room", job.folder / "data" / "netflix"
    room.mkdir()
    listed = next(lists.glob("*.csv"))
    pd.read_csv(listed).to_excel(lists / "netflix_titles_2026-11-09.xlsx", index=False)
    with ZipFile(lists / "netflix_titles_2026-11-10.zip", "w", ZIP_DEFLATED) as archive:
        archive.write(listed, "netflix_titles_2026-11-10.csv")
    before, asked = job.warehouse.read_bytes(), {"TMPDIR": str(room)}
    command = ("run", "--data", "data", "--reports", "reports")
    writes = written(copied(job, tmp_path / "count"), room, *command, **asked)
    unpacked = min(number for name, number in writes.items() if name.endswith("/0"))
    by_another_process = min(n for name, n in writes.items() if name.endswith("rows.parquet"))
    for at in (unpacked, by_another_process):
        ran = run(job, **asked, **full_disk(room, at=at))
        assert_said_in_one_line(ran)
        assert ran.code == 1
        assert "No space left on device" in ran.err
        assert job.warehouse.read_bytes() == before
    assert run(job).code == 0
    assert job.ask("select count(*) from marts.source_files where status = 'skipped'") == [(0,)]


def test_at_writes_of_a_sample(week, tmp_path):
    command = ("sample", "--quiet", "--titles", "100", "--out", "made")
    asked = {"CATALOGUE_THREADS": "1"}
    first = copied(week, tmp_path / "count")
    writes = written(first, first.folder, *command, **asked)
    by_another_process = min(n for name, n in writes.items() if name.endswith("/dumped.parquet"))
    by_the_database = min(n for name, n in writes.items() if name.startswith("made/netflix/"))
    for at in {min(writes.values()), by_another_process, by_the_database}:
        job = copied(week, tmp_path / str(at))
        ran = catalogue(job.folder, *command, **asked, **full_disk(job.folder, at=at))
        assert_said_in_one_line(ran)
        assert ran.code == 1
        assert "made is not whole: remove it" in ran.err
        assert not list(job.folder.glob("made/.portions-*"))


FEW = """
create temp table few as
select title_id from features.listing where taxonomy = 'netflix'
group by title_id order by md5(title_id) limit 300;
delete from features.title where title_id not in (from few);
delete from features.outcome where title_id not in (from few);
delete from features.listing where title_id not in (from few);
update features.outcome set rating = null, hit_level = null, top10_weeks = null;
update features.release set top10_weeks = null;
delete from features.viewing;
"""


def test_at_a_write_of_a_training(job):
    """The champions stay, whole; a training anew takes away what the other left."""
    with duckdb.connect(str(job.warehouse)) as con:  # few titles, and one model to learn
        con.execute(FEW)
    models = job.folder / "artifacts"
    before = (models / "champions.json").read_bytes(), job("models").out
    ran = catalogue(job.folder, "train", **full_disk(models, at=6))
    assert_said_in_one_line(ran)
    assert ran.code == 1
    assert "No space left on device" in ran.err
    assert ((models / "champions.json").read_bytes(), job("models").out) == before
