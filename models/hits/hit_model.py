"""Hit probability: how likely is a title to become a hit, judged by what is known beforehand?

A cumulative logistic regression with an L2 penalty (McCullagh 1980, "Regression models for ordinal
data"), films and series apart. An outcome has levels: how near to a hit a title came, or for how
many weeks it was one. All levels share their coefficients, so the many near misses teach what the
few hits cannot; the chance asked for is that of one level. Classes are not weighted, so that
probabilities stay calibrated. Where few outcomes of a type are known, extremely randomised trees
give the chance as well, from the same blocks, and the mean of both counts.

How much is filled in gives popular titles away, so where a block is missing for a title the
regression is given the mean of the titles that have it: not knowing is being average. No title is
average in every column, and trees would notice; they are given the block of the most typical title
of the type.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from models.feature_blocks import HIT_WEIGHTS
from models.features import BoolArray, FloatArray, Rows, side_by_side
from models.learn.block_scaler import BlockScaler
from models.learn.blocks import blocks_of
from models.learn.boosted_trees import BoostedEstimator
from models.learn.estimator import unfitted
from models.learn.extra_trees import grow

FEW = 5_000  # known outcomes of a type
KNOTS = (0.1, 0.5)
LEVEL_SCALE = 3.0  # levels' own intercepts are hardly penalised
PRIOR = 10.0  # titles' weight that keeps a group's share of hits at that of its type


class HitModel(BoostedEstimator):
    """Cumulative logistic regression per type.

    Args:
        weights: the blocks it reads and their weights.
        clock: the block that says when a title came out, in years.
        levels: the levels that are learnt together.
        wanted: the level whose chance is given; one of ``levels``.
        c: inverse strength of the penalty.
        trees: how many give the chance of a type with few outcomes, beside the regression.
        seed: of the trees.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its settings
        self,
        weights: dict[str, float] | None = None,
        clock: str = "released",
        levels: tuple[int, ...] = (3, 4),
        wanted: int = 4,
        c: float = 0.2,
        trees: int = 0,
        seed: int = 0,
    ) -> None:
        self.weights = weights
        self.clock = clock
        self.levels = levels
        self.wanted = wanted
        self.c = c
        self.trees = trees
        self.seed = seed

    def fit(
        self,
        rows: Rows,
        target: FloatArray,
        weight: FloatArray | None = None,
        group: FloatArray | None = None,
    ) -> Self:
        """Learn from n rows and the n levels that they reached.

        Args:
            rows: of the titles.
            target: (n,) levels.
            weight: (n,) how much each counts; once by default.
            group: (n,) of two groups the one that each belongs to, where that one has more hits
                than the other must tell nothing.
        """
        kinds, hit = rows["is_series"], target >= self.wanted
        counts = np.ones(len(rows)) if weight is None else weight
        if group is not None:
            counts = counts * even_weights(hit, kinds, group)
        self.types_ = {
            kind: TypeHits(unfitted(self)).fit(rows.take(own), target[own], counts[own])
            for kind in (0.0, 1.0)
            if is_enough(hit[own := kinds == kind], minimum=2)
        }
        self.few_ = [k for k in self.types_ if (kinds == k).sum() <= FEW]
        self.shares_ = [0.0, 0.0]
        if self.trees and self.few_:
            own = np.isin(kinds, self.few_)
            among = None if group is None else group[own]
            each = None if weight is None else weight[own]
            self._grow(rows.take(own), target[own], each, among)
        return self

    def predict_proba(self, rows: Rows, at_once: int | None = None) -> FloatArray:
        """Return n probabilities, NaN for a type without hits or others to learn from.

        Args:
            rows: of the titles.
            at_once: how many are multiplied together, so that to the last bit none depends on the
                others; by default all of a type.
        """
        probabilities = np.full(len(rows), np.nan)
        for kind, model in self.types_.items():
            of_type = rows["is_series"] == kind
            if of_type.any():
                own = rows.take(of_type)
                probabilities[of_type] = self._of_type(own, kind, model, at_once or len(own))
        return probabilities

    values = predict_proba

    def _of_type(self, rows: Rows, kind: float, model: TypeHits, at_once: int) -> FloatArray:
        """n probabilities of titles of one type: the regression's in blocks, the trees' in one."""
        chance, traits = np.empty(len(rows)), []
        has_trees = self.trees and kind in self.few_
        for at in blocks_of(len(rows), at_once):
            part = rows.take(at)
            design, typical = model.scaled(part)
            chance[at] = model.predict_proba(design)
            if has_trees:
                traits.append(self._traits(part, typical))
        if not has_trees:
            return chance
        by_trees = self.booster_.inplace_predict(np.concatenate(traits)[: len(rows)]).astype(float)
        share: FloatArray = (by_trees + self.shares_[int(kind)]).clip(0.0, 1.0)
        return (chance + share) / 2

    def _grow(
        self,
        rows: Rows,
        target: FloatArray,
        weight: FloatArray | None,
        group: FloatArray | None,
    ) -> None:
        self.middle_ = _middle(rows[self.clock])
        wanted, kinds = self.levels.index(self.wanted), rows["is_series"]
        reached = np.column_stack([target >= level for level in self.levels]).astype(np.float64)
        if group is not None:
            # Weights would not do: small leaves lean to the hits, which weigh less and are more.
            # So trees learn how far a title is from its group's share, each counting once.
            for kind in np.unique(kinds):
                self.shares_[int(kind)] = float(reached[kinds == kind, wanted].mean())
            reached -= group_shares(reached, kinds, group)
        traits: dict[float, NDArray[np.float32]] = {}
        for kind in self.few_:
            own = rows.take(kinds == kind)
            traits[kind] = self._traits(own, self.types_[kind].scaled(own)[1])
        features = np.empty((len(rows), traits[self.few_[0]].shape[1]), np.float32)
        for kind, own_traits in traits.items():
            features[kinds == kind] = own_traits
        self.booster_ = grow(features, reached, wanted, self.trees, self.seed, weight)

    def _traits(self, rows: Rows, typical: list[FloatArray]) -> NDArray[np.float32]:
        """What the trees read: every block, scaled within the type, the year, and the type."""
        year = np.nan_to_num(rows[self.clock], nan=self.middle_)
        return side_by_side([*typical, year, rows["is_series"]])


