"""Views of the next half-year of a season that has a past, and the rule of thumb it must beat.

What is predicted is how much the log10 of views changes from one half-year to the next. The rule is
what reports show of seasons of the same age: the middle change. Boosted trees (Chen & Guestrin
2016, "XGBoost") also see how many viewed it and its other seasons, and whether it was there all the
time. They read nothing of what it is about: that gained on the half-years they learnt from, and
lost on the one after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray, Rows, side_by_side
from models.learn.boosted_trees import BoostedEstimator
from models.learn.estimator import Estimator

AGES = (0.09, 0.17, 0.25, 0.38, 0.5, 0.75, 1.0, 1.5, 2.5, 4.0, 10.0)
FEWEST = 5  # changes of an age that a rule is made of
UNDATED = -1.0


class DecayRule(Estimator):
    """The middle change of views of seasons of one type and age: the baseline."""

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from m rows of ``season_rows`` and their m log10 views."""
        change = target - rows["past"][:, 0]
        known = ~np.isnan(change)
        age, kind = _age_group(rows), rows["is_series"]
        self.types_ = {
            k: float(np.median(change[known & (kind == k)])) for k in np.unique(kind[known])
        }
        self.ages_ = {}
        for k in self.types_:
            for group in np.unique(age):
                own = known & (kind == k) & (age == group)
                if own.sum() >= FEWEST:
                    self.ages_[(k, group)] = float(np.median(change[own]))
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return m log10 views, NaN without a past."""
        change = np.array(
            [
                self.ages_.get((kind, age), self.types_.get(kind, np.nan))
                for kind, age in zip(
                    rows["is_series"].tolist(), _age_group(rows).tolist(), strict=True
                )
            ]
        )
        return np.asarray(rows["past"][:, 0] + change)


class NextViews(BoostedEstimator):
    """Log10 of the views of the half-year that follows.

    Args:
        trees, depth, rate: number of trees, their depth, and the learning rate.
        seed: of the trees' samples.
    """

    BOOSTING: Mapping[str, float] = {
        "subsample": 0.7,
        "colsample_bytree": 0.5,
        "min_child_weight": 20,
    }

    def __init__(self, trees: int = 200, depth: int = 5, rate: float = 0.05, seed: int = 0) -> None:
        self.trees = trees
        self.depth = depth
        self.rate = rate
        self.seed = seed

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from m rows of ``season_rows`` and their m log10 views."""
        change = target - rows["past"][:, 0]
        known = ~np.isnan(change)
        features = self._features(rows.take(known))
        self._boost(features, change[known])
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return m log10 views, NaN without a past."""
        if not len(rows):
            return np.empty(0)
        change = self.booster_.inplace_predict(self._features(rows)).astype(np.float64)
        return np.asarray(rows["past"][:, 0] + change)

    def _features(self, rows: Rows) -> NDArray[np.float32]:
        past, stay = rows["past"], rows["stay"]
        parts = [
            past,
            past[:, 0] - past[:, 1],
            stay[:, [0, 3]],
            rows["season_facts"],
            past[:, 0] + rows["season_facts"][:, 1],
            rows["is_series"],
        ]
        return side_by_side(parts)


def _age_group(rows: Rows) -> FloatArray:
    age = rows["stay"][:, 0]
    return np.where(np.isnan(age), UNDATED, np.digitize(age, AGES)).astype(np.float64)
