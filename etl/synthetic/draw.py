"""Chance, from one seed: every choice the sample makes is drawn here, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Draw:
    """A short-spoken random generator, the same on every machine for the same seed.

    Choices are made from uniform numbers rather than by ``Generator.choice``, which takes ten times
    as long for one item and whose results NumPy does not promise to keep between versions.
    """

    def __init__(self, seed: int) -> None:
        self.begin(seed)

    def begin(self, *seeds: int) -> None:
        """Start anew: what is drawn from here on depends on these numbers alone."""
        self._rng = np.random.Generator(np.random.PCG64(list(seeds) if seeds[1:] else seeds[0]))

    def chance(self, probability: float) -> bool:
        """Return whether something of this probability happens."""
        return bool(self._rng.random() < probability)

    def normal(self, sd: float = 1.0, mean: float = 0.0) -> float:
        """Return one normally distributed number."""
        return float(self._rng.standard_normal()) * sd + mean

    def waiting(self, mean: float) -> float:
        """Return one exponentially distributed number: often small, now and then large."""
        return -mean * float(np.log1p(-self._rng.random()))

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._rng.random() * (high - low + 1))

    def day(self, first: date, last: date, *, skew: float = 1.0) -> date:
        """Return a day from first to last; a skew above 1 prefers late days."""
        share = float(self._rng.random()) ** (1 / skew)
        return first + timedelta(days=round(share * (last - first).days))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, each as likely as any other."""
        return items[int(self._rng.random() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the items, as likely as its weight says."""
        mark = float(self._rng.random()) * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return up to ``count`` different items, in random order."""
        order = np.argsort(self._rng.random(len(items)), kind="stable")
        return [items[int(position)] for position in order[:count]]
