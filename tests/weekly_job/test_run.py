"""What a run fetches."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pytest

from catalogue_common.settings import Settings
from weekly_job.run import WeeklyRun, fetch_files, plan_fetch


@dataclass
class OfCatalogue(WeeklyRun):
    """A run on the connection that a test has."""

    connection: duckdb.DuckDBPyConnection | None = None

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        return self.connection


@pytest.fixture
def run_of(con, data, progress, direct):
    """A run by settings."""

    def run(**settings) -> WeeklyRun:
        about = "r", date(2026, 11, 20), data.path, Settings(**settings), progress, None, None
        return OfCatalogue(*about, connection=con)

    return run


def test_a_run_fetches_what_the_settings_say_or_all_there_is(run_of, monkeypatch, tmp_path):
    run = run_of(fetch={"weekly": ["top10"]})
    plan_fetch(run, fetch_all=False)
    assert run.to_fetch == ["top10"]
    monkeypatch.setenv("TMDB_READ_TOKEN", "a-token")
    plan_fetch(run, fetch_all=True)
    assert (run.to_fetch, run.notes) == (["tmdb", "top10", "engagement", "netflix"], [])
    monkeypatch.delenv("TMDB_READ_TOKEN")
    monkeypatch.chdir(tmp_path)
    plan_fetch(run, fetch_all=True)
    assert run.to_fetch == ["top10", "engagement", "netflix"]
    assert run.notes == ["TMDb was not asked: there is no key to it (TMDB_READ_TOKEN)"]


def test_a_source_that_fails_keeps_none_of_the_others_away_and_is_all_that_is_tried_again(
    run_of, files
):
    film = 'show_id,type,title,date_added,release_year\ns1,Movie,Invented,"May 4, 2021",2020\n'
    files.files["n.csv"] = film.encode()
    where = {"netflix_url": f"{files.url}/n.csv", "engagement_url": f"{files.url}/e.xlsx"}
    run = run_of(fetch={"weekly": ["engagement", "netflix"], "tries": 1, **where})
    plan_fetch(run, fetch_all=False)
    with pytest.raises(Exception, match=r"engagement: What_We_Watched.xlsx: the server refuses"):
        fetch_files(run)
    assert (run.data / "netflix/netflix_titles_2021-05-04.csv").is_file()
    assert run.to_fetch == ["engagement"]
