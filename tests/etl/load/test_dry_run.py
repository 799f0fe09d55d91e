"""``catalogue load``: what would come of a data directory, with nothing published."""

import json

import duckdb
import pytest
from commands import catalogue

from etl.load.dry_run import try_load
from etl.load.load import load_all
from warehouse.publish import publish

LOAD = ("load", "--data", "data")


@pytest.fixture
def published(building, settings, data, progress):
    """A warehouse that has loaded one snapshot of two titles."""
    data.netflix("netflix_titles_2020-01-06.csv", {}, {"title": "Another"})
    load_all(building.con, data.path, run_id="2020-W02-a", progress=progress)
    building.close()
    publish(building.path, settings.warehouse)
    return settings.warehouse


def test_each_file_says_what_became_of_its_rows_and_why(settings, data, progress):
    data.netflix("netflix_titles_2020-01-06.csv", {}, {}, {"title": ""})
    (tried,) = try_load(settings, data.path, progress)
    counts = tried.load.rows_read, tried.load.rows_loaded, tried.load.rows_duplicate
    assert counts == (3, 1, 1)
    assert list(tried.reasons.values()) == [1]


def test_nothing_is_published_or_left_behind(tmp_path, data):
    data.netflix("netflix_titles_2020-01-06.csv", {})
    tried = catalogue(tmp_path, *LOAD)
    assert tried.code == 0
    assert "in all: 1 loaded, 0 loaded before, 0 skipped" in tried.out
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_the_published_file_knows_is_known_and_the_file_not_touched(
    published, settings, data, progress
):
    log = published.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"of another tool")
    before = {path: path.read_bytes() for path in (published, log)}
    data.netflix("netflix_titles_2020-02-03.csv", {}, {"title": "New"})
    statuses = [tried.load.status for tried in try_load(settings, data.path, progress)]
    assert statuses == ["unchanged", "loaded"]
    assert before == {path: path.read_bytes() for path in (published, log)}


def test_a_shrunken_file_would_be_refused_and_can_be_accepted(published, settings, data, progress):
    films = [{"title": f"Title {number}"} for number in range(30)]
    data.netflix("netflix_titles_2020-02-03.csv", *films)
    data.netflix("netflix_titles_2020-03-02.csv", {})
    assert [one.load.status for one in try_load(settings, data.path, progress)][2] == "skipped"
    settings.accept_shrink = True
    assert [one.load.status for one in try_load(settings, data.path, progress)][2] == "loaded"


def test_a_file_that_cannot_be_read_is_named_with_its_reason(tmp_path, data):
    data.netflix("netflix_titles_2020-01-06.csv", {})
    data.write("top10/all-weeks-global_2020.tsv", "<html>Not found</html>")
    tried = catalogue(tmp_path, *LOAD, "--json")
    found = {one["file"]: one for one in json.loads(tried.out)}
    assert tried.code == 2
    assert found["top10/all-weeks-global_2020.tsv"]["status"] == "skipped"
    assert found["top10/all-weeks-global_2020.tsv"]["message"]


def test_where_nothing_can_be_read_it_fails(tmp_path, data):
    data.write("netflix/titles.csv", "null")
    failed = catalogue(tmp_path, *LOAD)
    assert failed.code == 1
    assert "error: No file in data could be read" in failed.err
    assert "Traceback" not in failed.err


def test_what_was_loaded_can_be_kept_and_asked(settings, data, progress, tmp_path):
    data.netflix("netflix_titles_2020-01-06.csv", {})
    kept = tmp_path / "kept" / "tried.duckdb"
    try_load(settings, data.path, progress, kept)
    with duckdb.connect(str(kept), read_only=True) as con:
        assert con.sql("select title from core.title").fetchall() == [("The Quiet Harbour",)]
    assert [path.name for path in kept.parent.iterdir()] == ["tried.duckdb"]
    assert not settings.warehouse.exists()


def test_a_file_that_is_there_is_not_written_over(tmp_path, data, published):
    before = published.read_bytes()
    refused = catalogue(tmp_path, *LOAD, "--to", "warehouse.duckdb")
    assert refused.code == 1
    assert "is there already and was left as it is" in refused.err
    assert published.read_bytes() == before
