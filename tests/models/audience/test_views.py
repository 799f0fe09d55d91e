"""Views of a half-year are learnt from what a title is and how long it was there."""

import numpy as np
import pytest
from audience_world import half_years, titles
from scipy.stats import spearmanr

from models.audience.half_years import first_days, season_rows, share_of_views
from models.audience.next_views import DecayRule, NextViews
from models.audience.views_model import REASONS, ViewsModel


@pytest.fixture(scope="module")
def world():
    rows = titles()
    seen = half_years(rows)
    return rows, seen, season_rows(rows, seen)


@pytest.fixture(scope="module")
def model(world):
    _, seen, seasons = world
    return ViewsModel(trees=60).fit(seasons, seen.facts["views"])


def test_what_it_is_tells_how_many_watch(model):
    rows = titles(seed=5)
    seen = half_years(rows, seed=6)
    predicted = model.values(season_rows(rows, seen))
    assert spearmanr(predicted, seen.facts["views"])[0] > 0.8


def test_shuffled_views_teach_nothing(world):
    _, seen, seasons = world
    shuffled = np.random.default_rng(3).permutation(seen.facts["views"])
    learnt = seen.title % 2 == 0
    fitted = ViewsModel(trees=60).fit(seasons.take(learnt), shuffled[learnt])
    actual = shuffled[~learnt]
    errors = np.square(actual - fitted.values(seasons.take(~learnt))).sum()
    assert 1 - errors / np.square(actual - actual.mean()).sum() < 0.02


def test_a_half_year_of_unknown_views_is_no_lesson(world, model):
    _, seen, seasons = world
    target = seen.facts["views"].copy()
    target[:50] = np.nan
    again = ViewsModel(trees=60).fit(seasons, target)
    without = ViewsModel(trees=60).fit(seasons.take(slice(50, None)), target[50:])
    assert again.values(seasons) == pytest.approx(without.values(seasons))


def test_ten_days_bring_less_than_a_quarter_and_more_than_a_tenth_of_it(world, model):
    rows, seen, _ = world
    first = first_days(seen, rows)
    ten = first_days(seen, rows)
    ten.facts["days"][:] = 10.0
    log_share = model.values(season_rows(rows, ten)) - model.values(season_rows(rows, first))
    expected = share_of_views(np.array([10.0])) / share_of_views(np.array([91.0]))
    assert 10**log_share == pytest.approx(np.full(len(rows), expected[0]))
    assert 0.1 < expected[0] < 0.75


def test_a_title_is_answered_alike_in_any_company(world, model):
    _, _, seasons = world
    alone = model.values(seasons.take(slice(7, 8)))
    assert alone[0] == model.values(seasons)[7]


def test_what_nobody_ever_saw_is_not_promised_more_than_the_best_that_was_seen(world, model):
    rows, seen, seasons = world
    beyond = rows.adding(genre_mix=rows["genre_mix"] * 50)
    regression = model.types_[0.0]
    asked = season_rows(beyond, first_days(seen, beyond))
    said, learnt = (regression.predict(regression.by_reason(x)) for x in (asked, seasons))
    assert said.max() <= learnt.max() + 1e-9


def test_the_reasons_name_what_moves_it_most(world, model):
    rows, seen, _ = world
    _, places, factors = model.explained(season_rows(rows, first_days(seen, rows)))
    of_first_genre = rows["genre_mix"][:, 0] > 0
    named = np.array(REASONS)[places[:, 0]]
    assert (named[of_first_genre] == "genres and text").mean() > 0.9
    assert (factors[of_first_genre, 0] > 1).mean() > 0.9
    assert (factors[~of_first_genre, 0] < 1).mean() > 0.8


def test_the_first_days_of_a_series_are_those_of_its_newest_season():
    rows = titles(2)
    seen = half_years(rows)
    seen.facts["season_number"][:] = np.arange(len(seen), dtype=float)
    first = first_days(seen, rows)
    newest = seen.facts["season_number"][seen.title == 1].max()
    assert first.facts["season_number"][1] == newest
    assert first.facts["days"].tolist() == [91.0, 91.0]
    assert np.isnan(first.facts["last_views"]).all()


def test_a_series_that_is_not_there_yet_begins_with_its_first_season():
    rows = titles(2)
    nothing = half_years(rows).take(np.zeros(0, np.int64))
    first = first_days(nothing, rows)
    assert first.facts["season_number"][1] == 1.0
    assert first.facts["minutes"][0] == rows["minutes"][0]


def test_the_next_half_year_goes_by_the_last_and_beats_the_rule(world):
    _, seen, seasons = world
    past, actual = ~np.isnan(seen.facts["last_views"]), seen.facts["views"]
    learnt, asked = past & (seen.title % 4 < 2), past & (seen.title % 4 >= 2)

    def error(predicted):
        return np.sqrt(np.mean(np.square(predicted - actual[asked])))

    by_trees, by_rule = (
        model.fit(seasons.take(learnt), actual[learnt]).values(seasons.take(asked))
        for model in (NextViews(), DecayRule())
    )
    assert error(by_trees) < error(by_rule) < error(seen.facts["last_views"][asked])


def test_without_a_past_nothing_is_said_of_the_next(world):
    _, seen, seasons = world
    model = NextViews(trees=5).fit(seasons, seen.facts["views"])
    assert np.isnan(model.values(seasons)[np.isnan(seen.facts["last_views"])]).all()
