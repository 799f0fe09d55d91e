"""Intervals that cover what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.features import Rows
from models.learn.error_bands import ErrorBands, band_of, covers

predictions = arrays(float, 25, elements=st.floats(0, 10))


def titles(predicted, votes, is_series=None) -> Rows:
    """Described titles."""
    n = len(predicted)
    is_series = np.zeros(n) if is_series is None else is_series
    own = {"predicted": predicted, "votes": votes, "is_series": is_series}
    return Rows({**own, "is_described": np.ones(n)})


def rated(n: int, seed: int) -> tuple[Rows, np.ndarray]:
    """Titles whose ratings stray from the prediction the more, the fewer their votes."""
    rng = np.random.default_rng(seed)
    votes = rng.choice([5.0, 200.0, 5000.0], n)
    predicted = rng.uniform(4, 8, n)
    spread = np.select([votes < 50, votes < 500], [1.2, 0.6], 0.3)
    rows = titles(predicted, votes, (rng.random(n) < 0.3) * 1.0)
    return rows, np.clip(predicted + rng.normal(0, spread), 0, 10)


def test_they_hold_nine_in_ten_new_titles_in_each_band_of_votes():
    bands = ErrorBands().fit(*rated(6000, 0))
    rows, rating = rated(6000, 1)
    ends = bands.values(rows)
    held = covers(rating, ends[:, 0], ends[:, 1])
    for votes in (5.0, 200.0, 5000.0):
        assert held[rows["votes"] == votes].mean() == pytest.approx(0.9, abs=0.02)


def test_few_votes_make_wider_intervals():
    rows, rating = rated(6000, 0)
    ends = ErrorBands().fit(rows, rating).values(rows)
    width = ends[:, 1] - ends[:, 0]
    few, some, many = (width[rows["votes"] == votes].mean() for votes in (5.0, 200.0, 5000.0))
    assert few > some > many


def test_the_chance_of_being_liked_comes_true_as_often_as_it_says():
    rows, rating = rated(20000, 0)
    chance = ErrorBands().fit(rows, rating).values(rows)[:, 2]
    likely = (chance > 0.6) & (chance < 0.8)
    assert (rating[likely] >= 7).mean() == pytest.approx(chance[likely].mean(), abs=0.05)


def test_within_a_band_the_width_follows_the_votes():
    rng = np.random.default_rng(0)
    votes = rng.integers(1, 50, 12000).astype(float)
    rows = titles(np.full(12000, 6.0), votes)
    rating = 6 + rng.normal(0, np.sqrt(0.05 + 3 / votes))
    learnt, others = np.arange(12000) < 6000, np.arange(12000) >= 6000
    low, high, _ = ErrorBands().fit(rows.take(learnt), rating[learnt]).values(rows).T
    held = covers(rating, low, high)
    for few in (votes < 10, (votes >= 10) & (votes < 25), votes >= 25):
        assert held[others & few].mean() == pytest.approx(0.9, abs=0.03)
    flat = ErrorBands(by_votes=False).fit(rows.take(learnt), rating[learnt]).values(rows)
    assert np.ptp(flat[:, 1]) == 0 < np.ptp(high)


@given(predictions, predictions)
def test_an_interval_holds_its_prediction_within_the_scale(predicted, rating):
    rows = titles(predicted, np.full(25, np.nan))
    low, high, liked = ErrorBands(minimum=5).fit(rows, rating).values(rows).T
    assert ((low <= predicted) & (predicted <= high)).all()
    assert ((low >= 0) & (high <= 10) & (liked > 0) & (liked < 1)).all()


@given(predictions, st.floats(0, 3))
def test_a_higher_prediction_is_never_less_likely_to_be_liked(predicted, more):
    rows = titles(predicted, np.full(25, 9.0))
    bands = ErrorBands(minimum=5).fit(rows, np.linspace(0, 10, 25))
    assert (bands.values(rows.adding(predicted=predicted + more)) >= bands.values(rows)).all()


def test_bands_of_votes():
    votes = np.array([0, 49, 50, 500, 501, np.nan])
    assert band_of(votes).tolist() == [0, 0, 1, 1, 2, -1]


def test_the_chance_of_being_liked_does_not_depend_on_votes():
    rows, rating = rated(2000, 0)
    bands = ErrorBands().fit(rows, rating)
    other = rows.adding(votes=np.full(len(rows), 5.0))
    assert (bands.values(rows)[:, 2] == bands.values(other)[:, 2]).all()


def test_of_a_title_known_by_name_only_the_rating_strays_as_from_the_mean_of_its_type():
    rows, rating = rated(6000, 0)
    named = rows.adding(
        is_described=np.zeros(6000), votes=np.full(6000, np.nan), predicted=np.full(6000, 6.0)
    )
    low, high, liked = ErrorBands().fit(rows, rating).values(named).T
    assert covers(rating, low, high).mean() == pytest.approx(0.9, abs=0.02)
    assert liked.mean() == pytest.approx((rating >= 7).mean(), abs=0.03)
