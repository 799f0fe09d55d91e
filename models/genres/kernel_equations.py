"""The equations of a kernel ridge regression: of all titles, and of all but those of each fold.

They are solved by conjugate gradients (Hestenes & Stiefel 1952), preconditioned by the kernel's
approximation from some titles (Nystroem; Rudi, Carratino & Rosasco 2017, "FALKON"), for all tags
and folds at once. A fold's own titles are left out of its products, and a tag that is solved, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from models.features import BoolArray
from models.genres.likeness import Places, Single

LANDMARKS = 1_000  # titles by which the equations are solved roughly
MOST_STEPS = 200
JITTER = 1e-7
NOBODY = -1  # the part that a system of all titles leaves out


class KernelEquations:
    """The equations of n titles, which stand part by part.

    Args:
        places: of the n titles.
        sizes: of the parts.
        penalty: strength of the L2 penalty.
        seed: of the choice of the titles by which they are solved roughly.
        pool: shares the work; changes no weight.
    """

    def __init__(
        self, places: Places, sizes: Sequence[int], penalty: float, seed: int, pool: Executor
    ) -> None:
        ends = np.cumsum(sizes)
        self.pool = pool
        self.penalty = np.float32(penalty)
        self.parts = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
        self._part = np.repeat(np.arange(len(sizes)), sizes)[:, None]
        pairs = list(combinations_with_replacement(range(len(sizes)), 2))
        own = [places.take(part) for part in self.parts]
        blocks = pool.map(lambda pair: own[pair[0]].likeness(own[pair[1]]), pairs)
        self._blocks: dict[tuple[int, int], Single] = dict(zip(pairs, blocks, strict=True))
        count = min(len(places), LANDMARKS)
        chosen = np.sort(np.random.default_rng(seed).choice(len(places), count, replace=False))
        self._near = places.likeness(places.take(chosen))
        among = self.penalty * self._near[chosen]
        each = [self._near[part].T @ self._near[part] for part in self.parts]
        every = among + sum(each)
        self._roots = {NOBODY: _root(every)}
        if len(sizes) > 1:
            self._roots |= {part: _root(every - own) for part, own in enumerate(each)}

    def solve_without_each(self, target: Single, close: float) -> list[Single]:
        """Return the (n, tags) weights of each part's system, which leaves that part out.

        Args:
            target: (n, tags).
            close: how far the equations may be from true, as a share of the target's length.
        """
        count = len(self.parts)
        left_out = np.repeat(np.arange(count), target.shape[1])
        weights = self._solved(np.tile(target, count), left_out, close)
        return [np.ascontiguousarray(part) for part in np.split(weights, count, axis=1)]

    def solve(self, target: Single, close: float, start: Single | None = None) -> Single:
        """Return the (n, tags) weights of the system of all titles.

        Args:
            target, close: as before.
            start: weights that are nearly right, which saves steps; None for no idea.
        """
        return self._solved(target, np.full(target.shape[1], NOBODY), close, start)

    def said(self, part: int, weights: Single) -> Single:
        """What (n, tags) weights say of a part's titles."""
        return self._of_part(part, weights, np.full(weights.shape[1], NOBODY))

    def _solved(
        self,
        target: Single,
        left_out: NDArray[np.int64],
        close: float,
        start: Single | None = None,
    ) -> Single:
        """The (n, columns) weights; each column leaves out a part."""
        left = target * (self._part != left_out)
        enough = np.square(left).sum(axis=0) * np.float32(close**2)
        weights = np.zeros_like(left) if start is None else start
        if start is not None:
            left -= self._moved(start, left_out)
        found: Single = np.zeros_like(left)
        column = np.arange(len(left_out))
        along = step = self._roughly(left, left_out)
        size = (left * step).sum(axis=0)
        for _ in range(MOST_STEPS):
            is_open = np.square(left).sum(axis=0) > enough[column]
            if not is_open.all():
                found[:, column[~is_open]] = weights[:, ~is_open]
                left, weights, along = (own[:, is_open] for own in (left, weights, along))
                column, size = column[is_open], size[is_open]
                if not len(column):
                    break
            moved = self._moved(along, left_out[column])
            length = _over(size, (along * moved).sum(axis=0))
            weights = weights + length * along
            left -= length * moved
            step, before = self._roughly(left, left_out[column]), size
            size = (left * step).sum(axis=0)
            along = step + _over(size, before) * along
        found[:, column] = weights
        return found

    def _moved(self, along: Single, left_out: NDArray[np.int64]) -> Single:
        """The left side of the equations, part by part, so that threads change no sum."""
        numbers = range(len(self.parts))
        parts = self.pool.map(lambda part: self._of_part(part, along, left_out), numbers)
        return np.vstack(list(parts)) + self.penalty * along

    def _of_part(self, part: int, along: Single, left_out: NDArray[np.int64]) -> Single:
        """The kernel's product for one part's titles; a column neither asks the part that it
        leaves out nor is asked for it."""
        own = self.parts[part]
        found: Single = np.zeros((own.stop - own.start, along.shape[1]), np.float32)
        for other, at in enumerate(self.parts):
            asks: BoolArray = (left_out != part) & (left_out != other)
            if asks.any():
                found[:, asks] += self._block(part, other) @ along[at][:, asks]
        return found

    def _block(self, part: int, other: int) -> Single:
        if part <= other:
            return self._blocks[part, other]
        return self._blocks[other, part].T

    def _roughly(self, left: Single, left_out: NDArray[np.int64]) -> Single:
        """The weights that would do if the chosen titles told the whole kernel."""
        from scipy.linalg import cho_solve

        told = self._near.T @ left
        for part in np.unique(left_out):
            own = left_out == part
            told[:, own] = cho_solve(self._roots[part], told[:, own])
        found: Single = (left - self._near @ told) * (self._part != left_out) / self.penalty
        return found


def _root(among: Single) -> tuple[NDArray[np.float64], bool]:
    """The Cholesky factor of what is common to the chosen titles."""
    from scipy.linalg import cho_factor

    double = among.astype(np.float64)
    double.flat[:: len(double) + 1] += JITTER * double.trace() / len(double)
    factor: tuple[NDArray[np.float64], bool] = cho_factor(double, lower=True, overwrite_a=True)
    return factor


def _over(upper: Single, lower: Single) -> Single:
    """A quotient by tag, 0 where nothing is left."""
    return np.divide(upper, lower, out=np.zeros_like(upper), where=lower > 0)
