"""``catalogue backtest`` on the job's own results, and what ``catalogue track`` prints of it."""

import csv
import io
import json

import duckdb
import pytest

CUT = ("--questions", "hit", "--every", "6", "--since", "2026-04-01", "--until", "2026-04-01")


@pytest.fixture
def rows(job):
    """What the warehouse answers."""

    def answered(query):
        with duckdb.connect(str(job.folder / "warehouse.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    return answered


def test_without_a_backtest_the_track_record_says_what_to_do(job):
    assert job("track").out == (
        "No forecast has been compared with its outcome yet. Make a backtest: catalogue backtest\n"
    )
    assert json.loads(job("track", "--format", "json").out) == []


def test_what_would_have_been_forecast_is_published_and_kept(job, rows):
    comments = "select table_name, comment from duckdb_tables() order by all"
    before = rows("select count(*) from marts.title_scores"), rows(comments)
    first = job("backtest", *CUT, "--warehouse", "warehouse.duckdb")
    assert "cut 2026-04-01, 1 of 1: done in" in first.err
    [(count, cut_on, least, most)] = rows(
        "select count(*), any_value(cut_on)::varchar, min(predicted), max(predicted) "
        "from ops.backtest where question = 'hit'"
    )
    assert f"{count} forecasts compared" in first.out
    assert count > 300
    assert cut_on == "2026-04-01"
    assert 0 < least < most < 1
    assert (rows("select count(*) from marts.title_scores"), rows(comments)) == before
    assert "problem" not in job("doctor").out

    again = job("backtest", *CUT)
    assert "cut 2026-04-01, 1 of 1: done before" in again.err
    assert rows("select count(*) from ops.backtest") == [(count,)]

    record = json.loads(job("track", "--format", "json").out)
    assert {(row["made_by"], row["question"]) for row in record} == {
        ("would have been forecast", "hit")
    }
    [series] = [row for row in record if row["type"] == "series"]
    assert series["order_right"] > 0.6
    assert series["error"] < series["base_error"]
    quarters = list(
        csv.DictReader(io.StringIO(job("track", "--by", "quarter", "--format", "csv").out))
    )
    assert {row["quarter"] for row in quarters} == {"2026-04-01"}
    assert "tenth" in job("track", "--by", "tenth", "--warehouse", "warehouse.duckdb").out

    assert rows("select count(*) from ops.backtest where said = predicted") == [(count,)]
    assert rows("select count(*) from ops.forecasts where question = 'views'")[0][0] > 1000

    # The next run goes on remembering it, and sets right what it says of titles to come by it.
    job(
        *("run", "--data", "sample", "--reports", "reports"),
        *("--as-of", "2026-11-27", "--no-train", "-q"),
    )
    assert rows("select count(*) from ops.backtest") == [(count,)]
    assert rows("select count(*) from marts.track_forecasts where made_by like 'would%'") == [
        (count,)
    ]
    assert rows("select distinct question, type from scores.correction order by all") == [
        ("hit", "movie"),
        ("hit", "series"),
    ]


def test_a_day_without_outcomes_is_named(job):
    late = job("backtest", "--since", "2027-01-01", "--until", "2026-01-01", "--quiet", code=1)
    assert "lies before the first" in late.err


def test_nothing_published_nothing_replayed(job):
    none = job("backtest", "--warehouse", "none.duckdb", code=1)
    assert "There is no none.duckdb" in none.err


def test_a_file_of_an_earlier_version_says_what_to_do(job):
    with duckdb.connect(str(job.folder / "warehouse.duckdb")) as con:
        con.execute("alter table features.outcome drop column settled_hit")
        con.execute("drop table features.release")
        con.execute("drop table features.settled_outcome")
    for command in (("backtest", *CUT), ("train",)):
        old = job(*command, code=1)
        assert "was made by another version of the project" in old.err
        assert "Run the job once" in old.err
