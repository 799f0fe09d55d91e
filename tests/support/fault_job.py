"""A job on a handful of films with a week published, as the tests of faults begin with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
from commands import Job, Ran, catalogue
from data_directory import DataDirectory

PLACES = ("--data", "data", "--reports", "reports")
FIRST, SECOND = "2026-11-16", "2026-11-23"


def first_week(folder: Path) -> Job:
    """The job's first week, published."""
    data = DataDirectory(folder / "data")
    data.netflix("netflix_titles_2026-11-02.csv", *({"title": f"Film {n}"} for n in range(5)))
    data.tmdb(title="Film 1")
    job = Job(folder)
    job("run", *PLACES, "--as-of", FIRST, "--quiet")
    job("shortlist", "new", "Spring")
    return job


def copied(job: Job, folder: Path) -> Job:
    """The job in a folder of its own, to be spoilt."""
    shutil.copytree(job.folder, folder)
    return Job(folder)


def run(job: Job, *options: str, as_of: str = SECOND, **environment: str) -> Ran:
    """A run of the second week, which may end in any way."""
    return catalogue(job.folder, "run", *PLACES, "--as-of", as_of, *options, **environment)


def published_weeks(job: Job) -> set[str]:
    """The weeks that the published file has scores of: one, if it is whole.

    Its checks found nothing that must not be published, and its ledger can be read.
    """
    with duckdb.connect(str(job.warehouse), read_only=True) as con:
        weeks = con.execute("select distinct left(run_id, 8) from marts.title_scores").fetchall()
        counts = con.execute(
            "select (select count(*) from marts.title_scores), (select count(*) from core.title)"
        ).fetchone()
    assert counts[0] == counts[1] > 0
    return {week for (week,) in weeks}


def assert_said_in_one_line(ran: Ran) -> None:
    """A failure is one line for people, and no traceback."""
    assert "Traceback" not in ran.err, ran.err
    assert ran.code in (0, 1, 2), ran.err
    errors = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == (ran.code == 1), ran.err
    if errors:  # what comes after it would be the rest of a message
        assert ran.err.splitlines()[-1] == errors[0], ran.err


def assert_ledger_whole(job: Job) -> None:
    """Every line but one that was cut off is JSON."""
    lines = (job.folder / "warehouse.duckdb.ledger.jsonl").read_text("utf-8").split("\n")
    for line in lines[:-1]:
        assert isinstance(json.loads(line), dict)


def spread(points: Sequence[int], count: int) -> list[int]:
    """So many of the points, the first and the last among them."""
    if count >= len(points):
        return list(points)
    step = (len(points) - 1) / (count - 1)
    return sorted({points[round(number * step)] for number in range(count)})
