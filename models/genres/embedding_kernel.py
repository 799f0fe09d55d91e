"""Which genres does a text's embedding speak for?

Kernel ridge regression of all tags at once with the Gaussian kernel (Saunders et al. 1998, "Ridge
regression learning algorithm in dual variables"): each title learnt from has its say,
the more the nearer its text is. What it says joins the margins that the blend reads. The support
vector machines know each word by itself; the embedding knows which texts mean alike.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, Rows
from models.learn.blocks import in_blocks
from models.learn.cross_fit import CrossFit, Folds, Outcome
from models.learn.estimator import Estimator

LARGEST = 20_000
"""Titles learnt from: a matrix of this many by as many is 1.6 GB."""
LANDMARKS = 1_000  # titles by which the equations are solved roughly
MOST_STEPS = 200
JITTER = 1e-7
_AT_ONCE = 256  # titles scored
_ROWS = 2_048  # of the kernel that one thread multiplies at a time

Single = NDArray[np.float32]


class TagKernel(Estimator):
    """All tags from the block ``embedding``.

    Args:
        gamma: how fast likeness falls with the squared distance.
        penalty: strength of the L2 penalty.
        close: how far its equations may be from true, as a share of the listing's length.
        seed: of the choice of titles, where there are too many to learn from all.
    """

    def __init__(
        self, gamma: float = 1.5, penalty: float = 1.0, close: float = 0.02, seed: int = 0
    ) -> None:
        self.gamma = gamma
        self.penalty = penalty
        self.close = close
        self.seed = seed

    def cross_fit(self, rows: Rows, outcome: Outcome, folds: Folds, name: str) -> CrossFit:
        """What ``models.learn.cross_fit`` gives, from one kernel for the equations of all folds.

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
        equations = final._equations(rows["embedding"][own])
        number, numbers = folds.number[own], np.unique(folds.number[outcome.known])
        learnt = np.column_stack([*(number != fold for fold in numbers), np.ones(len(own), bool)])
        with folds.progress.step(name):
            *weights, final.weights_ = equations.solve(target, learnt, self.close, folds.threads)
        for fold, without in zip(numbers, weights, strict=True):
            inside = number == fold
            values[own[inside]] = equations.kernel[inside] @ without
            rest = outcome.known & (folds.number == fold)
            rest[own] = False
            if rest.any():
                values[rest] = final._said(rows["embedding"][rest], without)
        if not outcome.known.all():
            values[~outcome.known] = final.values(rows.take(~outcome.known))
        return CrossFit(values, final)

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows and the (n, tags) listing."""
        own = self._learnt_from(np.ones(len(rows), dtype=bool))
        equations, every = self._equations(rows["embedding"][own]), np.ones((len(own), 1), bool)
        [self.weights_] = equations.solve(target[own].astype(np.float32), every, self.close)
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

    def _equations(self, vectors: Single) -> _Equations:
        """The equations of n titles, whose vectors are kept in half precision."""
        self.vectors_ = vectors.astype(np.float16)
        own = self.vectors_.astype(np.float32)
        likeness = own @ own.T
        length = np.einsum("ij,ij->i", own, own) * np.float32(self.gamma)
        likeness *= np.float32(2 * self.gamma)
        likeness -= length
        likeness -= length[:, None]
        np.exp(likeness, out=likeness)
        return _Equations(likeness, self.penalty, self.seed)

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


class _Equations:
    """The equations of a kernel ridge regression, solved by conjugate gradients (Hestenes & Stiefel
    1952), preconditioned by the kernel's approximation from some titles (Nystroem; Rudi, Carratino
    & Rosasco 2017, "FALKON").

    Args:
        kernel: (n, n) likeness of the titles.
        penalty: strength of the L2 penalty.
        seed: of the choice of those titles.
    """

    def __init__(self, kernel: Single, penalty: float, seed: int) -> None:
        from scipy.linalg import cho_factor

        self.kernel = kernel
        self.penalty = np.float32(penalty)
        count = min(len(kernel), LANDMARKS)
        chosen = np.sort(np.random.default_rng(seed).choice(len(kernel), count, replace=False))
        self._near = np.ascontiguousarray(kernel[:, chosen])
        among = self._near.T @ self._near + self.penalty * self._near[chosen]
        among = among.astype(np.float64)
        among.flat[:: count + 1] += JITTER * among.trace() / count
        self._root = cho_factor(among, lower=True, overwrite_a=True)

    def solve(
        self, target: Single, learnt: BoolArray, close: float, threads: int = 1
    ) -> list[Single]:
        """Return the (n, tags) weights of each system, zero for titles that it does not learn from.

        Args:
            target: (n, tags).
            learnt: (n, systems) which titles each learns from.
            close: how far the equations may be from true, as a share of the target's length.
            threads: cores to use; changes no weight.
        """
        systems = learnt.shape[1]
        kept = np.repeat(learnt, target.shape[1], axis=1).astype(np.float32)
        left = np.tile(target, systems) * kept
        enough = np.square(left).sum(axis=0) * np.float32(close**2)
        weights = np.zeros_like(left)
        along = step = self._roughly(left, kept)
        size = (left * step).sum(axis=0)
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(MOST_STEPS):
                if (np.square(left).sum(axis=0) <= enough).all():
                    break
                moved = self._likened(along, pool) * kept + self.penalty * along
                length = _over(size, (along * moved).sum(axis=0))
                weights += length * along
                left -= length * moved
                step, before = self._roughly(left, kept), size
                size = (left * step).sum(axis=0)
                along = step + _over(size, before) * along
        return [np.ascontiguousarray(part) for part in np.split(weights, systems, axis=1)]

    def _likened(self, along: Single, pool: ThreadPoolExecutor) -> Single:
        """The kernel's product, in blocks of one size so that threads change no sum."""
        starts = range(0, len(self.kernel), _ROWS)
        return np.vstack(list(pool.map(lambda at: self.kernel[at : at + _ROWS] @ along, starts)))

    def _roughly(self, left: Single, kept: Single) -> Single:
        """The weights that would do if the chosen titles told the whole kernel."""
        from scipy.linalg import cho_solve

        told = cho_solve(self._root, self._near.T @ left).astype(np.float32)
        found: Single = (left - self._near @ told) * kept / self.penalty
        return found


def _over(upper: Single, lower: Single) -> Single:
    """A quotient by tag, 0 where nothing is left."""
    return np.divide(upper, lower, out=np.zeros_like(upper), where=lower > 0)
