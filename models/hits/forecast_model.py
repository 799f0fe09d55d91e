"""Top 10 chance of films and of seasons, as a forecast of what is to come.

Three things make it one. What came lately counts more, as far as that was found to help: of
series. The chances are set right by what earlier forecasts were worth (``models.hits.in_time``).
And to be described is itself a sign of success: who did well stands in later files, and who stands
in none is known by its name alone. That is no merit of a title, so it must not count: among titles
of which the same kinds of things are known, hits are taken to be as frequent as among all.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from models.features import FloatArray, Rows
from models.hits.hit_model import HitModel, TypeHits
from models.learn.boosted_trees import xgboost
from models.learn.estimator import Estimator
from models.learn.recalibration import UNCHANGED, OddsLine, log_odds, recalibrated

TELLING = ("arrival_lag", "release_length")
"""Blocks that some titles lack of which much else is known: those that did well have them."""


class ForecastModel(Estimator):
    """A hit model of releases whose chances are set right by earlier forecasts.

    Args:
        weights: the blocks it reads and their weights.
        clock: the block that says when a release came, in years; what is undated comes now.
        levels: the levels that are learnt together.
        wanted: the level whose chance is given; one of ``levels``.
        c: inverse strength of the penalty.
        trees: how many give the chance beside the regression.
        half_life: years after which a season counts half in the learning.
        seed: of the trees.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its settings
        self,
        weights: dict[str, float] | None = None,
        clock: str = "came",
        levels: tuple[int, ...] = (1, 2, 3),
        wanted: int = 1,
        c: float = 0.2,
        trees: int = 0,
        half_life: float = 1.0,
        seed: int = 0,
    ) -> None:
        self.weights = weights
        self.clock = clock
        self.levels = levels
        self.wanted = wanted
        self.c = c
        self.trees = trees
        self.half_life = half_life
        self.seed = seed

    @property
    def types_(self) -> dict[float, TypeHits]:
        """The regressions by type."""
        return self.hits_.types_

    @property
    def booster_(self) -> xgboost.Booster:
        """The trees, which have a file of their own."""
        return self.hits_.booster_

    @booster_.setter
    def booster_(self, trees: xgboost.Booster) -> None:
        self.hits_.booster_ = trees

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n releases and the n levels that they reached; nothing is set right yet."""
        hit, clock = target >= self.wanted, rows[self.clock]
        self.newest_ = float(np.nanmax(clock, initial=-np.inf))
        self.base_ = {
            kind: float(hit[own].mean())
            for kind in (0.0, 1.0)
            if (own := rows["is_series"] == kind).any()
        }
        self.lines_: dict[float, OddsLine] = {}
        weight = np.where(rows["is_series"] > 0, 0.5 ** (self._age(clock) / self.half_life), 1.0)
        self.hits_ = HitModel(
            self.weights, self.clock, self.levels, self.wanted, self.c, self.trees, self.seed
        ).fit(rows, target, weight, presence(rows))
        return self

    def predict_proba(self, rows: Rows, at_once: int | None = None) -> FloatArray:
        """Return n probabilities, NaN for a type without hits or others to learn from; of how many
        ``at_once``, see ``HitModel``."""
        odds, kinds = self.odds(rows, at_once), rows["is_series"]
        chance = recalibrated(odds, UNCHANGED)
        for kind, line in self.lines_.items():
            chance[kinds == kind] = recalibrated(odds[kinds == kind], line)
        return chance

    values = predict_proba

    def odds(self, rows: Rows, at_once: int | None = None) -> FloatArray:
        """Return n log odds as they were learnt, not set right."""
        clock = rows[self.clock]
        dated = rows.adding(**{self.clock: np.where(np.isnan(clock), self.newest_, clock)})
        return log_odds(self.hits_.predict_proba(dated, at_once))

    def base_rates(self, is_series: FloatArray) -> FloatArray:
        """Return the n shares of hits among what was learnt from of the type."""
        rates = np.full(len(is_series), np.nan)
        for kind, base in self.base_.items():
            rates[is_series == kind] = base
        return rates

    def _age(self, clock: FloatArray) -> FloatArray:
        return np.nan_to_num(self.newest_ - clock)


def presence(rows: Rows) -> FloatArray:
    """(n,) which kinds of things are known of each title, as one number for each combination."""
    number: FloatArray = (rows["is_described"] > 0).astype(np.float64)
    for place, name in enumerate(TELLING, start=1):
        if name in rows.blocks:
            number += 2.0**place * (np.asarray(rows[name].sum(axis=1)).ravel() != 0)
    return number
