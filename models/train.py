"""Trains on what is published, without publishing anything: ``catalogue train``."""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.scoring.contest import Models
from models.scoring.every_title import ScoringSummary, score_titles
from models.text.embedding_cache import text_memory
from models.versions.registry import Registry
from warehouse.locks import only_run
from warehouse.reading import attached, of_this_version
from warehouse.sql_files import create_remembered

_TABLES = ("title", "listing", "outcome", "tmdb_file", "viewing", "release")


def train(settings: Settings, progress: Progress) -> tuple[str, ScoringSummary]:
    """Train a challenger on the published features; it takes over where it matches the champion.

    Returns:
        the version, and what there is to say of it.

    Raises:
        QueryError: nothing is published, it cannot be read, or another version made it.
        ModelError: it holds nothing to learn from.
    """
    version = f"trained-{utc_now():%Y%m%dT%H%M%S}"
    warehouse = settings.warehouse
    with of_this_version(warehouse), only_run(warehouse, version), duckdb.connect() as con:
        is_synthetic = copy_features(con, warehouse)
        registry = Registry(settings.models)
        summary = score_titles(
            con,
            run_id=version,
            seed=settings.seed,
            threads=settings.threads,
            progress=progress,
            models=Models(registry, is_synthetic),
            tag_precision=settings.tag_precision,
            texts=text_memory(settings),
            training_limit=settings.training_limit,
        )
        registry.adopt(version, summary.promoted, settings.versions_kept)
    return version, summary


def copy_features(con: duckdb.DuckDBPyConnection, published: Path) -> bool:
    """Copy what models read into memory, and return whether it is of the synthetic sample."""
    with attached(con, published):
        create_remembered(con)
        for table in _TABLES:
            con.execute(f"create table features.{table} as from published.features.{table}")
        found = con.execute("select bool_or(is_synthetic) from published.ops.loads").fetchone()
    if not con.execute("from features.title limit 1").fetchone():
        raise ModelError(f"{published} holds no titles. Nothing was trained. Load data first.")
    return bool(found and found[0])
