"""A contest: a new training's models, the challengers, against the champions.

How they are judged: ``verdict``. A champion that stays goes on answering its question, with the
figures of its own training.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from catalogue_common.errors import ModelError, OutdatedModelError
from models.features import numbers
from models.final_models import Scorer
from models.learn.metrics import Metric
from models.scoring.champions import (
    ExplainedScores,
    LineUp,
    merge_scores,
    read_champions,
    scores_of_known,
)
from models.scoring.training_record import Recorder
from models.scoring.verdict import Verdict, judge
from models.versions.registry import Registry
from models.versions.saved_training import save_training
from models.versions.training_facts import ModelRecord, Training

log = logging.getLogger("catalogue")


@dataclass(frozen=True)
class Models:
    """Where a run keeps its models, and whether it makes any.

    Args:
        registry: of all versions.
        is_synthetic: whether the run is of the synthetic sample; champions of the other kind are
            no match for it, nor it for them.
        train: whether to train; if not, the champions score everything.
    """

    registry: Registry
    is_synthetic: bool
    train: bool = True


@dataclass(frozen=True)
class Contest:
    """How it ended.

    Args:
        answer: what the known titles are given: each question by its champion.
        staying: the champions that stay, by question.
        promoted: the questions whose challenger takes over.
    """

    answer: ExplainedScores
    staying: dict[str, Scorer]
    promoted: list[str]


def hold_contest(
    models: Models,
    table: pa.Table,
    answer: ExplainedScores,
    recorder: Recorder,
    embedded: Callable[[pa.Table, LineUp], pa.Table] = lambda table, _: table,
) -> Contest:
    """Keep a training's models aside, and let the champions stay that it does not better.

    Args:
        models: where they are kept.
        table: the titles learnt from.
        answer: the training's out-of-fold scores of them.
        recorder: what is recorded; of a champion that stays, its own training's figures.
        embedded: adds the embeddings that a line-up reads to the titles.
    """
    before = _champions(models)
    theirs, verdicts = answer, {}
    if before:
        theirs = scores_of_known(before, embedded(table, before), models.registry)
        pair = answer.scores, theirs.scores
        verdicts = {question: judge(question, own, table, pair) for question, own in before.items()}
    training = _training(models, table, recorder, verdicts)
    title_id = table["title_id"].combine_chunks()
    answered = save_training(models.registry, answer.scorer, training, answer.scores, title_id)
    held = [verdicts[question] for question in answered if question in verdicts]
    staying = {v.question: before[v.question] for v in held if v.stays}
    for verdict in held:
        if verdict.stays:
            _let_stay(models.registry, verdict, recorder)
    base = theirs if "genres" in staying else answer
    scores = merge_scores(answer.scores, dict.fromkeys(staying, theirs.scores))
    promoted = [question for question in answered if question not in staying]
    return Contest(replace(base, scores=scores), staying, promoted)


def recall_champions(models: Models, recorder: Recorder) -> dict[str, Scorer]:
    """Read the champions, and record their figures.

    Raises:
        ModelError: there is no champion for the genres, or one cannot be used.
    """
    lineup = read_champions(models.registry)
    if "genres" not in lineup:
        raise ModelError(
            f"There are no champions in {models.registry.root}. Nothing was scored. Train first: "
            "catalogue train, or catalogue run without --no-train."
        )
    for question, scorer in lineup.items():
        recorder.replace(question, *_recorded(models.registry, question, scorer.version))
    return lineup


def _champions(models: Models) -> dict[str, Scorer]:
    """The champions that this training can be compared with; none, and why, is logged."""
    try:
        found = read_champions(models.registry)
    except OutdatedModelError as error:
        log.warning(
            "the champions are trained anew, since they are not read any more: %s",
            str(error).split(". ")[0],
        )
        return {}
    except ModelError as error:
        log.warning("the champions cannot be compared with; this training takes over: %s", error)
        return {}
    return {
        question: scorer
        for question, scorer in found.items()
        if models.registry.manifest(question, scorer.version)["is_synthetic"] == models.is_synthetic
    }


def _let_stay(registry: Registry, verdict: Verdict, recorder: Recorder) -> None:
    records, metrics = _recorded(registry, verdict.question, verdict.champion)
    noted = [replace(r, note="; ".join(filter(None, [r.note, str(verdict)]))) for r in records]
    recorder.replace(verdict.question, noted, metrics)
    recorder.note(verdict.question, [str(verdict)])


def _recorded(
    registry: Registry, question: str, version: str
) -> tuple[list[ModelRecord], list[Metric]]:
    manifest = registry.manifest(question, version)
    metrics = [Metric(**metric) for metric in manifest["metrics"]]
    return [_record(entry) for entry in manifest["records"]], metrics


def _record(entry: dict[str, Any]) -> ModelRecord:
    return ModelRecord(**{**entry, "trained_at": datetime.fromisoformat(entry["trained_at"])})


def _training(
    models: Models, table: pa.Table, recorder: Recorder, verdicts: Mapping[str, Verdict]
) -> Training:
    year = numbers(table, "year")
    known = year[~np.isnan(year)]
    years = (int(known.min()), int(known.max())) if len(known) else (None, None)
    return Training(
        recorder.trained_at,
        models.is_synthetic,
        len(table),
        years,
        recorder.records,
        recorder.metrics,
        {question: verdict.facts() for question, verdict in verdicts.items()},
    )
