"""From log views to figures that add up, and ranges that hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.audience.slate import slate_total
from models.audience.view_ranges import KINDS, OTHERS, PREMIERE, ViewRanges
from models.features import Rows


def outcomes(n=4_000, seed=0, spread=0.5):
    rng = np.random.default_rng(seed)
    predicted = rng.normal(6, 0.5, n)
    rows = {
        "predicted": predicted,
        "is_series": rng.integers(0, 2, n) * 1.0,
        "kind": rng.integers(0, 3, n) * 1.0,
    }
    return Rows(rows), predicted + rng.normal(0, spread, n)


def test_the_sum_of_the_means_is_the_sum_of_what_was_viewed():
    rows, actual = outcomes()
    views = ViewRanges().fit(rows, actual).values(rows)
    assert views[:, 1].sum() == pytest.approx((10**actual).sum(), rel=1e-6)
    assert views[:, 0].sum() < 0.8 * views[:, 1].sum()


def test_the_range_holds_nine_in_ten_that_were_not_seen_in_each_group_and_band():
    ranges = ViewRanges().fit(*outcomes(20_000))
    rows, actual = outcomes(20_000, seed=1)
    views = ranges.values(rows)
    held = (views[:, 2] <= 10**actual) & (10**actual <= views[:, 3])
    for kind in (0.0, 1.0):
        for said_of in KINDS:
            own = (rows["is_series"] == kind) & (rows["kind"] == said_of)
            assert held[own].mean() == pytest.approx(0.9, abs=0.04)
    fifths = np.digitize(rows["predicted"], np.quantile(rows["predicted"], [0.2, 0.4, 0.6, 0.8]))
    assert [held[fifths == k].mean() for k in range(5)] == pytest.approx([0.9] * 5, abs=0.04)


def test_half_get_more_than_is_typical():
    ranges = ViewRanges().fit(*outcomes())
    rows, actual = outcomes(seed=1)
    assert (10**actual > ranges.values(rows)[:, 0]).mean() == pytest.approx(0.5, abs=0.03)


def test_premieres_of_series_stand_as_predicted_where_asked_and_nothing_else_does():
    rows, actual = outcomes()
    moved = ViewRanges().fit(rows, actual + 0.2).values(rows)
    asked = ViewRanges(as_predicted=True).fit(rows, actual + 0.2).values(rows)
    stand = (rows["is_series"] == 1) & (rows["kind"] == PREMIERE)
    assert asked[stand, 0] == pytest.approx(10 ** rows["predicted"][stand])
    assert (asked[stand, 0] < 0.8 * moved[stand, 0]).all()
    assert (asked[stand, 1:] == moved[stand, 1:]).all()
    assert (asked[~stand] == moved[~stand]).all()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(3, 9), min_size=1, max_size=80),
    st.floats(0, 1.5),
    st.integers(0, 2**32 - 1),
)
def test_any_outcomes_give_ends_in_order_and_finite_means(predicted, spread, seed):
    predicted = np.array(predicted)
    errors = np.random.default_rng(seed).normal(0, spread, len(predicted))
    zeros = np.zeros(len(predicted))
    rows = Rows({"predicted": predicted, "is_series": zeros, "kind": zeros})
    views = ViewRanges().fit(rows, predicted + errors).values(rows)
    assert np.isfinite(views).all()
    assert (views[:, 2] <= views[:, 3]).all()
    assert views[:, 1].sum() == pytest.approx((10.0 ** (predicted + errors)).sum(), rel=1e-3)


def test_a_slate_is_the_sum_of_its_titles_and_is_surer_than_each():
    one = slate_total(np.array([1e6]), np.array([1e5]), np.array([4e6]))
    ten = slate_total(np.full(10, 1e6), np.full(10, 1e5), np.full(10, 4e6))
    assert ten.expected == 1e7
    assert ten.low / ten.expected > one.low / one.expected
    assert ten.high / ten.expected < one.high / one.expected


def test_of_no_title_nothing_is_added_up():
    nothing = np.full(2, np.nan)
    assert slate_total(nothing, nothing, nothing) is None


def test_other_studios_titles_are_said_what_such_titles_drew_and_not_what_premieres_do():
    rows, actual = outcomes()
    others = rows["kind"] == OTHERS
    reached = actual - 1.2 * others
    views = ViewRanges().fit(rows, reached).values(rows)
    assert views[others, 1].sum() == pytest.approx((10 ** reached[others]).sum())
    assert views[others, 0].mean() < 0.15 * views[~others, 0].mean()
