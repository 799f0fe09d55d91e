"""What one would have said on a cut without any skill."""

import numpy as np
import pyarrow as pa
import pytest

from models.backtest.base_rates import FEW, BaseRates
from models.features import Rows


def rates(came, entered, is_series=None) -> BaseRates:
    n = len(came)
    kinds = np.zeros(n) if is_series is None else np.asarray(is_series, dtype=float)
    rows = Rows({"came": np.asarray(came, dtype=float), "is_series": kinds})
    return BaseRates(pa.table({"top10_weeks": np.asarray(entered, dtype=float)}), rows)


def test_a_base_rate_that_drifts_is_followed():
    came = np.concatenate([np.full(200, 2021.5), np.linspace(2023.1, 2023.9, FEW)])
    entered = np.concatenate([np.zeros(200), np.tile([1.0, 0.0], FEW // 2)])
    assert rates(came, entered).chance("top10", np.zeros(2)).tolist() == [0.5, 0.5]


def test_where_the_last_year_tells_little_all_that_is_known_counts():
    came = np.concatenate([np.full(90, 2021.5), np.full(10, 2023.5)])
    entered = np.concatenate([np.zeros(90), np.ones(10)])
    assert rates(came, entered).chance("top10", np.zeros(1)).tolist() == [0.1]


def test_each_type_has_its_own_and_one_without_outcomes_none():
    known = rates([2023.5, 2023.6, 2023.5], [2.0, 0.0, np.nan], is_series=[0, 0, 1])
    films, series = known.chance("top10", np.array([0.0, 1.0]))
    assert films == 0.5
    assert np.isnan(series)


def test_a_rating_is_the_mean_of_the_titles_genres_of_those_with_votes():
    listing = np.array([[1.0, 0.0]] * 30 + [[0.0, 1.0]] * 30 + [[0.0, 1.0]])
    rating = np.array([8.0] * 30 + [6.0] * 30 + [1.0])
    votes = np.array([100.0] * 60 + [2.0])
    rows = Rows({"is_series": np.zeros(61), "listing": listing})
    known = BaseRates(pa.table({"rating": rating, "vote_count": votes}), rows)
    asked = Rows({"is_series": np.zeros(2), "listing": np.array([[1.0, 0.0], [0.0, 1.0]])})
    # Drawn towards 7, the mean of all, by five titles.
    assert known.rating(asked) == pytest.approx([(8 * 30 + 7 * 5) / 35, (6 * 30 + 7 * 5) / 35])
