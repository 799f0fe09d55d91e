"""Which training's models answer which question: champions, and challengers that beat them.

A challenger takes over unless it is worse beyond noise. Both are judged on the same titles, each by
scores that its models gave without having seen the title: kept out-of-fold scores for the titles
that a training learnt from, the final models' for those that came later. A title's loss is the
squared error (of the probability, for tags and hits: Brier 1950); the champion stays if the mean
of the paired differences lies more than two of its standard errors on its side.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from models.features import TAXONOMIES, FloatArray, Rows, numbers
from models.final_models import QUESTIONS, Scorer, Scores
from models.genres.panel import listed_matrix
from models.hits.panel import hit_panel, top10_panel
from models.learn.memory import give_back
from models.learn.metrics import RELIABLE
from models.learn.paired_test import Paired, compare
from models.versions.heldout_scores import with_heldout
from models.versions.registry import Registry
from models.versions.saved_training import load

GIVE_BACK_EVERY = 3  # tables
_LEVELS = {panel.name: (panel.column, panel.model.wanted) for panel in (hit_panel(), top10_panel())}


@dataclass(frozen=True)
class Answer:
    """Scores of n titles, with what explains their tags.

    Args:
        scores: of all questions.
        scorer: whose genre models they are.
        rows: the n titles as that scorer's encoder reads them.
    """

    scores: Scores
    scorer: Scorer
    rows: Rows


@dataclass(frozen=True)
class Verdict:
    """How a challenger did beside the champion."""

    question: str
    champion: str
    result: Paired

    @property
    def stays(self) -> bool:
        """Whether the champion stays."""
        return self.result.is_worse

    def __str__(self) -> str:
        found = self.result
        return (
            f"the models of {self.champion} stay: on {found.title_count} titles this training's "
            f"mean squared error is higher by {found.difference:.5f} (standard error "
            f"{found.error:.5f})"
        )


def champions(registry: Registry) -> dict[str, Scorer]:
    """Read the champion of each question that has one.

    Raises:
        ModelError: one of them cannot be used.
    """
    named = {q: version for q in QUESTIONS if (version := registry.champion(q))}
    scorers = {
        version: load(registry, version, [q for q in named if named[q] == version])
        for version in dict.fromkeys(named.values())
    }
    return {q: scorers[version] for q, version in named.items()}


def apply(lineup: Mapping[str, Scorer], table: pa.Table) -> Answer:
    """Score titles of which no outcome is known."""
    return _merge(lineup, _answers(lineup, table, known=False))


def apply_all(
    lineup: Mapping[str, Scorer], tables: Iterable[pa.Table], threads: int
) -> Iterator[tuple[pa.Table, Answer]]:
    """Score tables of titles of which no outcome is known, some at a time; yields them in order.

    Tables are taken, and what is yielded is worked on, in the calling thread alone.
    """
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[pa.Table, Future[Answer]]] = deque()
        for number, table in enumerate(tables, start=1):
            waiting.append((table, pool.submit(apply, lineup, table)))
            if len(waiting) > threads:
                first, answer = waiting.popleft()
                yield first, answer.result()
            if number % GIVE_BACK_EVERY == 0:
                give_back()
        while waiting:
            first, answer = waiting.popleft()
            yield first, answer.result()


def apply_known(lineup: Mapping[str, Scorer], table: pa.Table, registry: Registry) -> Answer:
    """Score titles from ``read_known`` by models that may have seen them, without their looking.

    Titles that a model learnt from keep the out-of-fold scores of that training.
    """
    answers = _answers(lineup, table, known=True)
    title_id = table["title_id"].combine_chunks()
    for question, scorer in lineup.items():
        folder = registry.folder(question, scorer.version)
        with_heldout(answers[scorer.version].scores, folder, question, title_id)
    return _merge(lineup, answers)


def challenge(
    question: str, champion: str, table: pa.Table, scores: tuple[Scores, Scores]
) -> Verdict:
    """Compare two trainings on the titles whose outcome is known.

    Args:
        question: which of their answers.
        champion: version of the champion.
        table: the titles.
        scores: the challenger's and the champion's.
    """
    return Verdict(question, champion, compare(*_losses(question, table, *scores)))


def _answers(lineup: Mapping[str, Scorer], table: pa.Table, *, known: bool) -> dict[str, Answer]:
    """Each training's answers, asked once however many questions it answers."""
    scorers = {scorer.version: scorer for scorer in lineup.values()}
    return {version: _answer(s, table, known=known) for version, s in scorers.items()}


def _answer(scorer: Scorer, table: pa.Table, *, known: bool) -> Answer:
    rows = scorer.encoder.transform(table)
    scores = scorer.apply(rows, scorer.listings(table) if known else None)
    if known:
        hits = {
            name: replace(hit, known=~np.isnan(numbers(table, _LEVELS[name][0])))
            for name, hit in scores.hits.items()
        }
        ratings = replace(
            scores.ratings,
            known=~np.isnan(numbers(table, "rating")),
            is_starred=~np.isnan(numbers(table, "user_count")),
        )
        scores = replace(scores, ratings=ratings, hits=hits)
    return Answer(scores, scorer, rows)


def _merge(lineup: Mapping[str, Scorer], answers: Mapping[str, Answer]) -> Answer:
    """Take each question's answer from its own training."""
    of = {q: answers[lineup[q].version] if q in lineup else None for q in QUESTIONS}
    genres = of["genres"] or next(iter(answers.values()))
    return Answer(
        merge_scores(genres.scores, {q: a.scores for q, a in of.items() if a}),
        genres.scorer,
        genres.rows,
    )


def merge_scores(base: Scores, of: Mapping[str, Scores]) -> Scores:
    """Put some questions' answers in the place of the base's."""
    hits = {name: of.get(name, base).hits[name] for name in base.hits}
    return Scores(of.get("genres", base).tags, of.get("rating", base).ratings, hits)


def _losses(
    question: str, table: pa.Table, ours: Scores, theirs: Scores
) -> tuple[FloatArray, FloatArray]:
    if question == "genres":
        pairs = [_tag_losses(table, t, ours, theirs) for t in TAXONOMIES]
        return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    if question == "rating":
        rating = numbers(table, "rating")
        rating[~(numbers(table, "vote_count") >= RELIABLE)] = np.nan
        return (ours.ratings.predicted - rating) ** 2, (theirs.ratings.predicted - rating) ** 2
    column, wanted = _LEVELS[question]
    level = numbers(table, column)
    hit = np.where(np.isnan(level), np.nan, level >= wanted)
    return (ours.hits[question].chance - hit) ** 2, (theirs.hits[question].chance - hit) ** 2


def _tag_losses(
    table: pa.Table, taxonomy: str, ours: Scores, theirs: Scores
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
