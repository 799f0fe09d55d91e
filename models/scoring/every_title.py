"""Scores every title: fits all models, cross-fitted, and writes what they say.

The titles with a listing or an outcome are read at once; everything is fitted on them. All others
are read, scored by the final models and written in batches: memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import duckdb
import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from catalogue_common.clock import utc_now
from catalogue_common.progress import Progress
from models.audience.audience_scores import AudienceScores
from models.features import read_known, read_unknown
from models.final_models import BLOCK, Scorer, TitleScores
from models.hits.panel import HitScores
from models.hits.releases import SeasonScores
from models.learn.training_sample import TRAINING_LIMIT, training_sample
from models.questions import QUESTIONS
from models.rating.panel import RatingScores
from models.scoring.answer_writer import AnswerWriter
from models.scoring.champions import (
    ExplainedScores,
    LineUp,
    scores_of,
    scores_of_each,
    scores_of_known,
)
from models.scoring.contest import Models, hold_contest, recall_champions
from models.scoring.score_rows import ScoreRows
from models.scoring.score_tables import ScoreStore
from models.scoring.similar_titles import KnownTables
from models.scoring.training import TrainingOptions, train_models
from models.scoring.training_record import Recorder
from models.text.embedding_cache import TextMemory

BATCH_SIZE = 13 * BLOCK  # titles: more are a little faster and take more memory


@dataclass(frozen=True)
class ScoringSummary:
    """What a scoring run did.

    Args:
        title_count: titles scored.
        notes: what each model's reader must know, by model.
        promoted: questions whose models of this training are to be the champions.
    """

    title_count: int
    notes: Mapping[str, list[str]]
    promoted: list[str]

    @property
    def warnings(self) -> list[str]:
        """All notes, each with its model."""
        return [f"{model}: {note}" for model, notes in self.notes.items() for note in notes]


def score_titles(  # noqa: PLR0913 - one argument for each thing that a run decides
    con: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    seed: int,
    threads: int,
    progress: Progress,
    models: Models | None = None,
    tag_precision: float | None = None,
    texts: TextMemory | None = None,
    training_limit: int = TRAINING_LIMIT,
) -> ScoringSummary:
    """Fit all models on ``features.*`` and write ``scores.*`` and ``ops.model*``.

    Args:
        con: a connection to the warehouse that is being built.
        run_id: under which everything is written; the version of the models.
        seed: of all random choices.
        threads: cores to use; changes no score.
        progress: shows the folds.
        models: where the models are kept; without it they are forgotten.
        tag_precision: share of the given tags that should be right; None for the best F1.
        texts: remembers sentence embeddings; without it none are tried.
        training_limit: of more known titles than this a sample is learnt from.

    Raises:
        ModelError: nothing is to be trained, and there is no champion that can be used.
    """
    tried = texts.tried if texts else None
    options = TrainingOptions(
        seed, threads, progress, tag_precision, embedding=tried, limit=training_limit
    )
    # The folds share the cores; a linear algebra library that starts its own threads beside them
    # only gets in their way.
    with threadpool_limits(limits=1):
        return _EveryTitle(con, run_id, options, models, texts).score()


@dataclass(frozen=True)
class _KnownTitles:
    """The titles of which something is known, their scores, and who scores all others.

    Args:
        table: the titles.
        answer: their scores.
        lineup: whose models answer each question.
        promoted: the questions whose models are to be the champions from now on.
    """

    table: pa.Table
    answer: ExplainedScores
    lineup: Mapping[str, Scorer]
    promoted: list[str]


@dataclass(frozen=True)
class _EveryTitle:
    """One run's scoring, from reading the features to the last row written."""

    con: duckdb.DuckDBPyConnection
    run_id: str
    options: TrainingOptions
    models: Models | None
    texts: TextMemory | None

    def score(self) -> ScoringSummary:
        now = utc_now()
        recorder = Recorder(self.run_id, now)
        store = ScoreStore(self.con, self.run_id, now)
        writer = AnswerWriter(store)
        lineup, promoted = self._write_known(recorder, writer)
        self._write_unknown(lineup, writer)
        store.add_unscored_listings()
        if self.texts:
            self.texts.write()
        return ScoringSummary(writer.title_count, recorder.notes, promoted)

    def _write_known(
        self, recorder: Recorder, writer: AnswerWriter
    ) -> tuple[Mapping[str, Scorer], list[str]]:
        """Return who scores all other titles, nobody if nothing is known; and who is promoted."""
        table, others = self._divided(read_known(self.con), recorder)
        if self.models and not self.models.train:
            known = self._recall(table, self.models, recorder)
        elif len(table):
            known = self._train(table, recorder)
        else:
            return {}, []
        writer.add_models(known.lineup, recorder)
        options = self.options
        unlearnt = partial(self._unlearnt, others, known.lineup)
        titles = KnownTables(known.answer, known.table, unlearnt)
        recorder.note("similar titles", writer.add_neighbours(titles, options))
        writer.add_answer(known.answer, known.table)
        score = partial(_rows_of, writer, self._score_unlearnt)
        writer.add_each(scores_of_each(known.lineup, unlearnt(), options.threads, score))
        return known.lineup, known.promoted

    def _divided(self, table: pa.Table, recorder: Recorder) -> tuple[pa.Table, pa.Table]:
        """The titles to learn from, and those that are left out where there are too many."""
        chosen = training_sample(table, self.options.limit, self.options.seed)
        if chosen.all():
            return table, table.slice(0, 0)
        said = f"learnt from {chosen.sum():,} of {len(table):,} known titles (training_limit)"
        recorder.note("training", [f"{said}; the others are scored by models that never saw them"])
        return table.filter(pa.array(chosen)), table.filter(pa.array(~chosen))

    def _unlearnt(self, others: pa.Table, lineup: Mapping[str, Scorer]) -> Iterator[pa.Table]:
        """The known titles that were left out, some at a time."""
        for start in range(0, len(others), BATCH_SIZE):
            yield self._embedded(others.slice(start, BATCH_SIZE), lineup)

    def _score_unlearnt(self, lineup: Mapping[str, Scorer], table: pa.Table) -> ExplainedScores:
        """The scores of such titles, of which a champion may have learnt from some."""
        if not self.models:
            return scores_of(lineup, table, known=True)
        return scores_of_known(lineup, table, self.models.registry, self.run_id)

    def _train(self, table: pa.Table, recorder: Recorder) -> _KnownTitles:
        """Train, and let the champions stay that the new models do not match."""
        if self.texts and self.texts.tried:
            with self.options.progress.step("embedding texts"):
                table = self.texts.added_to(table, [self.texts.tried])
        answer = train_models(table, self.run_id, self.options, recorder)
        lineup = dict.fromkeys(QUESTIONS, answer.scorer)
        if not self.models:
            return _KnownTitles(table, answer, lineup, [])
        contest = hold_contest(self.models, table, answer, recorder, self._embedded)
        return _KnownTitles(table, contest.answer, lineup | contest.staying, contest.promoted)

    def _recall(self, table: pa.Table, models: Models, recorder: Recorder) -> _KnownTitles:
        """Score by the champions."""
        lineup = recall_champions(models, recorder)
        table = self._embedded(table, lineup)
        return _KnownTitles(table, scores_of_known(lineup, table, models.registry), lineup, [])

    def _write_unknown(self, lineup: Mapping[str, Scorer], writer: AnswerWriter) -> None:
        """Score the titles of which nothing is known."""
        tables = read_unknown(self.con, BATCH_SIZE)
        if not lineup:
            for table in tables:
                writer.add_scores(_no_scores(len(table)), table)
            return
        embedded = (self._embedded(table, lineup) for table in tables)
        score = partial(_rows_of, writer, scores_of)
        writer.add_each(scores_of_each(lineup, embedded, self.options.threads, score))

    def _embedded(self, table: pa.Table, lineup: Mapping[str, Scorer]) -> pa.Table:
        """A table with its texts' embeddings where a model reads them; each text only once."""
        if not self.texts:
            return table
        return self.texts.added_to(table, [own.encoder.embedding_ for own in lineup.values()])


def _rows_of(
    writer: AnswerWriter,
    score: Callable[[LineUp, pa.Table], ExplainedScores],
    lineup: LineUp,
    table: pa.Table,
) -> ScoreRows:
    """The rows of a table of titles: tags and reasons take as long as the scores, and a thread of
    their own beside other tables'."""
    return writer.rows_of(score(lineup, table), table)


def _no_scores(n: int) -> TitleScores:
    """What is said of n titles where nothing was learnt."""
    hit = HitScores.none(np.zeros(n, dtype=bool))
    return TitleScores(
        {},
        RatingScores.none(n),
        dict.fromkeys(("hit", "top10"), hit),
        SeasonScores.none(),
        AudienceScores.none(n),
    )
