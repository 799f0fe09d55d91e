"""Blocks of features brought to one scale, where not to know a title's counts as average."""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy import sparse

from models.features import BoolArray, FloatArray, Matrix
from models.learn.estimator import Estimator

NO_SPREAD = 1e-9


class BlockScaler(Estimator):
    """Standardises one block; rows that are all zero are missing and take the mean.

    Args:
        limit: scaled values are cut off at this distance, so rare categories don't shout.
    """

    def __init__(self, limit: float = 6.0) -> None:
        self.limit = limit

    def fit(self, block: Matrix, weight: FloatArray | None = None) -> Self:
        """Learn mean and spread of the (n, columns) block where it is not missing; each of the n
        rows counts once, or as much as it weighs."""
        dense, is_present = _dense(block)
        present = dense[is_present]
        nothing = np.zeros(dense.shape[1])
        if weight is None or not len(present):
            self.mean_ = present.mean(axis=0) if len(present) else nothing
            spread = present.std(axis=0) if len(present) else nothing
        else:
            self.mean_ = np.average(present, axis=0, weights=weight[is_present])
            off = np.square(present - self.mean_)
            spread = np.sqrt(np.average(off, axis=0, weights=weight[is_present]))
        self.scale_ = np.where(spread > NO_SPREAD, spread, np.inf)
        distance = np.square(self._scaled(present)).sum(axis=1)
        self.typical_ = present[distance.argmin()] if len(present) else self.mean_
        return self

    def transform(self, block: Matrix) -> FloatArray:
        """Return the (n, columns) block, scaled, 0 where missing."""
        scaled, is_present = self._present(block)
        scaled[~is_present] = 0.0
        return scaled

    def transform_both(self, block: Matrix) -> tuple[FloatArray, FloatArray]:
        """Return the (n, columns) block, scaled: 0 where missing; and where missing, as the row
        nearest to the mean."""
        scaled, is_present = self._present(block)
        if is_present.all():
            return scaled, scaled
        typical = scaled.copy()
        typical[~is_present] = self._scaled(self.typical_)
        scaled[~is_present] = 0.0
        return scaled, typical

    def _present(self, block: Matrix) -> tuple[FloatArray, BoolArray]:
        dense, is_present = _dense(block)
        return self._scaled(dense), is_present

    def _scaled(self, dense: FloatArray) -> FloatArray:
        scaled = dense - self.mean_
        scaled *= 1 / self.scale_
        return np.clip(scaled, -self.limit, self.limit, out=scaled)


def _dense(block: Matrix) -> tuple[FloatArray, BoolArray]:
    """The block as numbers, and which of its rows are not all zero."""
    if sparse.issparse(block):
        return block.toarray().astype(np.float64), block.getnnz(axis=1) > 0
    dense = np.asarray(block, dtype=np.float64)
    return dense, np.asarray(dense.any(axis=1))
