"""Writing scores, thresholds, model records and metrics, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.audience_scores import HalfYearScores
from models.features import BoolArray, FloatArray
from models.genres.panel import TagScores
from models.hits.releases import SeasonScores
from models.learn.metrics import Metric
from models.scoring.importances import Importance
from models.similar.neighbours import Neighbours
from models.similar.themes import Cluster
from models.versions.training_facts import ModelRecord
from warehouse.sql_files import read_statement

KEPT_FROM = 0.05  # less likely tags, neither listed nor given, are not worth a row

Explain = Callable[[NDArray[np.int64], NDArray[np.int64]], list[str | None]]
"""From row numbers and tag numbers to the reasons of each pair."""


class ScoreStore:
    """Appends one run's rows to the tables of ``scores`` and ``ops``.

    Args:
        con: a connection to the warehouse that is being built.
        run_id: of the run.
        now: the time of scoring, UTC without a zone.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> None:
        self.con = con
        self.run_id = run_id
        self.now = now

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

    def add_unscored_listings(self) -> None:
        """Append what is listed but not modelled, without a probability."""
        self.con.execute(read_statement("models/unscored_listings"), {"run_id": self.run_id})

    def add_neighbours(self, title_id: pa.ChunkedArray, found: Neighbours) -> None:
        """Append each title's nearest neighbours."""
        columns = {
            "title_id": title_id.take(pa.array(found.title)),
            "rank": pa.array(found.rank),
            "similar_title_id": title_id.take(pa.array(found.similar)),
            "similarity": pa.array(found.similarity),
        }
        self._append("scores.similar_title", columns)

    def clusters_before(self) -> list[Cluster]:
        """Return the clusters of the last run that had any."""
        rows = self.con.execute(
            "select cluster_id, name, words, weights from scores.cluster order by cluster_id"
        ).fetchall()
        return [Cluster(*row) for row in rows]

    def replace_clusters(self, clusters: list[Cluster]) -> None:
        """Remember this run's clusters in place of the last."""
        if clusters:
            self.con.execute("delete from scores.cluster")
            self._append_rows("scores.cluster", Cluster, [_as_row(c) for c in clusters])

    def add_title_clusters(self, title_id: pa.ChunkedArray, ids: NDArray[np.int64]) -> None:
        """Append the cluster of each title that has one."""
        has_one = pa.array(ids > 0)
        columns = {"title_id": title_id.filter(has_one), "cluster_id": pa.array(ids[ids > 0])}
        self._append("scores.title_cluster", columns)

    def add_thresholds(
        self, taxonomy: str, support: Mapping[str, int], thresholds: Mapping[str, float]
    ) -> None:
        """Append one row per listed genre."""
        columns = {
            "taxonomy": pa.scalar(taxonomy),
            "genre": pa.array(list(support), pa.string()),
            "threshold": pa.array([thresholds.get(g) for g in support], pa.float64()),
            "support": pa.array(list(support.values()), pa.int64()),
            "is_modelled": pa.array([g in thresholds for g in support], pa.bool_()),
        }
        self._append("scores.genre_threshold", columns)

    def add_importances(self, importances: list[Importance]) -> None:
        """Append what weighs in the models."""
        rows = [_as_row(i) for i in importances]
        self._append_rows("scores.feature_importance", Importance, rows)

    def add_records(self, records: list[ModelRecord]) -> None:
        """Append what was fitted."""
        self._append_rows("ops.models", ModelRecord, [_as_row(r) for r in records])

    def add_metrics(self, metrics: list[Metric]) -> None:
        """Append the figures."""
        self._append_rows("ops.model_metrics", Metric, [_as_row(m) for m in metrics])

    def _append_rows(self, table: str, kind: Any, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            names = list(kind.__dataclass_fields__)
            columns = dict(zip(names, map(pa.array, zip(*rows, strict=True)), strict=True))
            self._append(table, columns)

    def _append(self, table: str, columns: Mapping[str, Any]) -> None:
        """Insert columns of equal length; scalars are repeated."""
        arrays = {k: v for k, v in columns.items() if not isinstance(v, pa.Scalar)}
        count = len(next(iter(arrays.values())))
        repeated = {k: pa.repeat(v, count) for k, v in columns.items() if k not in arrays}
        batch = pa.table({"run_id": pa.repeat(self.run_id, count), **arrays, **repeated})
        names = ", ".join(batch.column_names)
        self.con.register("score_batch", batch)
        try:
            self.con.execute(f"insert into {table} ({names}) select {names} from score_batch")  # noqa: S608
        finally:
            self.con.unregister("score_batch")


def _where(mask: BoolArray, values: list[str | None]) -> pa.Array:
    """Spread values over the places where the mask is true; null elsewhere."""
    place = np.where(mask, np.cumsum(mask) - 1, -1)
    return pa.array(values, pa.string()).take(pa.array(place, mask=place < 0))


def _as_row(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)
