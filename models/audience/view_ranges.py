"""From the logarithm of views to what people plan with: a typical and a mean figure, and a range.

What is likeliest to be met is the middle; what adds up over titles is the mean, and of views the
mean lies far above the middle, since a few titles are watched by most. The mean is read off a
Poisson regression with a logarithmic link, which needs no distribution to be right about means and
whose sum over what it learnt from is the true one (Santos Silva & Tenreyro 2006, "The log of
gravity"); that takes the place of a retransformation by the spread of the errors (Duan 1983,
"Smearing estimate"). The range is cross-conformal (Vovk 2015, "Cross-conformal predictors"), within
groups: films and series, of each what has been there for long, Netflix's own premieres and first
days of other studios' titles, and bands of what is expected. The first days of these nobody dates:
premieres teach how titles compare, and what they drew in the half-year in which a report first
named them teaches how much that is.

The middle error out of fold makes what is typical of series' premieres too high in time: fewer than
half of those to come reach it. So first days of these stand as they are predicted, if so asked.
"""

from __future__ import annotations

from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray, Rows
from models.learn.conformal import conformal_ends
from models.learn.estimator import Estimator

BANDS = 10  # of what is expected, fewer where there are fewer outcomes
STEPS = 50
CLOSE = 1e-9
STEP = 0.5
SLOPES = (0.0, 2.0)
Number = TypeVar("Number", float, FloatArray)

THERE, PREMIERE, OTHERS = 0.0, 1.0, 2.0
KINDS = (THERE, PREMIERE, OTHERS)


class ViewRanges(Estimator):
    """Turns predicted log10 views into typical and mean views and the ends of a range.

    Args:
        coverage: share of outcomes that a range should hold.
        minimum: a group with fewer outcomes uses those of its type, or all.
        as_predicted: whether what is typical of series' premieres is not moved by the middle error.
    """

    def __init__(
        self, coverage: float = 0.9, minimum: int = 60, *, as_predicted: bool = False
    ) -> None:
        self.coverage = coverage
        self.minimum = minimum
        self.as_predicted = as_predicted

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from m rows and their m log10 views, NaN where not known.

        The blocks are ``predicted``, ``is_series`` and ``kind``, one of ``KINDS``.
        """
        known = ~np.isnan(target) & ~np.isnan(rows["predicted"])
        predicted, actual = rows["predicted"][known], target[known]
        is_series, kind = rows["is_series"][known], rows["kind"][known]
        self.groups_ = {}
        groups = _group_of(is_series, kind)
        for group in (_group_of(s, k) for s in (0.0, 1.0) for k in KINDS):
            own = groups == group
            for wider in (is_series == group // len(KINDS), np.ones_like(own)):
                if own.sum() < self.minimum:
                    own = wider
            if own.any():
                moved = not self.as_predicted or group != _group_of(1.0, PREMIERE)
                self.groups_[group] = self._group(predicted[own], actual[own], moved=moved)
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return (m, 4): typical views, mean views, lower and upper end."""
        result = np.full((len(rows), 4), np.nan)
        groups = _group_of(rows["is_series"], rows["kind"])
        for group, (middle, mean, cuts, ends) in self.groups_.items():
            own = groups == group
            predicted = rows["predicted"][own]
            band = np.searchsorted(cuts, predicted)
            result[own, 0] = predicted + middle
            result[own, 1] = mean[0] + mean[1] * predicted
            result[own, 2] = predicted + ends[band, 0]
            result[own, 3] = predicted + ends[band, 1]
        return np.asarray(10.0**result)

    def _group(
        self, predicted: FloatArray, actual: FloatArray, *, moved: bool
    ) -> tuple[float, FloatArray, FloatArray, FloatArray]:
        errors = actual - predicted
        count = int(np.clip(len(errors) // self.minimum, 1, BANDS))
        cuts = np.quantile(predicted, np.arange(1, count) / count)
        bands = np.searchsorted(cuts, predicted)
        ends = []
        for band in range(count):
            own = errors[bands == band]  # none where many are expected alike
            used = np.sort(own if len(own) >= self.minimum // 2 else errors)
            ends.append(conformal_ends(used, self.coverage))
        middle = float(np.median(errors)) if moved else 0.0
        return middle, _mean_line(predicted, actual), cuts, np.array(ends)


def _group_of(is_series: Number, kind: Number) -> Number:
    return len(KINDS) * is_series + kind


def _mean_line(predicted: FloatArray, actual: FloatArray) -> NDArray[np.float64]:
    """Intercept and slope, in log10, of the mean of 10 ** actual: Newton's method."""
    most, center = actual.max(), predicted.mean()
    viewed, away = 10.0 ** (actual - most), predicted - center
    slope = 1.0 if np.ptp(predicted) > CLOSE else 0.0
    for _ in range(STEPS if slope else 0):
        mean = 10.0 ** (slope * away)
        mean *= viewed.sum() / mean.sum()  # the intercept that brings the sum right
        middle = (mean * away).sum() / mean.sum()
        gain = ((viewed - mean) * (away - middle)).sum()
        bend = (mean * (away - middle) ** 2).sum() * np.log(10.0)
        step = gain / max(bend, CLOSE)
        slope = float(np.clip(slope + np.clip(step, -STEP, STEP), *SLOPES))
        if abs(step) < CLOSE:
            break
    intercept = np.log10(viewed.sum() / (10.0 ** (slope * away)).sum())
    return np.array([intercept + most - slope * center, slope])
