"""Target encoding: what titles with the same person, country or language were rated.

A category's value is its weighted mean distance from the overall mean, drawn towards 0 where there
is little evidence (Micci-Barreca 2001, "A preprocessing scheme for high-cardinality categorical
attributes"). Learning rows are encoded from the other folds only, so no row carries its own rating.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.features import FloatArray
from models.learn.estimator import Estimator


class MeanEncoder(Estimator):
    """Mean distance from the overall rating over a title's categories.

    Args:
        smoothing: weight of the overall mean, in full-weight titles.
    """

    def __init__(self, smoothing: float = 10.0) -> None:
        self.smoothing = smoothing

    def fit(self, categories: sparse.csr_matrix, target: FloatArray, weight: FloatArray) -> Self:
        """Learn from (n, categories) memberships, n ratings and their weights."""
        distance = weight * (target - np.average(target, weights=weight))
        evidence = categories.T @ weight
        self.is_seen_ = (evidence > 0).astype(np.float64)
        self.value_ = (categories.T @ distance) / (evidence + self.smoothing)
        return self

    def transform(self, categories: sparse.csr_matrix) -> FloatArray:
        """Return n means, NaN for a title without a category seen in fitting."""
        count = np.asarray(categories @ self.is_seen_)
        total = np.asarray(categories @ self.value_)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def encode_nested(
    encoder: MeanEncoder,
    categories: sparse.csr_matrix,
    target: FloatArray,
    weight: FloatArray,
    fold: NDArray[np.int64],
) -> FloatArray:
    """Return the learning rows' encodings, each from the folds it is not in."""
    encoded = np.full(len(target), np.nan)
    for own in np.unique(fold):
        others, here = fold != own, fold == own
        if others.any():
            encoder.fit(categories[others], target[others], weight[others])
            encoded[here] = encoder.transform(categories[here])
    return encoded
