"""The rows of a table of titles, as Arrow batches: made where the titles are scored, beside others.

What is left to do in the one thread that writes is to hand them over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.audience_scores import HalfYearScores
from models.features import BoolArray, FloatArray
from models.genres.panel import TagScores
from models.hits.releases import SeasonScores

KEPT_FROM = 0.05  # less likely tags, neither listed nor given, are not worth a row

Explain = Callable[[NDArray[np.int64], NDArray[np.int64]], pa.Array]
"""From row numbers and tag numbers to the reasons of each pair."""


class ScoreRows:
    """Rows for the tables of ``scores``, in the order in which they were added.

    Args:
        run_id: of the run.
        now: the time of scoring, UTC without a zone.
    """

    def __init__(self, run_id: str, now: datetime) -> None:
        self.run_id = run_id
        self.now = now
        self.batches: list[tuple[str, pa.Table]] = []

    def add_titles(self, title_id: pa.ChunkedArray, columns: Mapping[str, FloatArray]) -> None:
        """Append one row per title; NaN becomes null."""
        arrays = {
            name: values if isinstance(values, pa.Array) else pa.array(values, from_pandas=True)
            for name, values in columns.items()
        }
        self._append(
            "scores.title",
            {"title_id": title_id, **arrays, "scored_at": pa.scalar(self.now)},
        )

    def add_tags(
        self, title_id: pa.ChunkedArray, taxonomy: str, scores: TagScores, explain: Explain
    ) -> None:
        """Append the tags that are given, listed or likely enough, with reasons if given."""
        given, listing = scores.is_given, scores.listing
        probabilities = np.nan_to_num(scores.probabilities)
        modelled = ~np.isnan(scores.probabilities)
        kept = modelled & (given | listing.listed | (probabilities >= KEPT_FROM))
        titles, tags = np.nonzero(kept)
        columns = {
            "title_id": title_id.take(pa.array(titles)),
            "taxonomy": pa.scalar(taxonomy),
            "genre": pa.array(listing.genres, pa.string()).take(pa.array(tags)),
            "probability": pa.array(probabilities[kept]),
            "is_predicted": pa.array(given[kept]),
            "is_out_of_fold": pa.array(listing.known[titles]),
            "reasons": _where(given[kept], explain(titles[given[kept]], tags[given[kept]])),
        }
        self._append("scores.title_genre", columns)

    def add_half_years(self, title_id: pa.ChunkedArray, scores: HalfYearScores) -> None:
        """Append one row for each title and half-year."""
        typical, expected, low, high = (
            pa.array(values, from_pandas=True) for values in scores.views.T
        )
        columns = {
            "title_id": title_id.take(pa.array(scores.title)),
            "period_start": scores.period_start,
            "typical_views": typical,
            "expected_views": expected,
            "expected_views_low": low,
            "expected_views_high": high,
            "is_from_past": pa.array(scores.from_past),
            "is_out_of_fold": pa.array(scores.known),
        }
        self._append("scores.half_year", columns)

    def add_seasons(self, title_id: pa.ChunkedArray, scores: SeasonScores) -> None:
        """Append one row for each title and season."""
        has_chance = ~np.isnan(scores.chance)
        columns = {
            "title_id": title_id.take(pa.array(scores.title)),
            "season": scores.season,
            "top10_probability": pa.array(scores.chance, from_pandas=True),
            "base_rate": pa.array(scores.base_rate, from_pandas=True),
            "is_out_of_fold": pa.array(scores.known, mask=~has_chance),
            "is_forecast_in_time": pa.array(scores.in_time, mask=~has_chance),
        }
        self._append("scores.season", columns)

    def add_title_clusters(self, title_id: pa.ChunkedArray, ids: NDArray[np.int64]) -> None:
        """Append the cluster of each title that has one."""
        has_one = pa.array(ids > 0)
        columns = {"title_id": title_id.filter(has_one), "cluster_id": pa.array(ids[ids > 0])}
        self._append("scores.title_cluster", columns)

    def _append(self, table: str, columns: Mapping[str, Any]) -> None:
        self.batches.append((table, as_batch(self.run_id, columns)))


def as_batch(run_id: str, columns: Mapping[str, Any]) -> pa.Table:
    """Columns of equal length as rows of a run; scalars are repeated."""
    arrays = {k: v for k, v in columns.items() if not isinstance(v, pa.Scalar)}
    count = len(next(iter(arrays.values())))
    repeated = {k: pa.repeat(v, count) for k, v in columns.items() if k not in arrays}
    return pa.table({"run_id": pa.repeat(run_id, count), **arrays, **repeated})


def _where(mask: BoolArray, values: pa.Array) -> pa.Array:
    """Spread values over the places where the mask is true; null elsewhere."""
    place = np.where(mask, np.cumsum(mask) - 1, -1)
    return values.take(pa.array(place, mask=place < 0))
