"""Forecasts as they would have been made: each quarter from what was settled before it began.

What a cross-fitted model says of a title rests on titles of the same time and of later ones. So
the past is played again. When a quarter begins, a model is fitted on all releases whose outcome is
known by then, and says what it thinks of those that come in the quarter. What it said in quarters
before, and what became of it, sets its chances right (``models.learn.recalibration``): of seasons,
the newer a forecast, the more it counts, since the share that enters moves within a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from models.features import BoolArray, FloatArray, Rows
from models.hits.forecast_model import ForecastModel
from models.hits.hit_model import is_enough
from models.hits.releases import Days
from models.learn.cross_fit import Folds
from models.learn.estimator import unfitted
from models.learn.recalibration import UNCHANGED, OddsLine, fit_odds, recalibrated

LEAST_SETTLED = 30  # hits of a type, and others, before anything is forecast
LEAST_FORECASTS = 20  # settled ones, before they set others right
HALF_LIVES = {0.0: np.inf, 1.0: 180.0}  # days: the share of films that enters hardly moves


@dataclass(frozen=True)
class PastReleases:
    """n releases whose outcome is known.

    Args:
        rows: their features.
        level: (n,) the levels that they reached.
        known_on: (n,) the first day of the quarter in which each came.
        settled_on: (n,) the day from which each outcome is known.
    """

    rows: Rows
    level: FloatArray
    known_on: Days
    settled_on: Days

    @property
    def is_series(self) -> FloatArray:
        """(n,) 1 for seasons, 0 for films."""
        kinds: FloatArray = self.rows["is_series"]
        return kinds


@dataclass(frozen=True)
class Forecasts:
    """What would have been said of n releases, NaN where too little was settled to say anything.

    Args:
        odds: (n,) log odds as the models of the day said them.
        chance: (n,) set right by what earlier forecasts were worth.
        base_rate: (n,) share of the type's releases that had entered, as known that day.
        lines: by type, what sets a forecast of today right.
    """

    odds: FloatArray
    chance: FloatArray
    base_rate: FloatArray
    lines: dict[float, OddsLine]


def forecast_quarters(model: ForecastModel, past: PastReleases, folds: Folds) -> Forecasts:
    """Play the past again, quarter by quarter.

    Args:
        model: never fitted itself.
        past: what is played.
        folds: say how many quarters are fitted at a time, and show how many are done.
    """
    quarters = np.unique(past.known_on)
    work = Parallel(n_jobs=folds.threads, prefer="threads", return_as="generator")(
        delayed(_forecast_quarter)(model, past, day) for day in quarters
    )
    odds, base = np.full((2, len(past.level)), np.nan)
    done = folds.progress.track(work, "top10: quarter by quarter", len(quarters))
    for asked, said, rate in done:
        odds[asked], base[asked] = said, rate
    hit = past.level >= model.wanted
    chance = np.full(len(odds), np.nan)
    for day in quarters:
        for kind, line in _lines(past, odds, hit, day).items():
            own = (past.known_on == day) & (past.is_series == kind)
            chance[own] = recalibrated(odds[own], line)
    today = past.settled_on.max()
    return Forecasts(odds, chance, base, _lines(past, odds, hit, today))


def _forecast_quarter(
    model: ForecastModel, past: PastReleases, day: np.datetime64
) -> tuple[BoolArray, FloatArray, FloatArray]:
    """Which releases of a quarter are forecast, their log odds, and the base rates of the day."""
    settled, hit = past.settled_on <= day, past.level >= model.wanted
    able = [
        kind
        for kind in (0.0, 1.0)
        if is_enough(hit[settled & (past.is_series == kind)], LEAST_SETTLED)
    ]
    of_type = np.isin(past.is_series, able)
    fitted, asked = settled & of_type, (past.known_on == day) & of_type
    if not asked.any():
        return asked, np.empty(0), np.empty(0)
    own = unfitted(model).fit(past.rows.take(fitted), past.level[fitted])
    return asked, own.odds(past.rows.take(asked)), own.base_rates(past.is_series[asked])


def _lines(
    past: PastReleases, odds: FloatArray, hit: BoolArray, day: np.datetime64
) -> dict[float, OddsLine]:
    """By type, what sets right a forecast that is made on a day."""
    lines = {}
    for kind in (0.0, 1.0):
        own = (past.settled_on <= day) & (past.is_series == kind) & ~np.isnan(odds)
        age = (day - past.settled_on[own]).astype(np.float64)
        weight = 0.5 ** (age / HALF_LIVES[kind])
        is_few = own.sum() < LEAST_FORECASTS
        lines[kind] = UNCHANGED if is_few else fit_odds(odds[own], hit[own], weight)
    return lines
