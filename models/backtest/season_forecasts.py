"""What is forecast of single seasons: the Top 10, and views in the half-year in which they come."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.half_years import read_half_years, season_rows
from models.audience.panel import AudiencePanel
from models.audience.title_sums import range_rows
from models.audience.view_ranges import PREMIERE
from models.features import FloatArray, Rows
from models.hits.releases import SeasonScores


def forecast_views(
    panel: AudiencePanel, rows: Rows, coming: pa.Table, asked: pa.Table
) -> dict[str, FloatArray]:
    """Forecast views of m seasons.

    Args:
        panel: fitted.
        rows: of n titles, from ``outcome_rows``.
        coming: the n titles with their half-years.
        asked: the m seasons: title_id, season and period_start.

    Returns:
        (m,) ``predicted``, ``predicted_low`` and ``predicted_high``, and ``exposure``: log10 of the
        share of a half-year's views that the days there bring; NaN where nothing is said.
    """
    names = ("predicted", "predicted_low", "predicted_high", "exposure")
    found = {name: np.full(len(asked), np.nan) for name in names}
    half_years = read_half_years(coming)
    titles = coming["title_id"].take(pa.array(half_years.title)).to_pylist()
    keys = [titles, half_years.season.to_pylist(), half_years.period_start.to_pylist()]
    at = _places(keys, asked, ("title_id", "season", "period_start"))
    has = at >= 0
    if not has.any() or "views" not in panel.finals_:
        return found
    wanted = half_years.take(at[has])
    seasons = season_rows(rows, wanted)
    typical = panel.finals_["views"].values(seasons)
    kind = np.full(len(wanted), PREMIERE)
    ranges = range_rows(typical, rows["is_series"][wanted.title], kind)
    views = panel.finals_["first_ranges"].values(ranges)
    for name, values in zip(names, (*views[:, [0, 2, 3]].T, seasons["exposure"]), strict=True):
        found[name][has] = values
    return found


def forecast_seasons(
    said: SeasonScores, coming: pa.Table, asked: pa.Table
) -> dict[str, FloatArray]:
    """Look up what is said of the Top 10 of m seasons.

    Args:
        said: of the seasons of n titles.
        coming: the n titles.
        asked: the m seasons: title_id and season.

    Returns:
        (m,) ``predicted`` and ``base_rate``; NaN where nothing is said.
    """
    titles = coming["title_id"].take(pa.array(said.title)).to_pylist()
    at = _places([titles, said.season.to_pylist()], asked, ("title_id", "season"))
    figures = {"predicted": said.chance, "base_rate": said.base_rate}
    return {name: np.append(values, np.nan)[at] for name, values in figures.items()}


def _places(keys: list[list[Any]], asked: pa.Table, names: tuple[str, ...]) -> NDArray[np.int64]:
    """(m,) where each asked row stands among rows with those keys; -1 where it does not."""
    place = {key: at for at, key in enumerate(zip(*keys, strict=True))}
    wanted = zip(*(asked[name].to_pylist() for name in names), strict=True)
    return np.array([place.get(key, -1) for key in wanted], dtype=np.int64)
