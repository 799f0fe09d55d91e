"""To be described is neither a good nor a bad sign, however well those did that are."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from models.features import Rows
from models.hits.forecast_model import ForecastModel

N = 4000
WEIGHTS = {"traits": 0.5, "themes": 0.5, "arrival": 0.2}


def titles(seed=0, *, strength=0.0):
    """Titles of which most of those that did well are described, and few of the others."""
    rng = np.random.default_rng(seed)
    traits, themes = rng.normal(size=(N, 3)), rng.normal(size=(N, 5))
    hit = rng.random(N) < 1 / (1 + np.exp(-strength * traits[:, 0]))
    described = rng.random(N) < np.where(hit, 0.8, 0.3)
    rows = {
        "traits": traits * described[:, None],
        "themes": themes * described[:, None],
        "arrival": np.eye(7)[rng.integers(0, 7, N)],
        "came": rng.uniform(2021, 2024, N),
        "is_series": np.arange(N) % 2 * 1.0,
        "is_described": described * 1.0,
    }
    return Rows(rows), hit.astype(float)


def fitted(trees, **settings):
    model = ForecastModel(WEIGHTS, levels=(1,), trees=trees)
    return model.fit(*titles(**settings))


def masked(rows, *blocks):
    return rows.adding(**{name: np.zeros_like(rows[name]) for name in blocks})


@pytest.mark.parametrize("trees", [0, 50])
def test_where_only_presence_tells_the_outcome_nothing_is_learnt(trees):
    rows, hit = titles(seed=1)
    chance = fitted(trees).predict_proba(rows)
    described = rows["is_described"] > 0
    assert roc_auc_score(hit, described) > 0.7
    assert roc_auc_score(hit, chance) == pytest.approx(0.5, abs=0.03)
    assert chance[described].mean() == pytest.approx(chance[~described].mean(), abs=0.03)


@pytest.mark.parametrize("trees", [0, 50])
def test_chances_have_the_base_rate_of_all_titles(trees):
    rows, hit = titles(seed=1, strength=1.0)
    chance = fitted(trees, strength=1.0).predict_proba(rows)
    assert hit[rows["is_described"] > 0].mean() > 0.65
    assert chance.mean() == pytest.approx(hit.mean(), abs=0.04)


@pytest.mark.parametrize("trees", [0, 50])
@pytest.mark.parametrize("blocks", [["traits"], ["themes"], ["traits", "themes", "is_described"]])
def test_to_hide_what_is_known_of_a_title_does_not_move_the_mean_chance(trees, blocks):
    rows, _ = titles(seed=1)
    own = rows.take(rows["is_described"] > 0)
    model = fitted(trees)
    hidden = model.predict_proba(masked(own, *blocks)).mean()
    assert hidden == pytest.approx(model.predict_proba(own).mean(), abs=0.03)


def test_what_a_description_tells_is_still_learnt():
    rows, hit = titles(seed=1, strength=2.0)
    described = rows["is_described"] > 0
    chance = fitted(50, strength=2.0).predict_proba(rows)
    assert roc_auc_score(hit[described], chance[described]) > 0.75


def test_a_title_scores_alike_whether_those_beside_it_are_described():
    rows, _ = titles(seed=1)
    model = fitted(10)
    alone = rows.take(np.flatnonzero(rows["is_described"])[:1])
    beside = rows.take(np.append(np.flatnonzero(rows["is_described"])[:1], 0))
    assert model.predict_proba(alone)[0] == pytest.approx(model.predict_proba(beside)[0], abs=1e-9)


@pytest.mark.parametrize("trees", [0, 50])
def test_where_a_day_of_release_is_known_of_those_that_did_well_it_tells_nothing(trees):
    def dated(seed):
        rows, hit = titles(seed=seed)
        rng = np.random.default_rng(seed)
        known = rng.random(N) < np.where(hit > 0, 0.8, 0.3)
        lag = np.eye(3)[rng.integers(0, 3, N)] * known[:, None]
        return rows.adding(arrival_lag=lag, is_described=np.ones(N)), hit, known

    weights = {"traits": 0.5, "arrival_lag": 0.5}
    rows, hit, _ = dated(0)
    model = ForecastModel(weights, levels=(1,), trees=trees).fit(rows, hit)
    rows, hit, known = dated(1)
    chance = model.predict_proba(rows)
    assert chance[known].mean() == pytest.approx(chance[~known].mean(), abs=0.04)


def test_what_nobody_dates_is_taken_to_come_now():
    rows, _ = titles(seed=1)
    model = fitted(10)
    undated = model.predict_proba(rows.adding(came=np.full(N, np.nan)))
    assert undated == pytest.approx(model.predict_proba(rows.adding(came=np.full(N, 2024.0))))


def test_seasons_of_late_count_more_than_those_of_years_ago():
    rng = np.random.default_rng(3)
    came = rng.uniform(2014, 2024, N)
    rows, _ = titles()
    rows = rows.adding(came=came, is_series=np.ones(N), is_described=np.ones(N))
    late = came > 2022
    trait = rows["traits"][:, 0] > 0
    hit = np.where(late, trait, ~trait).astype(float)
    chance = {
        half_life: ForecastModel(WEIGHTS, levels=(1,), half_life=half_life)
        .fit(rows, hit)
        .predict_proba(rows)[late]
        for half_life in (0.5, 100.0)
    }
    assert roc_auc_score(hit[late], chance[0.5]) > 0.7 > roc_auc_score(hit[late], chance[100.0])


def test_chances_are_set_right_type_by_type():
    rows, _ = titles(seed=1)
    model = fitted(0)
    before = model.predict_proba(rows)
    model.lines_ = {1.0: (1.0, 2.0)}
    after, series = model.predict_proba(rows), rows["is_series"] > 0
    assert np.array_equal(after[~series], before[~series])
    assert (after[series] > before[series]).all()
