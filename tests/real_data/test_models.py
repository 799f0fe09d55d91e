"""On the real public files: with shuffled labels there is nothing to learn, and it shows."""

import os

import duckdb
import pytest
from model_runs import scored, shuffle_labels

from models.train import copy_features

REAL_DATA = os.environ.get("CATALOGUE_REAL_DATA")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not REAL_DATA, reason="CATALOGUE_REAL_DATA names no folder of real files"),
]


# Every series of which an outcome is known, and half of the films, always the same: the series are
# few, and all of the films take twice as long to say the same.
DRAW = """
    create temp table left_out as
    select title_id
    from features.title
    left join features.outcome using (title_id)
    where
        (type = 'movie' and md5(title_id) >= '8')
        or (
            coalesce(rating, hit_level, top10_weeks) is null
            and title_id not in (select title_id from features.listing)
        );
    delete from features.listing where title_id in (from left_out);
    delete from features.outcome where title_id in (from left_out);
    delete from features.release where title_id in (from left_out);
    delete from features.title where title_id in (from left_out);
"""


@pytest.fixture(scope="module")
def shuffled(real_run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shuffled")
    with duckdb.connect(str(folder / "known.duckdb")) as con:
        assert not copy_features(con, real_run.warehouse)
        con.execute(DRAW)
    with scored(folder / "known.duckdb", folder, shuffle_labels) as run:
        yield run


def test_enough_is_left_to_learn_from(shuffled):
    """With a few hits or titles, even what a model should not see would not show."""
    known = shuffled.rows(
        "select type, count(rating) > 2000, count(*) filter (is_hit) > 150, count(*) > 4000"
        " from features.outcome inner join features.title using (title_id) group by all"
    )
    assert sorted(known) == [("movie", True, True, True), ("series", True, True, True)]


@pytest.mark.parametrize("model", ["genres_netflix", "genres_tmdb"])
@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_tags_are_told_no_better_than_by_their_frequency(shuffled, model, part):
    for metric in ("micro_f1", "lrap"):
        value, baseline = shuffled.metric(model, metric, part)
        assert value < baseline + 0.01


@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_hits_are_told_no_better_than_by_chance(shuffled, part):
    assert 0.45 < shuffled.metric("hit", "roc_auc", part)[0] < 0.55


@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_ratings_are_told_no_better_than_by_the_mean(shuffled, part):
    value, baseline = shuffled.metric("rating", "rmse", part)
    assert value > 0.99 * baseline
    assert shuffled.metric("rating", "r2", part)[0] < 0.01


@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_views_are_told_no_better_than_by_their_mean(shuffled, part):
    assert shuffled.metric("audience", "r2", f"{part}, views of a half-year")[0] < 0.02


@pytest.mark.parametrize("part", ["movie", "series"])
def test_intervals_of_shuffled_ratings_cover_nine_in_ten_all_the_same(shuffled, part):
    assert shuffled.metric("rating", "coverage_90", part)[0] == pytest.approx(0.9, abs=0.02)
