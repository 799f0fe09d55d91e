"""``from catalogue_insights import Warehouse``: marts, titles like another and scores."""

import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from catalogue_common.errors import QueryError
from catalogue_insights import Warehouse

IDEAS = {
    "title": ["The Quiet Harbour", "Night Train"],
    "description": ["A keeper of a lighthouse writes letters.", "A detective is on the run."],
    "type": ["movie", "series"],
    "release_year": [2027, None],
}


@pytest.fixture
def week(two_weeks):
    found = Warehouse(two_weeks.warehouse)
    yield found
    found.close()


def test_a_mart_is_what_one_asks_for(week, two_weeks):
    ((count,),) = two_weeks.ask("select count(*) from marts.title_scores")
    relation = week.title_scores()
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    frames = (relation.df(), relation.pl(), relation.to_arrow_table())
    assert list(map(type, frames)) == [pd.DataFrame, pl.DataFrame, pa.Table]
    assert [len(frame) for frame in frames] == [count] * 3
    best = week.predicted_hits().filter("type = 'movie'").order("hit_probability desc").limit(1)
    assert (
        best.fetchone()
        == two_weeks.ask(
            "from marts.predicted_hits where type = 'movie' order by hit_probability desc limit 1"
        )[0]
    )


def test_every_mart_is_there_and_no_other(week, two_weeks):
    found = two_weeks.ask(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    marts = {name for (name,) in found}
    assert {"title_scores", "score_history", "week", "similar", "score"} <= set(dir(week))
    assert {name for name in dir(week) if name[0] != "_"} - marts == {
        *("close", "score", "similar", "week")
    }
    with pytest.raises(AttributeError, match="no mart 'films'"):
        week.films()


def test_it_says_which_week_it_shows(week, two_weeks):
    ((run, name),) = two_weeks.ask(
        "select run_id, week from ops.runs order by started_at desc limit 1"
    )
    assert (week.week().run_id, week.week().week, week.week().is_synthetic) == (run, name, True)
    assert 0 <= week.week().age_days < 30


def test_titles_like_another_by_its_name_or_key(week, two_weeks):
    ((key, title),) = two_weeks.ask(
        "select title_id, title from marts.similar_titles group by all "
        "having count(*) = 10 order by title_id limit 1"
    )
    nearest = two_weeks.ask(
        f"select similar_title_id from marts.similar_titles where title_id = '{key}' order by rank"
    )
    assert week.similar(key).project("similar_title_id").fetchall() == nearest
    by_name = week.similar(title.upper()).filter(f"title_id = '{key}'")
    assert by_name.project("similar_title_id").fetchall() == nearest
    assert week.similar("'; drop table x; --").fetchall() == []


@pytest.mark.parametrize(
    "make", [pd.DataFrame, pl.DataFrame, pa.table, lambda c: pl.DataFrame(c).to_dicts()]
)
def test_ideas_get_the_scores_that_the_command_gives(week, two_weeks, make, tmp_path):
    pd.DataFrame(IDEAS).to_csv(tmp_path / "ideas.csv", index=False)
    said = two_weeks("score", str(tmp_path / "ideas.csv"), "--json").out
    (tmp_path / "said.json").write_text(said)
    expected = pd.read_json(tmp_path / "said.json")
    scored = week.score(make(IDEAS)).df()
    assert list(scored.title) == IDEAS["title"]
    for name in ("predicted_rating", "hit_probability", "top10_probability"):
        assert list(scored[name]) == pytest.approx(list(expected[name]))


def test_it_stands_beside_other_connections_and_shows_the_week_that_it_opened(job, tmp_path):
    with duckdb.connect(str(job.warehouse), read_only=True):
        before = Warehouse(job.warehouse)
        made = tmp_path / "next.duckdb"
        made.write_bytes(job.warehouse.read_bytes())
        with duckdb.connect(str(made)) as con:
            con.execute("delete from marts.title_scores where type = 'series'")
        made.replace(job.warehouse)
        after = Warehouse(job.warehouse)
        counts = [len(week.title_scores().fetchall()) for week in (before, after)]
        assert counts[0] > counts[1] > 0
        before.close()
        after.close()


def test_a_frame_is_scored_whatever_its_index(week):
    frame = pd.DataFrame(IDEAS, index=["a", "b"])
    assert list(week.score(frame[frame.type == "series"]).df().title) == ["Night Train"]


def test_a_column_that_says_nothing_is_named(week):
    with pytest.raises(QueryError, match=r"say nothing of a title: budget.*known: type, title"):
        week.score([{"title": "A", "budget": 3}])


def test_it_reads_and_nothing_else(week, two_weeks, tmp_path):
    with pytest.raises(duckdb.Error):
        week.title_scores().write_csv(str(tmp_path / "out.csv"))
    with pytest.raises(QueryError, match="There is no"):
        Warehouse(tmp_path / "missing.duckdb")


def test_the_package_imports_nothing_before_it_is_asked():
    code = "import catalogue_insights, sys; print('duckdb' in sys.modules, 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False False\n"
