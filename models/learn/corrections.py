"""What is wrong with forecasts, learnt from earlier ones whose outcome is known by now.

Chances are set right by a straight line in log odds (``recalibration``). Ends of intervals are
moved by as much as nine in ten earlier outcomes ask for (Romano et al. 2019, "Conformalized
quantile regression"), each end by itself. What is newer counts more (Tibshirani et al. 2019,
"Conformal prediction under covariate shift").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from models.features import FloatArray
from models.learn.recalibration import UNCHANGED, fit_odds, log_odds, recalibrated

HALF_LIFE = 365.0  # days after which a forecast counts half
LEAST_CHANCES, LEAST_INTERVALS = 20, 40  # forecasts, before they set others right
COVERAGE = 0.9


@dataclass(frozen=True)
class Correction:
    """How forecasts of one question and type are set right.

    Args:
        slope, shift: of log odds.
        low_by, high_by: what the lower end of an interval goes down by, and the upper one up.
        forecast_count: from how many forecasts it was learnt.
    """

    slope: float = UNCHANGED[0]
    shift: float = UNCHANGED[1]
    low_by: float = 0.0
    high_by: float = 0.0
    forecast_count: int = 0

    @classmethod
    def of_chances(cls, said: FloatArray, actual: FloatArray, age: FloatArray) -> Self:
        """Learn from n chances.

        Args:
            said: (n,) chances.
            actual: (n,) 1 where it came true, else 0.
            age: (n,) days since each outcome became known.
        """
        if len(said) < LEAST_CHANCES:
            return cls()
        line = fit_odds(log_odds(said), actual > 0, _weight(age))
        return cls(*line, forecast_count=len(said))

    @classmethod
    def of_intervals(
        cls, low: FloatArray, high: FloatArray, actual: FloatArray, age: FloatArray
    ) -> Self:
        """Learn from n intervals, on a scale on which ends may be moved.

        Args:
            low, high: (n,) ends.
            actual: (n,) outcomes.
            age: (n,) days since each became known.
        """
        if len(low) < LEAST_INTERVALS:
            return cls()
        weight, share = _weight(age), (1 + COVERAGE) / 2
        ends = _held(low - actual, weight, share), _held(actual - high, weight, share)
        return cls(*UNCHANGED, *ends, forecast_count=len(low))

    def chances(self, said: FloatArray) -> FloatArray:
        """(n,) chances set right; NaN stays."""
        if (self.slope, self.shift) == UNCHANGED:
            return said
        return recalibrated(log_odds(said), (self.slope, self.shift))

    def interval(
        self, question: str, low: FloatArray, middle: FloatArray, high: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """(n,) lower and (n,) upper ends of ratings, 0 to 10, or of views, set right."""
        ends = self.ends(*(on_scale(question, values) for values in (low, middle, high)))
        if question == "views":
            lower, upper = (np.power(10.0, end) for end in ends)
        else:
            lower, upper = (np.clip(end, 0.0, 10.0) for end in ends)
        return lower, upper

    def ends(
        self, low: FloatArray, middle: FloatArray, high: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """(n,) lower and (n,) upper ends set right; the middle stays between them."""
        return np.minimum(low - self.low_by, middle), np.maximum(high + self.high_by, middle)


def on_scale(question: str, values: FloatArray) -> FloatArray:
    """(n,) values on the scale on which the ends of a question's intervals are moved."""
    return np.log10(values) if question == "views" else values


def _weight(age: FloatArray) -> FloatArray:
    """(n,) the newest counts once, however long ago it was."""
    return np.asarray(0.5 ** ((age - age.min()) / HALF_LIFE))


def _held(beyond: FloatArray, weight: FloatArray, share: float) -> float:
    """The distance that a share of n weighted ones, and of one to come, does not exceed."""
    order = np.argsort(beyond, kind="stable")
    reached = np.cumsum(weight[order]) / (weight.sum() + 1.0)
    at = int(np.searchsorted(reached, share))
    return float(beyond[order[min(at, len(order) - 1)]])
