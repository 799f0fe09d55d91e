"""Hits are told from what is known beforehand, and what is not known counts as average."""

import numpy as np
import pytest

from models.feature_blocks import BLOCKS
from models.features import Rows
from models.hits.hit_model import HitModel

WEIGHTS = {"traits": 0.5, "arrival_lag": 0.5}


def titles(n, seed=0):
    """Titles with three traits; the first makes hits. Every second tells how soon it came."""
    rng = np.random.default_rng(seed)
    traits = rng.integers(1, 3, (n, 3)).astype(float)
    lag = np.eye(2)[rng.integers(0, 2, n)] * (np.arange(n) % 2)[:, None]
    level = (rng.random(n) < 0.6 * traits[:, 0] - 0.4).astype(float)
    rows = {"traits": traits, "arrival_lag": lag, "is_series": np.arange(n) % 4 // 2 * 1.0}
    return Rows({**rows, "released": rng.uniform(2015, 2024, n)}), level


def model(trees):
    return HitModel(WEIGHTS, levels=(1,), wanted=1, trees=trees)


@pytest.mark.parametrize("trees", [0, 50])
def test_chances_come_true_as_often_as_they_say(trees):
    fitted = model(trees).fit(*titles(2000))
    rows, level = titles(2000, seed=1)
    chance = fitted.predict_proba(rows)
    for has in (1.0, 2.0):
        at = rows["traits"][:, 0] == has
        assert chance[at].mean() == pytest.approx(level[at].mean(), abs=0.06)


@pytest.mark.parametrize("trees", [0, 50])
def test_not_to_know_a_block_is_neither_a_good_nor_a_bad_sign(trees):
    rows, level = titles(2000)
    fitted = model(trees).fit(rows, level)
    alike = rows.take(np.arange(2)).adding(
        traits=np.ones((2, 3)), is_series=np.zeros(2), released=np.full(2, 2020.0)
    )
    told = fitted.predict_proba(alike.adding(arrival_lag=np.eye(2)))
    unknown = fitted.predict_proba(alike.adding(arrival_lag=np.zeros((2, 2))))
    assert told.min() - 0.05 < unknown[0] < told.max() + 0.05


@pytest.mark.parametrize("trees", [0, 50])
def test_hits_are_not_told_by_what_is_not_known_of_the_others(trees):
    """Where a block is missing for those alone that were no hits, its lack must not tell them."""
    rows, level = titles(2000)
    lag = np.eye(3)[np.random.default_rng(2).integers(0, 3, 2000)]
    leaking = rows.adding(
        traits=np.random.default_rng(3).random((2000, 3)), arrival_lag=lag * level[:, None]
    )
    chance = model(trees).fit(leaking, level).predict_proba(leaking)
    alike = leaking.take(np.arange(3)).adding(
        traits=np.full((3, 3), 0.5), is_series=np.zeros(3), released=np.full(3, 2020.0)
    )
    known = model(trees).fit(leaking, level).predict_proba(alike.adding(arrival_lag=np.eye(3)))
    unknown = (
        model(trees).fit(leaking, level).predict_proba(alike.adding(arrival_lag=np.zeros((3, 3))))
    )
    assert chance[level == 1].mean() - chance[level == 0].mean() < 0.3
    assert known.min() - 0.1 < unknown[0] < known.max() + 0.1


@pytest.mark.parametrize("trees", [0, 50])
def test_a_title_is_told_the_same_in_any_company(trees):
    """To the last bit, however many titles are asked of, and of whichever types."""
    rows, level = titles(2000)
    rows = rows.adding(traits=np.random.default_rng(1).random((2000, 151)))  # sums of many
    fitted = model(trees).fit(rows, level)
    chance = fitted.predict_proba(rows, 500)
    for own in ([7], np.arange(1500, 2000), np.arange(1999, -1, -3)):
        assert (fitted.predict_proba(rows.take(np.asarray(own)), 500) == chance[own]).all()


def test_how_soon_it_came_stands_apart_from_when():
    """Only reports of what was watched tell it: joined to another block, its lack would tell."""
    assert BLOCKS["arrival_lag"] == ("days_until_netflix",)
    assert "days_until_netflix" not in BLOCKS["arrival"]
