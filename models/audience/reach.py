"""In how many countries' Top 10 a title will stand, and in which.

A hurdle: whether it stands in any list is learnt from titles whose arrival a source dates, since of
those one knows also when it stood in none (the regression of ``models.hits.hit_model``); in how
many, from all that stood in one, by boosted trees (Chen & Guestrin 2016, "XGBoost") on the
logarithm of the number. What the trees err by, out of fold, is the distribution around what they
say (conformal predictive distributions; Vovk et al. 2019, "Nonparametric predictive
distributions").

Which countries: one ridge regression with a column for each. All columns share their penalty, and a
country of few titles keeps near the mean of all (partial pooling); the chances are then brought to
the expected number. What neighbours have in common shows in the traits: language, country of
production and genre.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.feature_blocks import REACH_BLOCKS, TOP10_WEIGHTS
from models.features import FloatArray, Rows, dense
from models.hits.hit_model import HitModel
from models.learn.block_scaler import BlockScaler
from models.learn.blocks import blocks_of_type, in_blocks
from models.learn.boosted_trees import BoostedEstimator
from models.learn.conformal import conformal_ends
from models.learn.estimator import Estimator

LEVELS = (1, 10, 50)
RARE = 0.002
AT_ONCE = 1_024  # titles
MEANS = 20  # places of the distribution that its mean is taken of


class CountryCount(BoostedEstimator):
    """Log of how many countries, of titles that stand in one; and each country's chance.

    Args:
        trees, depth, rate: number of trees, their depth, and the learning rate.
        alpha: strength of the ridge's penalty.
        seed: of the trees' samples.
    """

    BOOSTING: Mapping[str, float] = {
        "subsample": 0.7,
        "colsample_bytree": 0.3,
        "min_child_weight": 5,
    }

    def __init__(
        self,
        trees: int = 150,
        depth: int = 4,
        rate: float = 0.05,
        alpha: float = 1_000.0,
        seed: int = 0,
    ) -> None:
        self.trees = trees
        self.depth = depth
        self.rate = rate
        self.alpha = alpha
        self.seed = seed

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n titles and the (n, countries) lists that they stood in, 0 or 1."""
        self._boost(self._features(rows), np.log1p(target.sum(axis=1)))
        self.scalers_ = {name: BlockScaler(limit=4.0).fit(rows[name]) for name in REACH_BLOCKS[3:]}
        design = self._design(rows)
        self.mean_ = target.mean(axis=0)
        penalty = self.alpha * np.eye(design.shape[1])
        self.coef_ = np.linalg.solve(design.T @ design + penalty, design.T @ (target - self.mean_))
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return (n, 1 + countries): log of one more than the number, and each country's chance."""
        number = self.booster_.inplace_predict(self._features(rows)).astype(np.float64)
        chances = np.clip(
            self.mean_ + in_blocks(self._design(rows), AT_ONCE, lambda part: part @ self.coef_),
            RARE,
            1.0,
        )
        return np.column_stack([number, chances])

    def _features(self, rows: Rows) -> NDArray[np.float32]:
        return np.column_stack([dense(rows[name]) for name in REACH_BLOCKS]).astype(np.float32)

    def _design(self, rows: Rows) -> FloatArray:
        return np.hstack([s.transform(rows[name]) for name, s in self.scalers_.items()])


class CountryRanges(Estimator):
    """From the log of a number of countries to its mean, its range, and chances of some numbers.

    Args:
        most: how many countries there are.
        coverage: share of outcomes that a range should hold.
    """

    def __init__(self, most: int = 94, coverage: float = 0.9) -> None:
        self.most = most
        self.coverage = coverage

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows with blocks ``predicted`` and ``is_series``, and the n numbers."""
        errors = np.log1p(target) - rows["predicted"]
        self.errors_ = {
            kind: np.sort(errors[rows["is_series"] == kind])
            for kind in (0.0, 1.0)
            if (rows["is_series"] == kind).any()
        }
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return (n, 6) for titles that stand in one list at least: the mean number, the ends of
        its range, and the chance of at least 1, 10 and 50."""
        result = np.full((len(rows), 6), np.nan)
        for kind, errors in self.errors_.items():
            own = rows["is_series"] == kind
            log_number = rows["predicted"][own]
            grid = np.quantile(errors, np.linspace(0.025, 0.975, MEANS))
            numbers = np.expm1(log_number[:, None] + grid).clip(1, self.most)
            n = len(errors)
            low, high = conformal_ends(errors, self.coverage)
            ends = np.column_stack(
                [np.ceil(np.expm1(log_number + low)), np.floor(np.expm1(log_number + high))]
            ).clip(1, self.most)
            marks = [np.log1p(level - 0.5) - log_number for level in LEVELS]
            chances = [1 - np.searchsorted(errors, mark) / n for mark in marks]
            chances[0] = np.ones(len(log_number))
            result[own] = np.column_stack([numbers.mean(axis=1), ends, *chances])
        return result


def any_country(seed: int = 0) -> HitModel:
    """Whether a title stands in any country's list, of titles whose arrival is dated."""
    return HitModel(TOP10_WEIGHTS, "came", levels=LEVELS, wanted=1, seed=seed)


def chance_of_any(model: HitModel, rows: Rows) -> FloatArray:
    """(n,) the chances of such a model, in blocks of one type and size: a title's must not depend,
    to the last bit, on its company."""
    chance = np.full(len(rows), np.nan)
    for at in blocks_of_type(rows["is_series"], AT_ONCE):
        chance[at] = model.predict_proba(rows.take(at))
    return chance


def scaled(chances: FloatArray, expected: FloatArray) -> FloatArray:
    """Bring (n, countries) chances to n expected numbers, none above 1."""
    scale = expected / np.maximum(chances.sum(axis=1), RARE)
    return np.asarray(np.minimum(chances * scale[:, None], 1.0))
