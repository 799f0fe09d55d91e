"""The hit models as they are run: cross-fitted, measured also later in time, applied to the rest.

A type with too few known outcomes is not scored: a missing figure is better than a made-up one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from models.feature_blocks import (
    HIT_WEIGHTS,
    READS,
    TOP10_COMMON,
    TOP10_WEIGHTS,
    check_allowed,
)
from models.features import BoolArray, FloatArray, Rows, numbers
from models.hits.hit_model import HitModel, is_enough
from models.hits.two_views import TwoViewModel
from models.learn.cross_fit import Folds, Outcome, cross_fit
from models.learn.estimator import unfitted
from models.learn.metrics import Metric, chance_metrics, presence_metrics, slices

MINIMUM_HITS = 50
TREES = 50
TOP10_TREES = 100  # fewer outcomes are known: more trees even out what each happened to see
LATER_SHARE = 0.8  # the year of this quantile and those after it are the later part
MINIMUM_LATER = 10
TYPES = ("movie", "series")
_TYPE_NAMES = {0.0: "films", 1.0: "series"}


@dataclass(frozen=True)
class HitScores:
    """n titles' chance of a hit, and where the outcome is known."""

    chance: FloatArray
    known: BoolArray


class HitPanel:
    """The hit model for one outcome.

    Args:
        name: 'hit' or 'top10'.
        column: the levels of the outcome.
        model: never fitted itself.
        by_file: measure it also within each file that ranks popularity.
        by_view: measure it also for the described titles and for those known by name only.
    """

    def __init__(
        self,
        name: str,
        column: str,
        model: HitModel | TwoViewModel,
        *,
        by_file: bool = False,
        by_view: bool = False,
    ) -> None:
        self.name = name
        self.column = column
        self.model = model
        self.by_file = by_file
        self.by_view = by_view
        self.final_: HitModel | TwoViewModel | None = None
        self.metrics_: list[Metric] = []
        self.notes_: list[str] = []
        self.training_rows_ = 0

    def fit(self, rows: Rows, table: pa.Table, folds: Folds) -> HitScores:
        """Cross-fit on the titles whose outcome is known; rows from ``outcome_rows``."""
        level = numbers(table, self.column)
        known = ~np.isnan(level)
        used = self._enough(rows["is_series"], level, known)
        self.training_rows_ = int(used.sum())
        if not used.any():
            return HitScores(np.full(len(rows), np.nan), known)
        fit = cross_fit(self.model, rows, Outcome(level, used), folds, self.name)
        self.final_ = fit.final
        for name, chosen in self._slices(rows, table, used & ~np.isnan(fit.values)):
            is_hit = level[chosen] >= self.model.wanted
            self.metrics_ += chance_metrics(self.name, name, is_hit, fit.values[chosen])
            if self.by_view and name in TYPES:
                self.metrics_ += presence_metrics(
                    self.name, name, is_hit, rows["is_described"][chosen]
                )
        self._measure_later(rows, level, used)
        return HitScores(fit.values, known)

    def apply(self, rows: Rows) -> HitScores:
        """Score titles without a known outcome."""
        chance = np.full(len(rows), np.nan)
        if self.final_ is not None:
            chance = self.final_.predict_proba(rows)
        return HitScores(chance, np.zeros(len(rows), dtype=bool))

    def finals(self) -> dict[str, Any]:
        """Return the final model by its name; none where nothing was fitted."""
        return {"model": self.final_} if self.final_ is not None else {}

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take a final model as ``finals`` gave it."""
        self.final_ = finals.get("model")

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the model."""
        return dict(self.model.get_params())

    def _enough(self, is_series: FloatArray, level: FloatArray, known: BoolArray) -> BoolArray:
        used = known.copy()
        for kind, type_name in _TYPE_NAMES.items():
            of_type = known & (is_series == kind)
            hit = level[of_type] >= self.model.wanted
            if not is_enough(hit, MINIMUM_HITS):
                used &= ~of_type
                self.notes_.append(
                    f"{type_name} not scored: {int(hit.sum())} of {of_type.sum()} known outcomes "
                    f"are true, {MINIMUM_HITS} true and {MINIMUM_HITS} false are needed"
                )
        return used

    def _slices(
        self, rows: Rows, table: pa.Table, used: BoolArray
    ) -> Iterator[tuple[str, BoolArray]]:
        """Yield all titles, the types, and within the types the files or the views."""
        files = table["hit_measured_in"].to_numpy(zero_copy_only=False)
        for name, of_type in slices(rows["is_series"]):
            chosen = used & of_type
            if chosen.any():
                yield name, chosen
                if self.by_file and name in TYPES:
                    for file in np.unique(files[chosen].astype(str)):
                        yield f"{name}, ranked in {file}", chosen & (files == file)
                if self.by_view and name in TYPES:
                    described = rows["is_described"] > 0
                    yield f"{name}, described", chosen & described
                    yield f"{name}, known by name only", chosen & ~described

    def _measure_later(self, rows: Rows, level: FloatArray, used: BoolArray) -> None:
        """Learn from the titles that came out before the last years, and judge by the later."""
        year = rows[self.model.clock]
        for name, of_type in slices(rows["is_series"]):
            chosen = used & of_type & ~np.isnan(year)
            if name == "all" or not chosen.any():
                continue
            since = np.floor(np.quantile(year[chosen], LATER_SHARE))
            early, late = chosen & (year < since), chosen & (year >= since)
            is_hit = level[late] >= self.model.wanted
            if is_enough(level[early] >= self.model.wanted, MINIMUM_HITS) and is_enough(
                is_hit, MINIMUM_LATER
            ):
                fitted = unfitted(self.model).fit(rows.take(early), level[early])
                label = f"{name}, learnt before {since:.0f}, predicted after"
                chance = fitted.predict_proba(rows.take(late))
                self.metrics_ += chance_metrics(self.name, label, is_hit, chance)


def hit_panel(seed: int = 0) -> HitPanel:
    """The popularity hit: levels are the 80th and the 90th percentile."""
    check_allowed("hit", READS["hit"])
    model = HitModel(HIT_WEIGHTS, "released", levels=(3, 4), wanted=4, trees=TREES, seed=seed)
    return HitPanel("hit", "hit_level", model, by_file=True)


def top10_panel(seed: int = 0) -> HitPanel:
    """The entry into Netflix's Top 10: levels are one, two and three weeks in it."""
    check_allowed("top10", READS["top10"])
    model = TwoViewModel(TOP10_WEIGHTS, TOP10_COMMON, "came", trees=TOP10_TREES, seed=seed)
    return HitPanel("top10", "top10_weeks", model, by_view=True)
