"""Which genres does a text's embedding speak for?

Kernel ridge regression of all tags at once with the Gaussian kernel (Saunders et al. 1998, "Ridge
regression learning algorithm in dual variables"), exact: each title learnt from has its say,
the more the nearer its text is. What it says joins the margins that the blend reads. The support
vector machines know each word by itself; the embedding knows which texts mean alike.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, Rows
from models.learn.blocks import in_blocks
from models.learn.cross_fit import CrossFit, Folds, Outcome
from models.learn.estimator import Estimator

LARGEST = 20_000
"""Titles learnt from: a matrix of this many by as many is 1.6 GB."""
_AT_ONCE = 256  # titles scored

Single = NDArray[np.float32]


class TagKernel(Estimator):
    """All tags from the block ``embedding``.

    Args:
        gamma: how fast likeness falls with the squared distance.
        penalty: strength of the L2 penalty.
        seed: of the choice of titles, where there are too many to learn from all.
    """

    def __init__(self, gamma: float = 1.5, penalty: float = 1.0, seed: int = 0) -> None:
        self.gamma = gamma
        self.penalty = penalty
        self.seed = seed

    def cross_fit(self, rows: Rows, outcome: Outcome, folds: Folds, name: str) -> CrossFit:
        """What ``models.learn.cross_fit`` gives, from one inverse in place of a fit per fold.

        Titles of a fold are scored by weights that solve the same equations without that fold:
        these follow from the block of the inverse that belongs to it.

        Args:
            rows: n titles.
            outcome: the n titles' listings.
            folds: the n titles' folds.
            name: what the progress bar calls it.
        """
        values = np.zeros(outcome.target.shape)
        if 0 in values.shape[1:] or not outcome.known.any():
            return CrossFit(values, None)
        own = self._learnt_from(outcome.known)
        target = outcome.target[own].astype(np.float32)
        final = type(self)(**self.get_params())
        inverse = final._solve(rows["embedding"][own], target)
        number, numbers = folds.number[own], np.unique(folds.number[outcome.known])
        for fold in folds.progress.track(numbers, name, len(numbers)):
            inside = np.flatnonzero(number == fold)
            without = _without(inverse, final.weights_, inside)
            values[own[inside]] = target[inside] - without.correction
            rest = outcome.known & (folds.number == fold)
            rest[own] = False
            if rest.any():
                values[rest] = final._said(rows["embedding"][rest], without.weights())
        if not outcome.known.all():
            values[~outcome.known] = final.values(rows.take(~outcome.known))
        return CrossFit(values, final)

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows and the (n, tags) listing."""
        own = self._learnt_from(np.ones(len(rows), dtype=bool))
        self._solve(rows["embedding"][own], target[own].astype(np.float32))
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) strengths."""
        return self._said(rows["embedding"], self.weights_)

    def _learnt_from(self, known: BoolArray) -> NDArray[np.int64]:
        own = np.flatnonzero(known)
        if len(own) > LARGEST:
            rng = np.random.default_rng(self.seed)
            own = np.sort(rng.choice(own, LARGEST, replace=False))
        return own

    def _solve(self, vectors: Single, target: Single) -> Single:
        """Set the weights, and return the inverse that they come from: its lower half alone."""
        from scipy.linalg import blas, lapack

        self.vectors_ = vectors.astype(np.float16)
        own = self.vectors_.astype(np.float32)
        likeness = own @ own.T
        length = np.einsum("ij,ij->i", own, own) * np.float32(self.gamma)
        likeness *= np.float32(2 * self.gamma)
        likeness -= length
        likeness -= length[:, None]
        np.exp(likeness, out=likeness)
        likeness.flat[:: len(own) + 1] += np.float32(self.penalty)
        # Symmetric, so that its transpose, which LAPACK needs no copy of, is the same.
        root, _ = lapack.spotrf(likeness.T, lower=1, clean=0, overwrite_a=1)
        inverse, _ = lapack.spotri(root, lower=1, overwrite_c=1)
        self.weights_ = np.ascontiguousarray(blas.ssymm(1.0, inverse, target, lower=1))
        found: Single = inverse
        return found

    def _said(self, vectors: Single, weights: Single) -> FloatArray:
        own, heavy = self.vectors_.astype(np.float64), weights.astype(np.float64)
        length = np.square(own).sum(axis=1)

        def said(part: FloatArray) -> FloatArray:
            # In double precision: in single, a row's sums depend on where in a block it stands.
            squared = np.square(part).sum(axis=1)[:, None] + length - 2 * (part @ own.T)
            likeness = np.exp((-self.gamma * squared).astype(np.float32))
            found: FloatArray = likeness.astype(np.float64) @ heavy
            return found

        return np.asarray(in_blocks(vectors.astype(np.float64), _AT_ONCE, said), np.float64)


class _Without:
    """The equations solved without some titles.

    Args:
        correction: (titles, tags) what the weights of those titles come to by themselves.
    """

    def __init__(
        self, inverse: Single, all_weights: Single, inside: NDArray[np.int64], correction: Single
    ) -> None:
        self.inverse = inverse
        self.all_weights = all_weights
        self.inside = inside
        self.correction = correction

    def weights(self) -> Single:
        """The (n, tags) weights; of the titles left out, zero."""
        from scipy.linalg import blas

        moved = np.zeros_like(self.all_weights)
        moved[self.inside] = self.correction
        found: Single = self.all_weights - blas.ssymm(1.0, self.inverse, moved, lower=1)
        found[self.inside] = 0.0
        return found


def _without(inverse: Single, weights: Single, inside: NDArray[np.int64]) -> _Without:
    block = np.tril(inverse[np.ix_(inside, inside)])
    block += np.tril(block, -1).T
    return _Without(inverse, weights, inside, np.linalg.solve(block, weights[inside]))
