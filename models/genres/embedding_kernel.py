"""Which genres does a text's embedding speak for?

Kernel ridge regression of all tags at once with the Gaussian kernel (Saunders et al. 1998, "Ridge
regression learning algorithm in dual variables"): each title learnt from has its say,
the more the nearer its text is. What it says joins the margins that the blend reads. The support
vector machines know each word by itself; the embedding knows which texts mean alike.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, Rows
from models.genres.kernel_equations import KernelEquations
from models.genres.likeness import Places, Single
from models.learn.blocks import blocks_of
from models.learn.cross_fit import CrossFit, Folds, Outcome
from models.learn.estimator import Estimator

LARGEST = 20_000
"""Titles learnt from: the likeness of so many is 0.8 GB."""
_AT_ONCE, _OF_THEM = 384, 512  # titles scored, and those that have their say: near the processor


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
        own = own[np.argsort(folds.number[own], kind="stable")]
        target = outcome.target[own].astype(np.float32)
        final = type(self)(**self.get_params())
        final._keep(rows["embedding"][own])
        numbers = np.unique(folds.number[outcome.known])
        sizes = [int((folds.number[own] == fold).sum()) for fold in numbers]
        with folds.progress.step(name), ThreadPoolExecutor(folds.threads) as pool:
            equations = final._equations(sizes, pool)
            weights = equations.solve_without_each(target, self.close)
            # Each title has its say in all systems but one.
            nearly = sum(weights, np.zeros_like(target)) / np.float32(max(len(weights) - 1, 1))
            final.weights_ = equations.solve(target, self.close, nearly)
        for part, (fold, without) in enumerate(zip(numbers, weights, strict=True)):
            values[own[equations.parts[part]]] = equations.said(part, without)
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
        self._keep(rows["embedding"][own])
        with ThreadPoolExecutor(1) as pool:
            equations = self._equations([len(own)], pool)
            self.weights_ = equations.solve(target[own].astype(np.float32), self.close)
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) strengths."""
        return self._said(rows["embedding"], self.weights_)

    def __getstate__(self) -> dict[str, Any]:
        """What is learnt, without what is made of it."""
        return {name: value for name, value in self.__dict__.items() if name != "_places"}

    def _learnt_from(self, known: BoolArray) -> NDArray[np.int64]:
        own = np.flatnonzero(known)
        if len(own) > LARGEST:
            rng = np.random.default_rng(self.seed)
            own = np.sort(rng.choice(own, LARGEST, replace=False))
        return own

    def _keep(self, vectors: Single) -> None:
        """Keep the titles learnt from, in half precision."""
        self.vectors_ = vectors.astype(np.float16)

    def _equations(self, sizes: list[int], pool: ThreadPoolExecutor) -> KernelEquations:
        return KernelEquations(self._learnt, sizes, self.penalty, self.seed, pool)

    @property
    def _learnt(self) -> Places:
        """Where the titles learnt from stand, made once."""
        if "_places" not in self.__dict__:
            self._places = Places.of(self.vectors_, self.gamma)
        return self._places

    def _said(self, vectors: Single, weights: Single) -> FloatArray:
        """What (titles, tags) weights say of n vectors; (n, tags)."""
        heavy, asked = weights.astype(np.float64), Places.of(vectors, self.gamma)
        learnt = [
            (self._learnt.take(at), heavy[at])
            for start in range(0, len(heavy), _OF_THEM)
            for at in [slice(start, start + _OF_THEM)]
        ]
        # Memory that is written to again and again stays near the processor.
        single = np.empty((_AT_ONCE, _OF_THEM), np.float32)
        double = np.empty((_AT_ONCE, _OF_THEM))
        found = np.zeros((len(vectors), weights.shape[1]))
        for at in blocks_of(len(vectors), _AT_ONCE):
            block, said = asked.take(at), np.zeros((_AT_ONCE, weights.shape[1]))
            for own, say in learnt:
                # In double precision: in single, sums depend on where in a block a row stands.
                double[:, : len(own)] = block.likeness(own, single[:, : len(own)])
                said += double[:, : len(own)] @ say
            found[at] = said
        # What is left of the order of sums is beyond the precision in which it is told.
        return found.astype(np.float32).astype(np.float64)
