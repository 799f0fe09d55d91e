"""Forecasts whose outcome is known set later ones right."""

import numpy as np
import pytest
from scipy.special import expit

from models.learn.recalibration import UNCHANGED, fit_odds, recalibrated

N = 4000


def forecasts(line, n=N):
    """Log odds that were said, and outcomes of which the chance is that of a line of them."""
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 1.5, n)
    return odds, rng.random(n) < expit(line[0] * odds + line[1])


@pytest.mark.parametrize("line", [(1.0, 0.0), (0.6, 0.0), (1.0, 0.8), (0.5, -1.0)])
def test_the_line_is_found(line):
    odds, hit = forecasts(line)
    found = fit_odds(odds, hit, np.ones(N))
    assert found == pytest.approx(line, abs=0.12)
    chance = recalibrated(odds, found)
    assert chance.mean() == pytest.approx(hit.mean(), abs=0.01)


def test_of_few_forecasts_the_slope_stays_near_one():
    odds, hit = forecasts((0.0, 0.0), n=30)
    assert fit_odds(odds, hit, np.ones(30))[0] > 0.7


def test_what_counts_more_decides():
    odds = np.zeros(200)
    hit = np.arange(200) < 100
    shift = fit_odds(odds, hit, np.where(hit, 4.0, 1.0))[1]
    assert expit(shift) == pytest.approx(0.8, abs=0.01)


def test_without_forecasts_nothing_is_changed():
    assert fit_odds(np.empty(0), np.empty(0, bool), np.empty(0)) == pytest.approx(UNCHANGED)
