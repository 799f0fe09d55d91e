"""How good the Top 10's chances are: out of fold, and as forecasts of the quarters of the past."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.features import BoolArray, FloatArray
from models.hits.in_time import Forecasts, PastReleases
from models.learn.metrics import Metric, chance_metrics, presence_metrics, slices

MODEL = "top10"
SAYING = 10  # releases of a quarter


def crossfitted_metrics(
    past: PastReleases, is_first: BoolArray, chance: FloatArray
) -> list[Metric]:
    """Figures out of fold of n releases: of titles, which their first release speaks for.

    Args:
        past: the releases.
        is_first: (n,) which speak for their titles.
        chance: (n,) out of fold.
    """
    hit, described = past.level >= 1, past.rows["is_described"] > 0
    metrics = []
    for name, of_type in slices(past.is_series):
        own = of_type & is_first
        if not own.any():
            continue
        metrics += chance_metrics(MODEL, name, hit[own], chance[own])
        if name != "all":
            metrics += presence_metrics(MODEL, name, hit[own], described[own])
            for view, among in (
                ("described", own & described),
                ("known by name only", own & ~described),
            ):
                if among.any():
                    metrics += chance_metrics(MODEL, f"{name}, {view}", hit[among], chance[among])
    return metrics


def forecast_metrics(
    past: PastReleases, season_number: FloatArray, forecasts: Forecasts
) -> list[Metric]:
    """Figures of what the quarters' starts would have said, beside the base rate of the day.

    Args:
        past: n releases.
        season_number: (n,) NaN for films.
        forecasts: of them.
    """
    hit, said = past.level >= 1, ~np.isnan(forecasts.chance)
    metrics = []
    for name, own in _slices(past, season_number, said):
        metrics += chance_metrics(
            MODEL,
            name,
            hit[own],
            forecasts.chance[own],
            base_rate=forecasts.base_rate[own],
        )
    return metrics


def _slices(
    past: PastReleases, number: FloatArray, said: BoolArray
) -> Iterator[tuple[str, BoolArray]]:
    """Yield films, seasons and first seasons, all of them and quarter by quarter."""
    is_series = past.is_series > 0
    groups = {
        "movie, forecast in time": ~is_series,
        "series, seasons forecast in time": is_series,
        "series, first seasons forecast in time": is_series & (number == 1),
        "series, later seasons forecast in time": is_series & (number > 1),
    }
    for name, of_group in groups.items():
        if (own := said & of_group).any():
            yield name, own
    for day in np.unique(past.known_on[said]):
        year, quarter = day.astype(object).year, (day.astype(object).month + 2) // 3
        for name, of_type in (("movie", ~is_series), ("series", is_series)):
            own = said & of_type & (past.known_on == day)
            if own.sum() >= SAYING:
                yield f"{name}, forecast for {year} Q{quarter}", own
