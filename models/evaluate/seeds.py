"""How much of a figure is luck: everything trained again, on folds dealt anew, once per seed.

A run measures its models on one division into folds. Here the titles are dealt to folds anew (those
that share a text stay together), all models are trained and measured as a run would, and nothing of
it is kept but the figures: they are added to ``ops.model_metrics`` of the published file, under
``seeds-<time>-<seed>``, so that mean and spread can be asked of any figure.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow as pa

from catalogue_common.clock import utc_now
from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.scoring.every_title import score_titles
from models.text.embedding_cache import text_memory
from models.train import copy_features
from warehouse.locks import only_run
from warehouse.paths import PathsBeside
from warehouse.publish import publish

_DEAL = """
update features.title
set fold = (('0x' || left(md5(text_group || $seed), 8))::ubigint % 5)::tinyint
"""


def measure_seeds(settings: Settings, count: int, progress: Progress) -> None:
    """Measure the models with so many seeds, and add the figures to the published file.

    Raises:
        ModelError: nothing is published, it holds nothing to learn from, or it comes from a version
            of the project that did not say which titles share a text.
    """
    name = f"seeds-{utc_now():%Y%m%dT%H%M%S}"
    with only_run(settings.warehouse, name):
        figures = [_measure(settings, f"{name}-{seed}", seed, progress) for seed in range(count)]
        _add(settings.warehouse, pa.concat_tables(figures))


def _measure(settings: Settings, run_id: str, seed: int, progress: Progress) -> pa.Table:
    with duckdb.connect() as con:
        copy_features(con, settings.warehouse)
        try:
            con.execute(_DEAL, {"seed": str(seed)})
        except duckdb.BinderException as error:
            raise ModelError(
                f"{settings.warehouse} does not say which titles share a text: it comes from an "
                "earlier version. Nothing was measured. Run first: catalogue run."
            ) from error
        score_titles(
            con,
            run_id=run_id,
            seed=settings.seed + seed,
            threads=settings.threads,
            progress=progress,
            tag_precision=settings.tag_precision,
            texts=text_memory(settings),
        )
        return con.execute("from ops.model_metrics").to_arrow_table()


def _add(warehouse: Path, figures: pa.Table) -> None:
    """Put a copy of the file with more figures in its place: readers keep what they have open."""
    new = PathsBeside(warehouse).new
    try:
        shutil.copyfile(warehouse, new)
        with duckdb.connect(str(new)) as con:
            con.register("figures", figures)
            con.execute("insert into ops.model_metrics by name from figures")
        publish(new, warehouse)
    finally:
        new.unlink(missing_ok=True)
