"""Two models on the same titles: is one better, beyond noise?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.features import FloatArray

STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Paired:
    """The mean of paired differences of losses, negative where the first model is better.

    Args:
        difference: the mean.
        error: its standard error.
        title_count: titles that both were judged on.
    """

    difference: float
    error: float
    title_count: int

    @property
    def is_worse(self) -> bool:
        """Whether the first model is worse by more than noise."""
        return self.difference > STANDARD_ERRORS * self.error

    @property
    def is_better(self) -> bool:
        """Whether the first model is better by more than noise."""
        return -self.difference > STANDARD_ERRORS * self.error


def compare(ours: FloatArray, theirs: FloatArray) -> Paired:
    """Compare (n,) losses; titles that one of them does not know are left out."""
    difference = (ours - theirs)[~np.isnan(ours - theirs)]
    n = len(difference)
    mean = float(difference.mean()) if n else 0.0
    error = float(difference.std(ddof=1) / np.sqrt(n)) if n > 1 else np.inf
    return Paired(mean, error, n)
