"""From which probability on is a tag given? A threshold for each tag, and what it decides."""

from __future__ import annotations

from typing import Self

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.learn.estimator import Estimator


class TagThresholds(Estimator):
    """The probability from which a tag is given, drawn towards that of all tags together.

    By default the one of the best F1; or the lowest from which the wanted share of what is given is
    right.

    Args:
        shrink: a tag listed this often counts as much as all tags together.
        precision: the wanted share, between 0 and 1; None for the best F1.
    """

    GRID = np.linspace(0.08, 0.72, 33)
    PRECISION_GRID = np.linspace(0.08, 0.98, 46)

    def __init__(self, shrink: float = 20.0, precision: float | None = None) -> None:
        self.shrink = shrink
        self.precision = precision

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows with block ``probabilities`` and the (n, tags) listing."""
        listed_count = target.sum(axis=0)
        if self.precision is None:
            hits, given = _passing(rows["probabilities"], target, self.GRID)
            overall = 2 * hits.sum(axis=1) / (given + listed_count).sum(axis=1).clip(1)
            per_tag = 2 * hits / (given + listed_count).clip(1)
            trust = listed_count / (listed_count + self.shrink)
            shared = self.GRID[overall.argmax()]
            self.thresholds_ = trust * self.GRID[per_tag.argmax(axis=0)] + (1 - trust) * shared
        else:
            hits, given = _passing(rows["probabilities"], target, self.PRECISION_GRID)
            overall = (hits.sum(axis=1) / given.sum(axis=1).clip(1))[:, None]
            per_tag = (hits + self.shrink * overall) / (given + self.shrink)
            # Where no step reaches it, the tag is only given when all but certain.
            reached = np.vstack([per_tag >= self.precision, np.ones(len(listed_count), dtype=bool)])
            self.thresholds_ = np.append(self.PRECISION_GRID, 1.0)[reached.argmax(axis=0)]
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) thresholds that hold for the rows."""
        return np.tile(self.thresholds_, (len(rows), 1))


def _passing(
    probabilities: FloatArray, target: BoolArray, grid: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Count the titles that pass each step of a grid: (steps, tags) those listed, and all."""
    hits, given = np.empty((2, len(grid), target.shape[1]))
    for step, threshold in enumerate(grid):
        passed = probabilities >= threshold
        hits[step], given[step] = (passed & target).sum(axis=0), passed.sum(axis=0)
    return hits, given


def decide(
    probabilities: FloatArray, thresholds: FloatArray, *, may_be_bare: bool = False
) -> BoolArray:
    """Compare with thresholds: the one place where a probability becomes a tag.

    Args:
        probabilities: (n, tags), NaN where not modelled.
        thresholds: (n, tags) or (tags,).
        may_be_bare: leave a title without a tag where none passes.

    Returns:
        (n, tags); where none passes, the tag nearest to its threshold, unless titles may be bare.
    """
    ratio = np.nan_to_num(probabilities / thresholds, nan=-1.0)
    given: BoolArray = ratio >= 1.0
    bare = ~given.any(axis=1) & (ratio > 0).any(axis=1)
    if bare.any() and not may_be_bare:
        given[bare, ratio[bare].argmax(axis=1)] = True
    return given
