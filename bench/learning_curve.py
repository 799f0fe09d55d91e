"""How good the models are by how many known titles they learn from, and what that takes.

python bench/learning_curve.py --warehouse warehouse.duckdb --limits 6000 12000 24000 50000

One fifth of a warehouse's known titles is set aside, the same for every limit. Of the others as
many as a limit allows are learnt from, as a run would choose them. Each limit has a
process of its own, for its memory; seconds are of the processor.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from catalogue_common.progress import Progress
from models.features import FloatArray, numbers, read_known
from models.final_models import TitleScores
from models.learn.metrics import RELIABLE, tag_metrics
from models.learn.training_sample import training_sample
from models.questions import QUESTIONS
from models.scoring.champions import scores_of
from models.scoring.training import TrainingOptions, train_models
from warehouse.sql_files import create_remembered

TABLES = ("title", "listing", "outcome", "tmdb_file", "viewing", "release")
SET_ASIDE = 0  # the fold


def measure(limit: int, warehouse: Path, seed: int) -> dict[str, Any]:
    """Learn from so many titles, and say what that took and how good it is on those set aside."""
    table = known_titles(warehouse)
    fold = numbers(table, "fold")
    aside, rest = (
        table.filter(pa.array(fold == SET_ASIDE)),
        table.filter(pa.array(fold != SET_ASIDE)),
    )
    learnt = rest.filter(pa.array(training_sample(rest, limit, seed)))
    started = time.process_time()
    with threadpool_limits(limits=1):
        options = TrainingOptions(seed, 1, Progress(quiet=True))
        scorer = train_models(learnt, "bench", options).scorer
        took = time.process_time() - started
        answer = scores_of(dict.fromkeys(QUESTIONS, scorer), aside, known=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took_figures = {"titles": len(learnt), "seconds": round(took), "peak_mb": round(peak)}
    return took_figures | figures(answer.scores, aside)


def known_titles(warehouse: Path) -> pa.Table:
    """The known titles of a published warehouse."""
    with duckdb.connect() as con:
        con.execute(f"attach '{warehouse}' as published (read_only)")
        create_remembered(con)
        for name in TABLES:
            con.execute(f"create table features.{name} as from published.features.{name}")
        return read_known(con)


def figures(scores: TitleScores, table: pa.Table) -> dict[str, float]:
    """How good scores of titles are that nothing was learnt from."""
    found: dict[str, float] = {}
    for taxonomy, tags in scores.tags.items():
        known = tags.listing.known
        if known.any():
            given = tags.listing.listed[known], tags.probabilities[known], tags.is_given[known]
            metrics = {m.metric: m.value for m in tag_metrics(taxonomy, "all", *given)}
            found |= {f"{taxonomy}_{name}": metrics[name] for name in ("micro_f1", "lrap")}
    rating = numbers(table, "rating")
    rating[~(numbers(table, "vote_count") >= RELIABLE)] = np.nan
    found["rating_rmse"] = float(np.sqrt(np.nanmean((scores.ratings.predicted - rating) ** 2)))
    found["hit_auc"] = auc(scores.hits["hit"].chance, numbers(table, "hit_level"), 4)
    found["top10_auc"] = auc(scores.hits["top10"].chance, numbers(table, "top10_weeks"), 1)
    return {name: round(value, 4) for name, value in found.items()}


def auc(chance: FloatArray, level: FloatArray, wanted: int) -> float:
    """ROC-AUC where both are known; NaN where nothing can be told apart."""
    known = ~np.isnan(chance) & ~np.isnan(level)
    hit = level[known] >= wanted
    return float(roc_auc_score(hit, chance[known])) if 0 < hit.sum() < known.sum() else np.nan


def main() -> None:
    """Measure each limit in a process of its own; print a line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--limits", type=int, nargs="+", required=True)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    work = partial(measure, warehouse=given.warehouse, seed=given.seed)
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for found in pool.imap(work, given.limits):
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
