"""A run sets right what its models say of titles to come, and of ideas in the same way."""

import shutil
from datetime import date

import duckdb
import pytest

from models.backtest.correct_scores import correct_scores
from models.scoring.bare_tables import bare_tables
from models.scoring.idea_evidence import EvidenceHolder, held, read_evidence
from models.scoring.unseen import make_titles
from warehouse.sql_files import create_macros

AS_OF = date(2026, 11, 20)
FREE = {"hit_note": None, "hit_ceiling": None}
# Chances of films that are twice too high, intervals of their ratings that are far too wide.
BACKTEST = """
    insert into ops.backtest by name
    select
        'hit' as question, date '2026-04-01' as cut_on, 't' || i as title_id, 'movie' as type,
        0.4 as predicted, 0.4 as said, (i % 5 = 0)::integer as actual, 0.2 as base_rate,
        date '2026-07-01' as settled_on,
    from range(200) as ids (i)
    union all by name
    select
        'rating' as question, date '2026-04-01' as cut_on, 't' || i as title_id, 'movie' as type,
        6.0 as predicted, 6.0 as said, 6.0 + (i % 21 - 10) / 20 as actual, 6.0 as base_rate,
        4.0 as said_low, 8.0 as said_high, date '2026-07-01' as settled_on,
    from range(200) as ids (i)
"""
SCORES = """
    select
        title.title_id, title.type, hit_probability, predicted_rating, predicted_rating_low,
        predicted_rating_high, outcome.is_hit is null as is_open, outcome.rating is null as unrated,
        coalesce(coalesce(
            least(title.released_on, title.came_on), make_date(title.release_year::integer, 12, 31)
        ) >= date '2026-04-01', false) as is_late,
    from scores.title as scored
    inner join features.title as title using (title_id)
    inner join features.outcome as outcome using (title_id)
    order by title_id
"""


@pytest.fixture
def week(sample_run, tmp_path):
    """A copy of a published week, open to be scored anew."""
    shutil.copy(sample_run.warehouse, tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb")) as con:
        create_macros(con)
        run_id = con.execute("select max(run_id) from scores.title").fetchone()[0]
        con.execute("set variable run_id = $run_id", {"run_id": run_id})
        yield con


def test_without_a_backtest_all_stays_as_the_models_say_it(week):
    before = week.execute(SCORES).fetchall()
    assert correct_scores(week, AS_OF) == 0
    assert week.execute(SCORES).fetchall() == before
    assert week.execute("select count(*) from scores.correction").fetchone() == (0,)


def test_what_is_to_come_is_set_right_and_nothing_else(week):
    before = week.execute(SCORES).df()
    week.execute(BACKTEST)
    assert correct_scores(week, AS_OF) == 2
    after = week.execute(SCORES).df()
    films = (before["type"] == "movie") & before["is_late"]
    for open_, name in (("is_open", "hit_probability"), ("unrated", "predicted_rating_high")):
        moved = films & before[open_] & before[name].notna()
        assert moved.sum() > 20
        assert (after[name] < before[name])[moved].all()
        assert after[name][~moved].equals(before[name][~moved])
    width = after["predicted_rating_high"] - after["predicted_rating_low"]
    was = before["predicted_rating_high"] - before["predicted_rating_low"]
    assert (width < 0.6 * was)[films & before["unrated"]].mean() > 0.5
    assert after["predicted_rating"].equals(before["predicted_rating"])


def test_an_idea_is_set_right_as_a_title_is(week):
    week.execute(BACKTEST)
    names = ("hit_probability", "predicted_rating", "predicted_rating_low", "predicted_rating_high")
    (film,) = week.execute(
        "select min(title_id) from features.title where type = 'movie'"
    ).fetchone()
    read = f"select {', '.join(names)} from scores.title where title_id = $film"

    def figures():
        return dict(zip(names, week.execute(read, {"film": film}).fetchone(), strict=True))

    for change in (
        "update features.title set release_year = 2026, released_on = null, came_on = null",
        "update features.outcome set is_hit = null, rating = null",
    ):
        week.execute(f"{change} where title_id = $film", {"film": film})
    said = figures()
    correct_scores(week, AS_OF)
    right = figures()
    with bare_tables() as con:
        make_titles(
            con,
            [
                {"title": "An idea", "release_year": "2026"},
                {"title": "Old", "release_year": "1990"},
            ],
        )
        found = EvidenceHolder(con).ask(read_evidence(week))
    # Neither support nor ceiling is in question here.
    new, old = (held(said, known | FREE) for _, known in sorted(found.items()))
    for name, value in right.items():
        assert new[name] == pytest.approx(value)
        assert old[name] == said[name]
    assert right["hit_probability"] < 0.9 * said["hit_probability"]
