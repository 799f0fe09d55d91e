"""A contest: a new training's models, the challengers, against the champions.

Both are judged on the same titles, each by scores of models that were fitted without the title. Of
hits these are forecasts, where enough of both are there: what models said that had learnt from
earlier titles alone, and of titles that came after a training its final models. Else they are
out-of-fold scores for the titles that a training learnt from, the final models' for those that came
later. A title's loss is the squared error (of the probability, for tags and hits: Brier 1950).

Of what is to come a challenger takes over only if its mean loss is no higher. Tags are no forecast:
there the champion stays if the mean of the paired differences lies more than two of its standard
errors on its side.
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
from models.features import TAXONOMIES, FloatArray, numbers
from models.final_models import Scorer, TitleScores
from models.genres.panel import listed_matrix
from models.hits.top10_panel import hit_panels
from models.learn.metrics import RELIABLE, Metric
from models.learn.paired_test import Paired, compare
from models.questions import CONTESTED, FORECAST
from models.scoring.champions import (
    ExplainedScores,
    LineUp,
    merge_scores,
    read_champions,
    scores_of_known,
)
from models.scoring.training_record import Recorder
from models.versions.registry import Registry
from models.versions.saved_training import save_training
from models.versions.training_facts import ModelRecord, Training

log = logging.getLogger("catalogue")

HIT_PANELS = hit_panels()
ENOUGH = 100  # titles that both have forecast, to be judged by


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
class Verdict:
    """How a challenger did beside the champion.

    Args:
        question: which they answer.
        champion: its version.
        result: of losses, negative where the challenger is better.
        in_time: whether both were judged by forecasts.
    """

    question: str
    champion: str
    result: Paired
    in_time: bool = False

    @property
    def stays(self) -> bool:
        """Whether the champion stays."""
        is_forecast = self.question in FORECAST
        return self.result.difference > 0 if is_forecast else self.result.is_worse

    def facts(self) -> dict[str, Any]:
        """What the challenger's manifest says of it."""
        found = self.result
        return {
            "champion": self.champion,
            "difference": found.difference,
            "error": found.error if np.isfinite(found.error) else None,
            "titles": found.title_count,
            "in_time": self.in_time,
        }

    def __str__(self) -> str:
        found, judged = self.result, "forecast" if self.in_time else "out of fold"
        return (
            f"the models of {self.champion} stay: on {found.title_count} titles, {judged}, this "
            f"training's mean squared error is higher by {found.difference:.5f} (standard error "
            f"{found.error:.5f})"
        )


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
        verdicts = {
            question: _verdict(
                question, before[question].version, table, (answer.scores, theirs.scores)
            )
            for question in CONTESTED
            if question in before
        }
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


def _verdict(
    question: str, champion: str, table: pa.Table, scores: tuple[TitleScores, TitleScores]
) -> Verdict:
    """Compare the challenger's and the champion's scores of the titles with a known outcome."""
    if question in HIT_PANELS:
        by_forecasts = compare(*_hit_losses(question, table, "forecast", scores))
        if by_forecasts.title_count >= ENOUGH:
            return Verdict(question, champion, by_forecasts, in_time=True)
    return Verdict(question, champion, compare(*_losses(question, table, *scores)))


def _losses(
    question: str, table: pa.Table, ours: TitleScores, theirs: TitleScores
) -> tuple[FloatArray, FloatArray]:
    if question == "genres":
        pairs = [_tag_losses(table, t, ours, theirs) for t in TAXONOMIES]
        return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    if question == "rating":
        rating = numbers(table, "rating")
        rating[~(numbers(table, "vote_count") >= RELIABLE)] = np.nan
        return (ours.ratings.predicted - rating) ** 2, (theirs.ratings.predicted - rating) ** 2
    return _hit_losses(question, table, "chance", (ours, theirs))


def _hit_losses(
    question: str, table: pa.Table, said: str, scores: tuple[TitleScores, TitleScores]
) -> tuple[FloatArray, FloatArray]:
    """Squared errors of both trainings' chances, or of their forecasts."""
    panel = HIT_PANELS[question]
    level = numbers(table, panel.column)
    hit = np.where(np.isnan(level), np.nan, level >= panel.model.wanted)
    ours, theirs = (getattr(own.hits[question], said) for own in scores)
    return (ours - hit) ** 2, (theirs - hit) ** 2


def _tag_losses(
    table: pa.Table, taxonomy: str, ours: TitleScores, theirs: TitleScores
) -> tuple[FloatArray, FloatArray]:
    """Mean squared errors over the tags that both trainings know; NaN without a listing."""
    a, b = ours.tags[taxonomy], theirs.tags[taxonomy]
    shared = [genre for genre in a.listing.genres if genre in b.listing.genres]
    if not shared:
        return np.empty(0), np.empty(0)
    listed = listed_matrix(table, taxonomy, shared)
    losses = []
    for scores in (a, b):
        at = [scores.listing.genres.index(genre) for genre in shared]
        chances = np.nan_to_num(scores.probabilities[:, at])
        loss = ((chances - listed) ** 2).mean(axis=1)
        losses.append(np.where(a.listing.known, loss, np.nan))
    return losses[0], losses[1]
