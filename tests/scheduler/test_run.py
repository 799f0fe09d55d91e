"""The main job from the outside: what it prints, what it publishes, and what a failure leaves."""

import json
import shutil

import duckdb
import pytest
from commands import Ran, catalogue

CONTRACT = [
    "title_id",
    "type",
    "title",
    "release_year",
    "in_catalogue",
    "tmdb_id",
    "actual_rating",
    "vote_count",
    "popularity",
    "predicted_rating",
    "predicted_rating_low",
    "predicted_rating_high",
    "liked_probability",
    "is_hit",
    "hit_probability",
    "entered_top10",
    "top10_probability",
    "genres_listed",
    "genres_predicted",
    "run_id",
    "scored_at",
]


@pytest.fixture
def published(sample_run: Ran):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def one(con, query: str):
    return con.execute(query).fetchone()


def test_it_succeeds_says_where_the_results_are_and_that_they_are_invented(sample_run):
    assert "SYNTHETIC SAMPLE" in sample_run.out
    assert "report: reports/2026-W47/index.html" in sample_run.out
    assert "warehouse: warehouse.duckdb" in sample_run.out
    assert "Traceback" not in sample_run.err
    # The sample holds one truncated row, kept in rejects; no file is skipped.
    assert sample_run.code == 0


def test_the_contract_of_title_scores(published):
    columns = [row[0] for row in published.execute("describe marts.title_scores").fetchall()]
    assert set(CONTRACT) <= set(columns)


def test_every_title_is_there_once_with_its_scores(published):
    assert one(
        published,
        """
        select
            count(*) = count(distinct title_id),
            count(*) = (select count(*) from core.title),
            count(*) = count(predicted_rating),
            count(*) = count(hit_probability)
        from marts.title_scores
        """,
    ) == (True, True, True, True)


def test_every_title_of_the_newest_snapshot_has_a_tag(published):
    untagged = one(
        published,
        """
        select count(*)
        from marts.title_scores
        where in_catalogue and title_id not in (
            select title_id from marts.title_genres where taxonomy = 'netflix' and is_predicted
        )
        """,
    )
    assert untagged == (0,)


def test_everything_says_that_it_is_synthetic(published, sample_run):
    assert one(published, "select bool_and(is_synthetic) from marts.title_scores") == (True,)
    assert one(published, "select bool_and(is_synthetic) from ops.runs") == (True,)
    page = (sample_run.reports / "2026-W47" / "index.html").read_text()
    assert "synthetic sample" in page.lower()


def test_every_published_table_and_column_has_its_comment(published):
    undocumented = published.execute(
        """
        select schema_name || '.' || table_name
        from duckdb_tables() where comment is null
        union all
        select schema_name || '.' || table_name || '.' || column_name
        from duckdb_columns() where comment is null and not internal
        """
    ).fetchall()
    assert undocumented == []


def test_the_ledger_has_the_run_and_its_steps(published):
    assert one(published, "select week, status from ops.runs") == ("2026-W47", "succeeded")
    steps = published.execute("select step from ops.steps order by position").fetchall()
    assert [step for (step,) in steps][:3] == ["carry over", "load", "staging"]


def test_latest_leads_to_the_report(sample_run):
    latest = sample_run.reports / "latest" / "index.html"
    assert "2026-W47" in latest.read_text()


def test_the_models_learn_something(published):
    micro_f1 = one(
        published,
        """
        select
            2 * count(*) filter (is_listed and is_predicted)
            / (count(*) filter (is_listed) + count(*) filter (is_predicted))
        from marts.title_genres
        where taxonomy = 'netflix' and is_listed is not null
        """,
    )[0]
    assert micro_f1 > 0.6


@pytest.fixture
def copy(sample_run, tmp_path) -> Ran:
    """A run to spoil: the sample's results in a folder of their own."""
    shutil.copytree(sample_run.folder, tmp_path / "copy")
    return Ran(0, "", "", tmp_path / "copy")


def test_a_failed_run_leaves_warehouse_and_report_and_is_remembered(copy):
    before = copy.warehouse.read_bytes(), (copy.reports / "2026-W47/index.html").read_bytes()
    failed = catalogue(copy.folder, "run", "--data", "nowhere", "--reports", "reports")
    assert failed.code == 1
    assert failed.err.count("error:") == 1
    assert "There is no data directory nowhere" in failed.err
    assert "Traceback" not in failed.err
    assert before == (
        copy.warehouse.read_bytes(),
        (copy.reports / "2026-W47/index.html").read_bytes(),
    )
    events = (copy.folder / "warehouse.duckdb.ledger.jsonl").read_text().splitlines()
    assert json.loads(events[-1])["status"] == "failed"


def test_a_report_that_cannot_be_written_leaves_the_warehouse_as_it_was(copy):
    before = copy.warehouse.read_bytes()
    (copy.folder / "taken").write_text("a file where the reports should go")
    failed = catalogue(copy.folder, "run", "--data", "sample", "--reports", "taken", "--no-train")
    assert failed.code == 1
    assert "The report cannot be written to taken" in failed.err
    assert copy.warehouse.read_bytes() == before


def test_a_skipped_file_makes_the_exit_code_2_and_a_second_run_of_the_week_replaces_it(copy):
    (copy.folder / "sample" / "netflix" / "download.csv").write_text("<html>moved</html>")
    places = ("--data", "sample", "--reports", "reports")
    again = catalogue(copy.folder, "run", *places, "--as-of", "2026-11-20", "--no-train")
    assert again.code == 2
    assert "skipped: netflix/download.csv: expected data; this is an HTML page" in again.out
    with duckdb.connect(str(copy.warehouse), read_only=True) as con:
        assert one(con, "select count(distinct run_id) from scores.title") == (1,)
        assert (
            one(
                con,
                "select count(*), count(distinct load_id) from ops.loads where status = 'loaded'",
            )[0]
            == 21
        )
        runs = con.execute("select status from ops.runs order by started_at").fetchall()
        assert runs == [("succeeded",), ("degraded",)]
        old = one(con, "select count(*) from marts.title_scores")
    with duckdb.connect(str(copy.warehouse), read_only=True) as con:
        assert one(con, "select count(*) from core.title") == old
