"""Top 10 chance of titles of which much is known, and of those known by little but their name.

To be described is itself a sign of success: who did well stands in later files, and who stands in
none is known by its name alone. That is no merit of a title, so it must not count: what a title
lacks must not lower its chance, and what it has must not raise it for being there.

So there are two views of a title. The first is what all titles have (type, day and length), learnt
from all of them: its chances have the base rate of all titles. The second is everything, learnt
from the described titles. Selection by the outcome shifts the odds of all titles of one kind alike
and leaves the rest (King & Zeng 2001, "Logistic regression in rare events data"), so the shift goes
when odds are divided by odds of the same selection: a description multiplies the odds of the first
view by those of the second over those of the first learnt from the described titles. Where every
title is described, the second view's chance is left.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy.special import expit, logit

from models.features import BoolArray, FloatArray, Rows
from models.hits.hit_model import HitModel, TypeHits, is_enough
from models.learn.boosted_trees import xgboost
from models.learn.estimator import Estimator

LEAST_DESCRIBED = 20  # described hits, and others, of a type
SURE = 1e-4  # chances nearer to 0 or 1 are taken as this near


class TwoViewModel(Estimator):
    """Hit models of what all titles have and of what described ones have.

    Args:
        weights: the blocks of described titles and their weights.
        common: the blocks that all titles have and their weights.
        clock: the block that says when a title came out, in years.
        levels: the levels that are learnt together.
        wanted: the level whose chance is given; one of ``levels``.
        c: inverse strength of the penalty.
        trees: how many give the chance of described titles, beside the regression.
        seed: of the trees.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its settings
        self,
        weights: dict[str, float] | None = None,
        common: dict[str, float] | None = None,
        clock: str = "came",
        levels: tuple[int, ...] = (1, 2, 3),
        wanted: int = 1,
        c: float = 0.5,
        trees: int = 0,
        seed: int = 0,
    ) -> None:
        self.weights = weights
        self.common = common
        self.clock = clock
        self.levels = levels
        self.wanted = wanted
        self.c = c
        self.trees = trees
        self.seed = seed

    @property
    def types_(self) -> dict[float, TypeHits]:
        """The regressions by type, each the one that reads most."""
        return {**self.common_.types_, **{k: self.whole_.types_[k] for k in self.described_}}

    @property
    def booster_(self) -> xgboost.Booster:
        """The trees of the second view, which have a file of their own."""
        return self.whole_.booster_

    @booster_.setter
    def booster_(self, trees: xgboost.Booster) -> None:
        self.whole_.booster_ = trees

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows and the n levels that they reached."""
        told = _is_described(rows)
        hit = target >= self.wanted
        self.described_ = [
            kind
            for kind in (0.0, 1.0)
            if is_enough(hit[told & (rows["is_series"] == kind)], LEAST_DESCRIBED)
        ]
        chosen = told & np.isin(rows["is_series"], self.described_)
        own, reached = rows.take(chosen), target[chosen]
        self.common_ = self._view(self.common).fit(rows, target)
        self.ground_ = self._view(self.common).fit(own, reached)
        self.whole_ = self._view(self.weights, self.trees).fit(own, reached)
        return self

    def predict_proba(self, rows: Rows) -> FloatArray:
        """Return n probabilities, NaN for a type without hits or others to learn from."""
        chance = self.common_.predict_proba(rows)
        told = _is_described(rows) & np.isin(rows["is_series"], self.described_)
        if told.any():
            # Of all rows, also those that do not ask: sums come otherwise in another shape.
            added = _odds(self.whole_.predict_proba(rows)) - _odds(self.ground_.predict_proba(rows))
            chance[told] = expit(_odds(chance) + added)[told]
        return chance

    values = predict_proba

    def _view(self, weights: dict[str, float] | None, trees: int = 0) -> HitModel:
        return HitModel(
            weights, self.clock, self.levels, self.wanted, self.c, trees=trees, seed=self.seed
        )


def _is_described(rows: Rows) -> BoolArray:
    return np.asarray(rows["is_described"] > 0)


def _odds(chance: FloatArray) -> FloatArray:
    """Log odds."""
    return np.asarray(logit(np.clip(chance, SURE, 1 - SURE)))
