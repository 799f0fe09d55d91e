"""The champions: of each question, the training whose models answer it; and what they answer.

A *line-up* says whose models answer which question. Mostly they are of one training; where a later
one was worse at a question, an earlier one's still answer that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa

from models.audience.half_years import read_half_years
from models.features import Rows, numbers
from models.final_models import Scorer, TitleScores
from models.learn.memory import give_back
from models.questions import QUESTIONS
from models.versions.heldout_scores import with_heldout
from models.versions.registry import Registry
from models.versions.saved_training import load_scorer

GIVE_BACK_EVERY = 3  # tables

LineUp = Mapping[str, Scorer]
Scored = TypeVar("Scored")


@dataclass(frozen=True)
class ExplainedScores:
    """Scores of n titles, with what explains their tags.

    Args:
        scores: of all questions.
        scorer: whose genre models they are.
        rows: the n titles as that scorer's encoder reads them.
    """

    scores: TitleScores
    scorer: Scorer
    rows: Rows


def read_champions(registry: Registry) -> dict[str, Scorer]:
    """Read the champion of each question that has one.

    Raises:
        ModelError: one of them cannot be used.
        OutdatedModelError: one of them is of a format that is not read any more.
    """
    named = {q: version for q in QUESTIONS if (version := registry.champion(q))}
    scorers = {
        version: load_scorer(registry, version, [q for q in named if named[q] == version])
        for version in dict.fromkeys(named.values())
    }
    return {q: scorers[version] for q, version in named.items()}


def scores_of(lineup: LineUp, table: pa.Table, *, known: bool = False) -> ExplainedScores:
    """Score titles of which no outcome is known; where ``known``, genres are listed of some."""
    return _merge(lineup, _by_training(lineup, table, known=known))


def scores_of_each(
    lineup: LineUp,
    tables: Iterable[pa.Table],
    threads: int,
    score: Callable[[LineUp, pa.Table], Scored],
) -> Iterator[tuple[pa.Table, Scored]]:
    """Score tables of titles, some at a time; yields them in order.

    Tables are taken, and what is yielded is worked on, in the calling thread alone.

    Args:
        lineup: whose models answer.
        tables: of titles.
        threads: how many are scored at a time; changes no score.
        score: scores one, and makes of its scores what the caller needs.
    """
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[pa.Table, Future[Scored]]] = deque()
        for number, table in enumerate(tables, start=1):
            waiting.append((table, pool.submit(score, lineup, table)))
            if len(waiting) > threads:
                first, scored = waiting.popleft()
                yield first, scored.result()
            if number % GIVE_BACK_EVERY == 0:
                give_back()
        while waiting:
            first, scored = waiting.popleft()
            yield first, scored.result()


def scores_of_known(
    lineup: LineUp, table: pa.Table, registry: Registry, unlearnt: str | None = None
) -> ExplainedScores:
    """Score titles from ``read_known``, each by models that were fitted without it.

    Titles that a training learnt from keep the out-of-fold scores that were stored with it; its
    final models score the others.

    Args:
        lineup: whose models answer.
        table: the titles.
        registry: of the models.
        unlearnt: the version of a training that learnt from none of them, and is not stored yet.
    """
    scored = _by_training(lineup, table, known=True)
    title_id = table["title_id"].combine_chunks()
    learnt = {q: scorer for q, scorer in lineup.items() if scorer.version != unlearnt}
    for question, scorer in learnt.items():
        own, folder = scored[scorer.version], registry.folder(question, scorer.version)
        scores = with_heldout(own.scores, folder, question, title_id)
        scored[scorer.version] = replace(own, scores=scores)
    return _merge(lineup, scored)


def merge_scores(base: TitleScores, of: Mapping[str, TitleScores]) -> TitleScores:
    """Return the base's scores, with some questions' taken from others."""
    hits = {name: of.get(name, base).hits[name] for name in base.hits}
    ratings, audience = of.get("rating", base).ratings, of.get("audience", base).audience
    seasons = of.get("top10", base).seasons
    return TitleScores(of.get("genres", base).tags, ratings, hits, seasons, audience)


def _by_training(lineup: LineUp, table: pa.Table, *, known: bool) -> dict[str, ExplainedScores]:
    """Each training's scores, asked once however many questions it answers."""
    scorers = {scorer.version: scorer for scorer in lineup.values()}
    return {version: _scored(s, table, known=known) for version, s in scorers.items()}


def _scored(scorer: Scorer, table: pa.Table, *, known: bool) -> ExplainedScores:
    rows = scorer.encoder.transform(table)
    scores = scorer.apply(rows, table, scorer.listings(table) if known else None)
    return ExplainedScores(_with_known(scores, scorer, table) if known else scores, scorer, rows)


def _with_known(scores: TitleScores, scorer: Scorer, table: pa.Table) -> TitleScores:
    """The same scores, and which titles have an outcome in the table."""
    hits = {
        name: replace(hit, known=~np.isnan(numbers(table, scorer.hits[name].column)))
        for name, hit in scores.hits.items()
    }
    ratings = replace(
        scores.ratings,
        known=~np.isnan(numbers(table, "rating")),
        is_starred=~np.isnan(numbers(table, "user_count")),
    )
    half_years = read_half_years(table)
    viewed = np.zeros(len(table), dtype=bool)
    viewed[half_years.title[half_years.has_views]] = True
    said = scores.audience.half_years
    audience = replace(
        scores.audience,
        half_years=replace(said, known=viewed[said.title]),
        known=viewed,
        is_reach_known=np.asarray(table["top10_countries"].is_valid()),
    )
    return replace(scores, ratings=ratings, hits=hits, audience=audience)


def _merge(lineup: LineUp, scored: Mapping[str, ExplainedScores]) -> ExplainedScores:
    """Take each question's scores from its own training."""
    of = {question: scored[scorer.version] for question, scorer in lineup.items()}
    genres = of.get("genres") or next(iter(scored.values()))
    scores = merge_scores(genres.scores, {q: own.scores for q, own in of.items()})
    return ExplainedScores(scores, genres.scorer, genres.rows)
