"""Prediction intervals that cover what they promise, whatever the model.

Cross-conformal prediction (Vovk 2015, "Cross-conformal predictors"; of the CV+ family of Barber et
al. 2021, "Predictive inference with the jackknife+"), within groups (Mondrian; Vovk 2012,
"Conditional validity of inductive conformal predictors"): films and series, by band of vote count,
since a mean of few votes strays further. Within a band an error is measured against how far ratings
of so many votes stray (Papadopoulos et al. 2002, "Inductive confidence machines for regression").
The chance of being liked does not depend on votes, whose number nobody knows beforehand.
No title known by its name only has a rating to learn its errors from. What is predicted of it
explains next to nothing, so its errors are taken for those of always saying the mean of the type.
A title's interval is made of the out-of-fold errors of the *other* folds. Those errors come from
models that have seen the title's rating in fitting, so what is guaranteed is only twice the error
rate, as for the whole family; each run measures its coverage.
"""

from __future__ import annotations

from typing import Self, TypeVar

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.learn.conformal import conformal_ends
from models.learn.estimator import Estimator

BANDS = (50.0, 500.0)  # a title has fewer than 50 votes, up to 500, or more
LIKED_FROM = 7.0
UNKNOWN = -1.0
NAMED = -2.0  # known by its name only, and without votes
LEAST_SPREAD = 1e-3
FALLS_FROM = 0.05  # from 20 votes downwards the noise of few votes is most of the error

Number = TypeVar("Number", float, FloatArray)


def band_of(votes: FloatArray) -> FloatArray:
    """Return 0, 1 or 2 for few, some and many votes, -1 where the number is unknown."""
    band = np.digitize(votes, (BANDS[0], BANDS[1] + 1))
    return np.where(np.isnan(votes), UNKNOWN, band).astype(np.float64)


class ErrorBands(Estimator):
    """Turns a predicted rating into an interval and the chance of being liked.

    Args:
        coverage: share of titles whose rating the interval should hold.
        minimum: a group with fewer errors uses those of its type.
        by_votes: look at votes; without it, all titles of a type have intervals of one width.
    """

    def __init__(self, coverage: float = 0.9, minimum: int = 60, *, by_votes: bool = True) -> None:
        self.coverage = coverage
        self.minimum = minimum
        self.by_votes = by_votes

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows and their n ratings.

        The blocks are ``predicted``, ``is_series``, ``is_described`` and ``votes``.
        """
        errors, groups = target - rows["predicted"], self._groups(rows)
        self.errors_, self.noise_ = {}, {}
        for is_series in (0.0, 1.0):
            of_type = rows["is_series"] == is_series
            used = of_type if of_type.sum() >= self.minimum else np.ones_like(of_type)
            self.noise_[is_series] = _noise(errors[used], rows["votes"][used])
            scaled = errors / self._spread(is_series, rows["votes"])
            for band in (0.0, 1.0, 2.0):
                own = scaled[groups == _key(is_series, band)]
                self.errors_[_key(is_series, band)] = np.sort(
                    own if len(own) >= self.minimum else scaled[used]
                )
            self.errors_[_key(is_series, UNKNOWN)] = np.sort(errors[used])
            self.errors_[_key(is_series, NAMED)] = np.sort(target[used] - target[used].mean())
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return (n, 3): lower end, upper end, and P(rating >= 7)."""
        result = np.full((len(rows), 3), np.nan)
        groups, predicted, votes = self._groups(rows), rows["predicted"], rows["votes"]
        for group, errors in self.errors_.items():
            at = groups == group
            spread = self._spread(float(group >= _key(1.0, NAMED)), votes[at])
            result[at, :2] = self._ends(predicted[at], errors, spread)
        without_votes = _key(rows["is_series"], np.where(_is_named(rows), NAMED, UNKNOWN))
        for group in np.unique(without_votes):
            at = without_votes == group
            result[at, 2] = _liked(predicted[at], self.errors_[float(group)])
        return result

    def _groups(self, rows: Rows) -> FloatArray:
        band = band_of(rows["votes"]) if self.by_votes else np.full(len(rows), UNKNOWN)
        return _key(rows["is_series"], np.where(_is_named(rows), NAMED, band))

    def _spread(self, is_series: float, votes: FloatArray) -> FloatArray:
        """How far ratings of so many votes stray; 1 where votes are not looked at."""
        if not self.by_votes:
            return np.ones(len(votes))
        fixed, falling = self.noise_[is_series]
        spread = np.sqrt(fixed + falling / (np.nan_to_num(votes) + 1)).clip(LEAST_SPREAD)
        return np.where(np.isnan(votes), 1.0, spread)

    def _ends(self, predicted: FloatArray, errors: FloatArray, spread: FloatArray) -> FloatArray:
        low, high = conformal_ends(errors, self.coverage)
        lower = np.clip(predicted + min(low, 0.0) * spread, 0.0, 10.0)
        upper = np.clip(predicted + max(high, 0.0) * spread, 0.0, 10.0)
        return np.column_stack([lower, upper])


def _liked(predicted: FloatArray, errors: FloatArray) -> FloatArray:
    n, below = len(errors), np.searchsorted(errors, LIKED_FROM - predicted, side="left")
    return np.asarray((n - below + 0.5) / (n + 1))


def _noise(errors: FloatArray, votes: FloatArray) -> tuple[float, float]:
    """Two parts of the squared error: one that stays, one that falls with the number of votes."""
    from scipy.optimize import nnls

    known = ~np.isnan(votes)
    falling = 1 / (votes[known] + 1)
    # Each title counts by how much its own squared error may stray.
    weight = 1 / (FALLS_FROM + falling)
    parts = np.column_stack([weight, weight * falling])
    fixed, share = nnls(parts, weight * errors[known] ** 2)[0] if known.any() else (1.0, 0.0)
    return float(fixed), float(share)


def _is_named(rows: Rows) -> BoolArray:
    return np.asarray((rows["is_described"] == 0) & np.isnan(rows["votes"]))


def _key(is_series: Number, band: Number) -> Number:
    return 10 * is_series + band


def covers(rating: FloatArray, lower: FloatArray, upper: FloatArray) -> BoolArray:
    """Return where the interval holds the rating."""
    held: BoolArray = (lower <= rating) & (rating <= upper)
    return held