class TypeHits:
    """The regression for the titles of one type, with the settings of its ``HitModel``."""

    def __init__(self, settings: HitModel) -> None:
        self.settings = settings
        self.weights = settings.weights or HIT_WEIGHTS

    def fit(self, rows: Rows, target: FloatArray, weight: FloatArray) -> Self:
        """Learn from n rows of one type: the levels they reached, and how much each counts."""
        from sklearn.linear_model import LogisticRegression

        year = rows[self.settings.clock]
        known = year[~np.isnan(year)]
        self.knots_ = np.unique(np.quantile(known, KNOTS)) if len(known) else np.zeros(1)
        self.range_ = (known.min(), known.max()) if len(known) else (0.0, 0.0)
        self.scalers_ = {name: BlockScaler().fit(rows[name], weight) for name in self.weights}
        self.years_ = BlockScaler().fit(self._years(year))
        reached = [target >= level for level in self.settings.levels]
        levels = [n for n, hit in enumerate(reached) if hit.any() and not hit.all()]
        regression = LogisticRegression(C=self.settings.c, solver="newton-cholesky", max_iter=100)
        # Each title is shown once per level, and counts once in all.
        design, count = self.scaled(rows)[0], len(levels)
        marks = np.repeat(LEVEL_SCALE * np.eye(count), len(design), axis=0)
        shown = np.hstack([np.tile(design, (count, 1)), marks])
        labels = np.concatenate([reached[n] for n in levels])
        regression.fit(shown, labels, sample_weight=np.tile(weight / count, count))
        self.coef_, own = np.split(regression.coef_[0], [design.shape[1]])
        wanted = levels.index(self.settings.levels.index(self.settings.wanted))
        self.intercept_ = float(LEVEL_SCALE * own[wanted] + regression.intercept_[0])
        return self

    def predict_proba(self, design: FloatArray) -> FloatArray:
        """Return n probabilities, of the first that ``scaled`` returns."""
        return np.asarray(expit(design @ self.coef_ + self.intercept_))

    def scaled(self, rows: Rows) -> tuple[FloatArray, list[FloatArray]]:
        """What the regression reads of n rows: every block, scaled and weighted, 0 where missing,
        and the year; and what trees do: every block, that of the most typical title where it is
        missing."""
        pairs = {name: s.transform_both(rows[name]) for name, s in self.scalers_.items()}
        years = self.years_.transform(self._years(rows[self.settings.clock]))
        weighted = [own * self.weights[name] for name, (own, _) in pairs.items()]
        return np.hstack([*weighted, years]), [typical for _, typical in pairs.values()]

    def coefficients(self) -> dict[str, FloatArray]:
        """Return each block's coefficients; all columns were brought to the block's weight."""
        widths = [len(scaler.mean_) for scaler in (*self.scalers_.values(), self.years_)]
        parts = np.split(self.coef_, np.cumsum(widths)[:-1])
        named = zip((*self.scalers_, "released"), parts, strict=True)
        return {name: part * self.weights.get(name, 1.0) for name, part in named}

    def _years(self, year: FloatArray) -> FloatArray:
        """A broken line; years beyond those seen in fitting count as the nearest seen."""
        clipped = np.clip(year, *self.range_)[:, None]
        bent = np.hstack([clipped, np.maximum(clipped - self.knots_, 0.0)])
        return np.asarray(np.nan_to_num(bent))


def _middle(year: FloatArray) -> float:
    return float(np.nanmedian(year)) if (~np.isnan(year)).any() else 0.0


def group_shares(reached: FloatArray, kinds: FloatArray, group: FloatArray) -> FloatArray:
    """(n, levels) the share of each title's type and group that reached each level; of a small
    group near that of the type."""
    shares = np.empty(reached.shape)
    for kind in np.unique(kinds):
        of_type = kinds == kind
        base = reached[of_type].mean(axis=0)
        for own in (of_type & (group == g) for g in np.unique(group[of_type])):
            shares[own] = (reached[own].sum(axis=0) + PRIOR * base) / (own.sum() + PRIOR)
    return shares


def even_weights(hit: BoolArray, kinds: FloatArray, group: FloatArray) -> FloatArray:
    """Weights of n titles by which hits are as frequent in every group of a type (King & Zeng 2001,
    "Logistic regression in rare events data")."""
    column = hit[:, None].astype(np.float64)
    share = group_shares(column, kinds, group)[:, 0]
    base = group_shares(column, kinds, np.zeros(len(hit)))[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(hit, base / share, (1 - base) / (1 - share)))


def is_enough(hit: BoolArray, minimum: int) -> bool:
    """Tell whether there are enough hits and enough others to learn from."""
    return bool(min(hit.sum(), (~hit).sum()) >= minimum)
