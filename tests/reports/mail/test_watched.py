"""The mail says what moved on the shortlists that somebody watches."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest
from commands import Job

from catalogue_common.report_settings import ReportSettings
from catalogue_common.settings import Settings
from reports.mail.watched import watched_items
from reports.mail.weekly_mail import make_letter
from warehouse.paths import PathsBeside
from warehouse.shortlists import Shortlists

SITE = "https://catalogue.example.org"
SINCE = "2026-W46-9"
CHANGED = """
    select title_id, title from marts.offer_changes
    inner join marts.title_scores using (title_id, title)
    where
        is_confirmed
        and changed_by in (select snapshot_on from ops.loads where run_id > '2026-W46-9')
    order by title_id limit 1
"""


@pytest.fixture
def moved(job: Job) -> tuple[str, str]:
    """A title of which offers changed in a file that was loaded since."""
    with duckdb.connect(str(job.warehouse), read_only=True) as con:
        return con.execute(CHANGED).fetchone()


def listed(warehouse: Path, title: tuple[str, str], watched: bool = True) -> Shortlists:
    shortlists = Shortlists(warehouse)
    key = shortlists.create("For <spring>")
    shortlists.add(key, {title[0]: title[1]})
    shortlists.watch(key, watched)
    return shortlists


def test_what_moved_on_a_watched_list_stands_in_the_mail(job, moved):
    listed(job.warehouse, moved)
    [item] = watched_items(job.warehouse, SINCE, SITE)
    assert item.title == "Shortlist: For <spring>"
    assert item.rows[0][0].text == moved[1]
    assert item.rows[0][0].address == f"{SITE}/titles/{moved[0]}"
    assert " on " in item.rows[0][1].text


@pytest.mark.parametrize(("watched", "since"), [(False, SINCE), (True, None), (True, "2027-W01")])
def test_what_nobody_watches_or_did_not_move_does_not(job, moved, watched, since):
    listed(job.warehouse, moved, watched)
    assert watched_items(job.warehouse, since, SITE) == ()


def test_a_broken_file_of_shortlists_costs_no_mail(job, caplog):
    PathsBeside(job.warehouse).shortlists.write_bytes(b"no database" * 100)
    settings = Settings(report=ReportSettings(site_url=SITE))
    assert "Shortlist" not in make_letter(job.warehouse, job.folder / "reports", settings).html
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(PathsBeside(job.warehouse).shortlists).execute("select * from shortlist")
