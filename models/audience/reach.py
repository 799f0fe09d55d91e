"""In how many countries' Top 10 a title will stand, and in which.

A hurdle: whether it stands in any list is learnt from titles whose arrival a source dates, since of
those one knows also when it stood in none (the regression of ``models.hits.hit_model``); in how
many, from all that stood in one, by boosted trees (Chen & Guestrin 2016, "XGBoost") and a ridge
regression for each type on the logarithm of the number, averaged. What these err by, out of fold,
is the distribution around what they say (conformal predictive distributions; Vovk et al. 2019,
"Nonparametric predictive distributions").

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

from models.audience.reasons import REASONS, reason_of
from models.feature_blocks import ANY_COUNTRY_WEIGHTS, REACH_BLOCKS
from models.features import FloatArray, Rows, side_by_side
from models.hits.hit_model import HitModel
from models.learn.block_scaler import BlockScaler
from models.learn.blocks import in_blocks
from models.learn.boosted_trees import BoostedEstimator
from models.learn.conformal import conformal_ends
from models.learn.estimator import Estimator

LEVELS = (1, 10, 50)
RARE = 0.002
AT_ONCE = 1_024  # titles
FEWEST = 60  # titles of a type that a regression of their own is learnt from
SHARE = 0.3  # of the regression in the log of the number; the rest is the trees'
SEEN = (0.02, 0.98)
MEANS = 20  # places of the distribution that its mean is taken of


class CountryCount(BoostedEstimator):
    """Log of how many countries, of titles that stand in one; and each country's chance.

    Args:
        trees, depth, rate: number of trees, their depth, and the learning rate.
        alpha: strength of the ridges' penalty.
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
        log_number = np.log1p(target.sum(axis=1))
        self._boost(self._features(rows), log_number)
        self.scalers_ = {name: BlockScaler(limit=4.0).fit(rows[name]) for name in REACH_BLOCKS[3:]}
        design = self._design(rows)
        self.mean_ = target.mean(axis=0)
        self.coef_ = _ridge(design, target - self.mean_, self.alpha)
        self.numbers_ = {}
        for kind in (0.0, 1.0):
            own = rows["is_series"] == kind
            if own.sum() >= FEWEST:
                mean = float(log_number[own].mean())
                coef = _ridge(design[own], log_number[own] - mean, self.alpha)
                seen = np.quantile(design[own] @ coef, SEEN).tolist()
                self.numbers_[kind] = (coef, mean, tuple(seen))
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return (n, 1 + countries): log of one more than the number, and each country's chance."""
        return self.explained(rows)[0]

    def explained(self, rows: Rows) -> tuple[FloatArray, FloatArray]:
        """What is said of n titles, and what each reason adds to the log of their number.

        Returns:
            (n, 1 + countries) as ``values``; (n, reasons), away from the mean title that stands in
            a list, NaN where too little is known of the type.
        """
        number = self.booster_.inplace_predict(self._features(rows)).astype(np.float64)
        weights = np.hstack(
            [self.coef_, *(self._by_reason(c) for c, _, _ in self.numbers_.values())]
        )
        # Few rows at a time stay where the processor has them at hand.
        said = in_blocks(
            np.arange(len(rows)), AT_ONCE, lambda at: self._design(rows.take(at)) @ weights
        )
        chances, said = np.split(said, [self.coef_.shape[1]], axis=1)
        sums = np.full((len(rows), len(REASONS)), np.nan)
        for place, (kind, (_, mean, seen)) in enumerate(self.numbers_.items()):
            own = rows["is_series"] == kind
            sums[own] = said[own, place * len(REASONS) : (place + 1) * len(REASONS)]
            by_regression = mean + np.clip(sums[own].sum(axis=1), *seen)
            number[own] += SHARE * (by_regression - number[own])
        return np.column_stack([number, np.clip(self.mean_ + chances, RARE, 1.0)]), sums

    def _by_reason(self, coef: FloatArray) -> FloatArray:
        """(columns, reasons) the coefficient of each column, by its reason."""
        widths = [len(scaler.mean_) for scaler in self.scalers_.values()]
        reason = np.repeat([reason_of(name) for name in self.scalers_], widths)
        return np.where(reason[:, None] == np.arange(len(REASONS)), coef[:, None], 0.0)

    def _features(self, rows: Rows) -> NDArray[np.float32]:
        return side_by_side(rows[name] for name in REACH_BLOCKS)

    def _design(self, rows: Rows) -> FloatArray:
        return np.hstack([s.transform(rows[name]) for name, s in self.scalers_.items()])


def _ridge(design: FloatArray, target: FloatArray, alpha: float) -> FloatArray:
    """The coefficients of a ridge regression without an intercept (Hoerl & Kennard 1970)."""
    penalty = alpha * np.eye(design.shape[1])
    return np.asarray(np.linalg.solve(design.T @ design + penalty, design.T @ target))


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
    return HitModel(ANY_COUNTRY_WEIGHTS, "came", levels=LEVELS, wanted=1, seed=seed)


def scaled(chances: FloatArray, expected: FloatArray) -> FloatArray:
    """Bring (n, countries) chances to n expected numbers, none above 1."""
    scale = expected / np.maximum(chances.sum(axis=1), RARE)
    return np.asarray(np.minimum(chances * scale[:, None], 1.0))
