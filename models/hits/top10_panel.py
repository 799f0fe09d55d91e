"""The Top 10 as it is run: films and seasons, cross-fitted, forecast in time, applied to the rest.

What is said of a title is said of its film or of its first season; ``seasons`` says it of each.
Beside a known outcome stands the forecast that the quarter's start would have seen
(``models.hits.in_time``); of quarters before which too little was settled, what a model said that
was fitted without the title.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa

from models.feature_blocks import READS, TOP10_WEIGHTS, check_allowed
from models.features import BoolArray, FloatArray, Rows
from models.hits.forecast_figures import crossfitted_metrics, forecast_metrics
from models.hits.forecast_model import ForecastModel
from models.hits.in_time import Forecasts, PastReleases, forecast_quarters
from models.hits.panel import AT_ONCE, HitPanel, HitScores, enough_known, hit_panel
from models.hits.releases import (
    Releases,
    SeasonScores,
    first_release_rows,
    read_releases,
    release_rows,
)
from models.learn.cross_fit import Folds, Outcome, cross_fit

TREES = 100


@dataclass(frozen=True)
class _Said:
    """What is said of m releases: chance, base rate of the day, and whether it is a forecast."""

    chance: FloatArray
    base_rate: FloatArray
    in_time: BoolArray

    @classmethod
    def none(cls, m: int) -> Self:
        return cls(np.full(m, np.nan), np.full(m, np.nan), np.zeros(m, bool))


class Top10Panel(HitPanel):
    """The model of the entry into Netflix's Top 10: levels are one, two and three weeks in it.

    Args:
        seed: of the trees.
    """

    name = "top10"
    column = "top10_weeks"

    def __init__(self, seed: int = 0) -> None:
        check_allowed("top10", READS["top10"])
        super().__init__(seed)
        self.model: ForecastModel = ForecastModel(TOP10_WEIGHTS, trees=TREES, seed=seed)
        self.final_: ForecastModel | None = None

    def fit(self, rows: Rows, table: pa.Table, folds: Folds) -> HitScores:
        """Cross-fit and forecast in time; rows from ``outcome_rows``. What is found of the seasons
        is in ``seasons_``."""
        releases = read_releases(table)
        every, level = release_rows(rows, releases), releases.level
        known, kinds = ~np.isnan(level), every["is_series"]
        used, self.notes_ = enough_known(kinds, level >= self.model.wanted, known)
        self.training_rows_ = int(used.sum())
        said = _Said.none(len(releases))
        if used.any():
            own = Folds(folds.number[releases.title], folds.threads, folds.progress)
            fit = cross_fit(self.model, every, Outcome(level, used), own, self.name)
            past = PastReleases(
                every.take(used), level[used], releases.known_on[used], releases.settled_on[used]
            )
            forecasts = forecast_quarters(self.model, past, folds)
            final = self.final_ = fit.final
            final.lines_ = forecasts.lines
            self.metrics_ += crossfitted_metrics(past, releases.is_first[used], fit.values[used])
            self.metrics_ += forecast_metrics(
                past, releases.facts["season_number"][used], forecasts
            )
            said = _said(final, every, Outcome(fit.values, used), forecasts)
        self.seasons_ = _seasons(releases, kinds, known, said)
        scores, first = self._chance(rows), releases.is_first
        scores[releases.title[first]] = said.chance[first]
        is_known = np.zeros(len(rows), bool)
        is_known[releases.title[first & known]] = True
        forecast = np.full(len(rows), np.nan)
        forecast[releases.title[first & said.in_time]] = said.chance[first & said.in_time]
        return HitScores(scores, is_known, forecast)

    def apply(self, rows: Rows) -> HitScores:
        """Score titles without a known outcome."""
        chance = self._chance(rows, AT_ONCE)
        return HitScores(chance, np.zeros(len(rows), dtype=bool), chance)

    def seasons(self, rows: Rows, table: pa.Table) -> SeasonScores:
        """Score the seasons of n titles by the final model."""
        releases = read_releases(table)
        every, said = release_rows(rows, releases), _Said.none(len(releases))
        kinds = every["is_series"]
        if self.final_ is not None:
            said.base_rate[:] = self.final_.base_rates(kinds)
            said.chance[:] = self.final_.predict_proba(every, AT_ONCE)
        return _seasons(releases, kinds, ~np.isnan(releases.level), said)

    def _chance(self, rows: Rows, at_once: int | None = None) -> FloatArray:
        """(n,) of each title as the film or first season that it is or would be."""
        if self.final_ is None:
            return np.full(len(rows), np.nan)
        return self.final_.predict_proba(first_release_rows(rows), at_once)


def _said(final: ForecastModel, every: Rows, crossfitted: Outcome, forecasts: Forecasts) -> _Said:
    """What is said of m releases: in time, else out of fold, else by the final model."""
    used = crossfitted.known
    said = _Said(
        final.predict_proba(every), final.base_rates(every["is_series"]), np.zeros(len(used), bool)
    )
    said.chance[used] = crossfitted.target[used]
    at = np.flatnonzero(used)[has := ~np.isnan(forecasts.chance)]
    said.chance[at], said.base_rate[at] = forecasts.chance[has], forecasts.base_rate[has]
    said.in_time[at] = True
    return said


def _seasons(
    releases: Releases, is_series: FloatArray, known: BoolArray, said: _Said
) -> SeasonScores:
    """What is said of releases, without the films."""
    own = is_series > 0
    return SeasonScores(
        releases.title[own],
        releases.season.filter(pa.array(own)),
        said.chance[own],
        said.base_rate[own],
        known[own],
        said.in_time[own],
    )


def hit_panels(seed: int = 0) -> dict[str, HitPanel]:
    """All panels of hits by their names."""
    return {panel.name: panel for panel in (hit_panel(seed), top10_panel(seed))}


def top10_panel(seed: int = 0) -> Top10Panel:
    """The entry into Netflix's Top 10, of films and of seasons."""
    return Top10Panel(seed)
