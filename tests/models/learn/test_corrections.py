"""Forecasts of the past set right those of today: chances, and the ends of intervals."""

import numpy as np
import pytest

from models.learn.corrections import LEAST_CHANCES, Correction

N = 4000


def drawn(odds, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)


def chance_of(odds):
    return 1 / (1 + np.exp(-odds))


def test_chances_that_are_too_high_come_down_to_what_was_seen():
    odds = np.random.default_rng(1).normal(-2.0, 1.0, N)
    said, actual = chance_of(odds + 1.0), drawn(odds)
    right = Correction.of_chances(said, actual, np.zeros(N))
    assert said.mean() > 1.4 * actual.mean()
    assert right.chances(said).mean() == pytest.approx(actual.mean(), abs=0.01)
    assert (np.argsort(right.chances(said)) == np.argsort(said)).all()


def test_what_is_newer_counts_more():
    odds = np.zeros(N)
    actual = np.where(np.arange(N) < N / 2, drawn(odds - 2), drawn(odds + 2))
    age = np.where(np.arange(N) < N / 2, 2000.0, 0.0)
    right = Correction.of_chances(chance_of(odds), actual, age)
    assert right.chances(np.array([0.5]))[0] > 0.8


def test_how_long_ago_the_newest_was_does_not_matter():
    said, actual = np.full(60, 0.4), np.arange(60) % 5 == 0
    age = np.arange(60) * 10.0
    for learn in (
        lambda age: Correction.of_chances(said, actual * 1.0, age),
        lambda age: Correction.of_intervals(said - 0.1, said + 0.1, np.arange(60) / 60, age),
    ):
        assert learn(age + 2000) == learn(age)


@pytest.mark.parametrize("width", [0.4, 3.0])
def test_intervals_come_to_hold_nine_in_ten_whether_too_wide_or_too_narrow(width):
    rng = np.random.default_rng(2)
    middle, actual = np.zeros(N), rng.normal(0.3, 1.0, N)
    low, high = middle - width, middle + width
    right = Correction.of_intervals(low, high, actual, np.zeros(N))
    lower, upper = right.ends(low, middle, high)
    held = np.mean((lower <= actual) & (actual <= upper))
    assert held == pytest.approx(0.9, abs=0.01)
    assert (actual < lower).mean() == pytest.approx(0.05, abs=0.01)


def test_of_few_forecasts_nothing_is_learnt():
    few = np.full(LEAST_CHANCES - 1, 0.5)
    for right in (
        Correction.of_chances(few, few * 0, few),
        Correction.of_intervals(few, few, few + 9, few),
    ):
        assert right.forecast_count == 0
        assert right.chances(few).tolist() == few.tolist()
        assert right.ends(few, few, few)[1].tolist() == few.tolist()


def test_the_middle_stays_between_the_ends():
    right = Correction(low_by=-2.0, high_by=-2.0, forecast_count=99)
    low, high = right.ends(np.array([4.0]), np.array([5.0]), np.array([6.0]))
    assert (low.tolist(), high.tolist()) == ([5.0], [5.0])
