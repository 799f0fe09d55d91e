"""A quarter's forecasts rest on what was settled before it began, and on nothing else."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from catalogue_common.progress import Progress
from models.features import Rows
from models.hits.forecast_model import ForecastModel
from models.hits.in_time import PastReleases, forecast_quarters
from models.learn.cross_fit import Folds

N = 1200
QUARTERS = np.array(["2022-01-01", "2022-04-01", "2022-07-01", "2022-10-01"], "datetime64[D]")
FOLDS = Folds(np.zeros(N, int), 1, Progress(quiet=True))


def past(seed=0, *, strength=2.0, drift=0.0):
    """Releases of a year; their odds rise by ``drift`` from quarter to quarter."""
    rng = np.random.default_rng(seed)
    quarter = rng.integers(0, 4, N)
    came = QUARTERS[quarter] + rng.integers(0, 88, N)
    traits = rng.normal(size=(N, 3))
    odds = strength * traits[:, 0] + drift * quarter
    level = (rng.random(N) < 1 / (1 + np.exp(-odds))).astype(float)
    rows = Rows(
        {
            "traits": traits,
            "came": 2022 + (came - QUARTERS[0]).astype(float) / 365,
            "is_series": np.arange(N) % 2 * 1.0,
            "is_described": np.ones(N),
        }
    )
    return PastReleases(rows, level, QUARTERS[quarter], came + 42)


def forecast(of, trees=0):
    return forecast_quarters(ForecastModel({"traits": 0.5}, levels=(1,), trees=trees), of, FOLDS)


def test_nothing_is_said_before_enough_is_settled():
    of = past()
    found = forecast(of)
    first = of.known_on == QUARTERS[0]
    assert np.isnan(found.chance[first]).all()
    assert not np.isnan(found.chance[~first]).any()


@pytest.mark.parametrize("trees", [0, 5])
def test_what_is_settled_later_changes_no_forecast_by_a_bit(trees):
    of = past()
    changed = np.where(of.settled_on > QUARTERS[2], 1 - of.level, of.level)
    now, then = (
        forecast(PastReleases(of.rows, level, of.known_on, of.settled_on), trees)
        for level in (of.level, changed)
    )
    early = of.known_on <= QUARTERS[2]
    for name in ("odds", "chance", "base_rate"):
        known, other = getattr(now, name), getattr(then, name)
        assert known[early].tobytes() == other[early].tobytes()
        assert known[~early].tobytes() != other[~early].tobytes()


def test_a_share_that_rises_is_followed():
    of = past(drift=1.0)
    found, late = forecast(of), of.known_on == QUARTERS[3]
    gap = abs(found.chance[late].mean() - of.level[late].mean())
    assert gap < 0.6 * abs(found.base_rate[late].mean() - of.level[late].mean())


def test_where_nothing_is_to_be_learnt_nothing_is_told_apart():
    of = past(strength=0.0)
    found = forecast(of)
    late = of.known_on == QUARTERS[3]
    assert roc_auc_score(of.level[late], found.chance[late]) == pytest.approx(0.5, abs=0.08)
