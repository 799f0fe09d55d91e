"""Writing scores, thresholds, model records and metrics, in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from models.learn.metrics import Metric
from models.scoring.importances import Importance
from models.scoring.score_rows import ScoreRows, as_batch
from models.similar.neighbours import Neighbours
from models.similar.themes import Cluster
from models.versions.training_facts import ModelRecord
from warehouse.sql_files import read_statement


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

    def write(self, rows: ScoreRows) -> None:
        """Append the rows of some titles."""
        for table, batch in rows.batches:
            self._insert(table, batch)

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
        self._insert(table, as_batch(self.run_id, columns))

    def _insert(self, table: str, batch: pa.Table) -> None:
        names = ", ".join(batch.column_names)
        self.con.register("score_batch", batch)
        try:
            self.con.execute(f"insert into {table} ({names}) select {names} from score_batch")  # noqa: S608
        finally:
            self.con.unregister("score_batch")


def _as_row(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)
