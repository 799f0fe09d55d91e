"""The hit models as they are run: cross-fitted, measured also later in time, applied to the rest.

A type with too few known outcomes is not scored: a missing figure is better than a made-up one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa

from models.feature_blocks import HIT_WEIGHTS, READS, check_allowed
from models.features import BoolArray, FloatArray, Rows, numbers
from models.hits.forecast_model import ForecastModel
from models.hits.hit_model import HitModel, is_enough
from models.hits.releases import SeasonScores
from models.learn.cross_fit import Folds, Outcome, cross_fit
from models.learn.estimator import unfitted
from models.learn.metrics import Metric, chance_metrics, slices
from models.learn.split_in_time import split_in_time

MINIMUM_HITS = 50
TREES = 50
AT_ONCE = 768  # titles or releases scored
MINIMUM_LATER = 10
TYPES = ("movie", "series")
_TYPE_NAMES = {0.0: "films", 1.0: "series"}


@dataclass(frozen=True)
class HitScores:
    """n titles' chance of a hit.

    Args:
        chance: (n,) out of fold, or forecast in time, where the outcome is known.
        known: (n,) where it is.
        forecast: (n,) what was or would have been said by models that learnt from what was out
            before alone; NaN where none spoke.
    """

    chance: FloatArray
    known: BoolArray
    forecast: FloatArray

    @classmethod
    def none(cls, known: BoolArray) -> Self:
        """Of titles that no model scores."""
        return cls(np.full(len(known), np.nan), known, np.full(len(known), np.nan))


class HitPanel:
    """The model of a popularity hit.

    Args:
        seed: of the trees.
    """

    name = "hit"
    column = "hit_level"

    def __init__(self, seed: int = 0) -> None:
        check_allowed("hit", READS["hit"])
        self.model: HitModel | ForecastModel = HitModel(
            HIT_WEIGHTS, "released", levels=(3, 4), wanted=4, trees=TREES, seed=seed
        )
        self.final_: HitModel | ForecastModel | None = None
        self.seasons_ = SeasonScores.none()
        self.metrics_: list[Metric] = []
        self.notes_: list[str] = []
        self.training_rows_ = 0

    def fit(self, rows: Rows, table: pa.Table, folds: Folds) -> HitScores:
        """Cross-fit on the titles whose outcome is known; rows from ``outcome_rows``."""
        level = numbers(table, self.column)
        known = ~np.isnan(level)
        used, self.notes_ = enough_known(rows["is_series"], level >= self.model.wanted, known)
        self.training_rows_ = int(used.sum())
        if not used.any():
            return HitScores.none(known)
        fit = cross_fit(self.model, rows, Outcome(level, used), folds, self.name)
        self.final_ = fit.final
        for name, chosen in self._slices(rows, table, used & ~np.isnan(fit.values)):
            is_hit = level[chosen] >= self.model.wanted
            self.metrics_ += chance_metrics(self.name, name, is_hit, fit.values[chosen])
        return HitScores(fit.values, known, self._measure_later(rows, level, used))

    def apply(self, rows: Rows) -> HitScores:
        """Score titles without a known outcome."""
        chance = np.full(len(rows), np.nan)
        if self.final_ is not None:
            chance = self.final_.predict_proba(rows, AT_ONCE)
        return HitScores(chance, np.zeros(len(rows), dtype=bool), chance)

    def seasons(self, rows: Rows, table: pa.Table) -> SeasonScores:
        """Score the seasons of n titles; none where the outcome is one of whole titles."""
        return SeasonScores.none()

    def finals(self) -> dict[str, Any]:
        """Return the final model by its name; none where nothing was fitted."""
        return {"model": self.final_} if self.final_ is not None else {}

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take a final model as ``finals`` gave it."""
        self.final_ = finals.get("model")

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the model."""
        return dict(self.model.get_params())

    def _slices(
        self, rows: Rows, table: pa.Table, used: BoolArray
    ) -> Iterator[tuple[str, BoolArray]]:
        """Yield all titles, the types, and within the types the files."""
        files = table["hit_measured_in"].to_numpy(zero_copy_only=False)
        for name, of_type in slices(rows["is_series"]):
            chosen = used & of_type
            if chosen.any():
                yield name, chosen
                if name in TYPES:
                    for file in np.unique(files[chosen].astype(str)):
                        yield f"{name}, ranked in {file}", chosen & (files == file)

    def _measure_later(self, rows: Rows, level: FloatArray, used: BoolArray) -> FloatArray:
        """Learn from the titles that came out before the last years, judge by the later, and return
        what is said of these: (n,), NaN for all others."""
        year, forecast = rows[self.model.clock], np.full(len(rows), np.nan)
        for name, of_type in slices(rows["is_series"]):
            if name == "all":
                continue
            since, early, late = split_in_time(year, used & of_type)
            is_hit = level[late] >= self.model.wanted
            if is_enough(level[early] >= self.model.wanted, MINIMUM_HITS) and is_enough(
                is_hit, MINIMUM_LATER
            ):
                fitted = unfitted(self.model).fit(rows.take(early), level[early])
                label = f"{name}, learnt before {since:.0f}, predicted after"
                forecast[late] = fitted.predict_proba(rows.take(late))
                self.metrics_ += chance_metrics(self.name, label, is_hit, forecast[late])
        return forecast


def enough_known(
    is_series: FloatArray, hit: BoolArray, known: BoolArray
) -> tuple[BoolArray, list[str]]:
    """Which of n known outcomes are learnt from, and what is to be said of a type of too few."""
    used, notes = known.copy(), []
    for kind, type_name in _TYPE_NAMES.items():
        of_type = known & (is_series == kind)
        if not is_enough(hit[of_type], MINIMUM_HITS):
            used &= ~of_type
            notes.append(
                f"{type_name} not scored: {int(hit[of_type].sum())} of {of_type.sum()} known "
                f"outcomes are true, {MINIMUM_HITS} true and {MINIMUM_HITS} false are needed"
            )
    return used, notes


def hit_panel(seed: int = 0) -> HitPanel:
    """The popularity hit: levels are the 80th and the 90th percentile."""
    return HitPanel(seed)
