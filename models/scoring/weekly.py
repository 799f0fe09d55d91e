"""Scores every title: fits all models, cross-fitted, and writes what they say.

The titles with a listing or an outcome are read at once; everything is fitted on them. All others
are read, scored by the final models and written in batches: memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from catalogue_common.clock import utc_now
from catalogue_common.progress import Progress
from models.features import (
    TAXONOMIES,
    BoolArray,
    FloatArray,
    numbers,
    read_known,
    read_unknown,
)
from models.final_models import Scorer, TitleScores
from models.genres.other_splits import TagSplits, by_file
from models.genres.panel import GenrePanel, read_listing
from models.genres.reasons import top_reasons
from models.hits.panel import HitScores, hit_panel, top10_panel
from models.learn.cross_fit import Folds
from models.outcome_features import outcome_rows
from models.questions import QUESTIONS
from models.rating.panel import RatingPanel, RatingScores
from models.scoring.champions import ExplainedScores, scores_of_each, scores_of_known
from models.scoring.contest import Models, hold_contest, recall_champions
from models.scoring.importances import importances
from models.scoring.score_tables import ScoreStore
from models.scoring.training_record import Recorder
from models.similar import Themes, nearest
from models.text.embedding_cache import TextMemory
from models.text.title_encoder import TitleEncoder

BATCH_SIZE = 10_000  # titles: larger ones are a little faster and take more memory
MINIMUM_LISTED = 20


@dataclass
class ScoringSummary:
    """What a scoring run did.

    Args:
        title_count: titles scored.
        notes: what each model's reader must know, by model.
        promoted: questions whose models of this training are to be the champions.
    """

    title_count: int = 0
    notes: dict[str, list[str]] = field(default_factory=dict)
    promoted: list[str] = field(default_factory=list)

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

    Raises:
        ModelError: nothing is to be trained, and there is no champion that can be used.
    """
    # The folds share the cores; a linear algebra library that starts its own threads beside them
    # only gets in their way.
    with threadpool_limits(limits=1):
        scoring = _Scoring(con, run_id, seed, threads, progress, models, tag_precision, texts)
        return scoring.run()


@dataclass
class _Scoring:
    con: duckdb.DuckDBPyConnection
    run_id: str
    seed: int
    threads: int
    progress: Progress
    models: Models | None
    tag_precision: float | None
    texts: TextMemory | None

    def __post_init__(self) -> None:
        self.now = utc_now()
        self.store = ScoreStore(self.con, self.run_id, self.now)
        self.encoder = TitleEncoder(seed=self.seed, embeds=self.texts is not None)
        self.genres = GenrePanel(MINIMUM_LISTED, self.seed, self.tag_precision)
        self.rating = RatingPanel(self.seed)
        self.hits = {panel.name: panel for panel in (hit_panel(self.seed), top10_panel(self.seed))}
        self.recorder = Recorder(self.run_id, self.now)
        self.summary = ScoringSummary()
        self.lineup: dict[str, Scorer] = {}
        self.themes: Themes | None = None

    def run(self) -> ScoringSummary:
        known = read_known(self.con)
        if self.models and not self.models.train:
            self._recall(known, self.models)
        elif len(known):
            self._learn(known)
        del known
        self._apply(map(self._embedded, read_unknown(self.con, BATCH_SIZE)))
        self.store.add_unscored_listings()
        if self.texts:
            self.texts.write()
        return self.summary

    def _learn(self, table: pa.Table) -> None:
        folds = Folds(numbers(table, "fold").astype(np.int64), self.threads, self.progress)
        with self.progress.step("reading texts"):
            table = self.texts.added_to(table) if self.texts else table
            rows = self.encoder.fit_transform(table)
        listings = {t: read_listing(table, t, MINIMUM_LISTED) for t in TAXONOMIES}
        tags = self.genres.fit(rows, listings, folds)
        if not self.genres.regressions_:
            self.encoder.embedding_ = None
        rows = outcome_rows(rows, tags)
        ratings = self.rating.fit(rows, table, folds)
        hits = {name: panel.fit(rows, table, folds) for name, panel in self.hits.items()}
        trained = Scorer(self.run_id, self.encoder, self.genres, self.rating, self.hits)
        self.lineup = dict.fromkeys(QUESTIONS, trained)
        answer = ExplainedScores(TitleScores(tags, ratings, hits), trained, rows)
        self._record(answer)
        splits = TagSplits(rows, folds, self.genres)
        self.recorder.metrics += splits.text_only()
        self.recorder.metrics += splits.added_later(table["added_on"])
        self.recorder.metrics += by_file(table, tags)
        if self.models:
            contest = hold_contest(self.models, table, answer, self.recorder)
            self.lineup |= contest.staying
            self.summary.promoted, answer = contest.promoted, contest.answer
        self._finish(answer, table)

    def _recall(self, table: pa.Table, models: Models) -> None:
        """Score the known titles by the champions."""
        self.lineup = recall_champions(models, self.recorder)
        table = self._embedded(table)
        self._finish(scores_of_known(self.lineup, table, models.registry), table)

    def _embedded(self, table: pa.Table) -> pa.Table:
        """A table with its texts' embeddings where a model reads them; each text only once."""
        if self.texts and any(scorer.encoder.embedding_ for scorer in self.lineup.values()):
            return self.texts.added_to(table)
        return table

    def _record(self, answer: ExplainedScores) -> None:
        self.recorder.genres(self.genres, answer.scores.tags, answer.rows["is_series"])
        self.recorder.rating(self.rating)
        self.recorder.hits(self.hits)

    def _finish(self, answer: ExplainedScores, table: pa.Table) -> None:
        """Write the known titles' scores, and what is to be said of the models."""
        self.summary.notes = self.recorder.notes
        self.store.add_importances(list(importances(self.lineup)))
        self.store.add_records(self.recorder.records)
        self.store.add_metrics(self.recorder.metrics)
        genres = answer.scorer.genres
        for taxonomy, listing in genres.listings_.items():
            thresholds = genres.final_thresholds(taxonomy)
            self.store.add_thresholds(taxonomy, listing.support, thresholds)
        self._compare(table, answer)
        self._write(answer, table)

    def _apply(self, tables: Iterator[pa.Table]) -> None:
        """Score the titles of which nothing is known."""
        if self.lineup:
            for table, answer in scores_of_each(self.lineup, tables, self.threads):
                self._write(answer, table)
            return
        for table in tables:
            nothing, unknown = np.full(len(table), np.nan), np.zeros(len(table), dtype=bool)
            ratings = RatingScores.none(len(table))
            hits = {name: HitScores(nothing, unknown) for name in self.hits}
            self._write_titles(TitleScores({}, ratings, hits), table)

    def _compare(self, table: pa.Table, answer: ExplainedScores) -> None:
        """Find the catalogue's clusters and each of its titles' neighbours."""
        listed = table["in_catalogue"].to_numpy(zero_copy_only=False)
        chosen = listed if listed.any() else np.ones(len(table), dtype=bool)
        with self.progress.step("similar titles and clusters"):
            listing = np.hstack([t.listing.listed for t in answer.scores.tags.values()])
            catalogue = answer.rows.adding(genres=listing.astype(np.float64)).take(chosen)
            found = nearest(catalogue)
            self.store.add_neighbours(table["title_id"].filter(pa.array(chosen)), found)
            scorer = answer.scorer
            self.themes = Themes(scorer.encoder.factors_, scorer.names["words"], self.seed)
            self.themes.fit(catalogue["factors"], self.store.clusters_before())
            self.store.replace_clusters(self.themes.clusters_)

    def _write(self, answer: ExplainedScores, table: pa.Table) -> None:
        self._write_titles(answer.scores, table)
        names = answer.scorer.names
        for taxonomy, tag_scores in answer.scores.tags.items():
            model = answer.scorer.genres.margins_[taxonomy].final
            explain = partial(top_reasons, model, answer.rows, names)
            self.store.add_tags(table["title_id"], taxonomy, tag_scores, explain)
        if self.themes is not None:
            clusters = self.themes.predict(answer.rows["factors"])
            self.store.add_title_clusters(table["title_id"], clusters)

    def _write_titles(self, scores: TitleScores, table: pa.Table) -> None:
        ratings = scores.ratings
        columns: dict[str, Any] = {
            "predicted_rating": ratings.predicted,
            "predicted_rating_low": ratings.lower,
            "predicted_rating_high": ratings.upper,
            "liked_probability": ratings.liked_probability,
            "liked_source": ratings.liked_source,
            "predicted_stars": ratings.stars,
            "is_rating_out_of_fold": _flag(ratings.known, ratings.predicted),
            "is_stars_out_of_fold": _flag(ratings.is_starred, ratings.stars),
        }
        for name, hit in scores.hits.items():
            columns[f"{name}_probability"] = hit.chance
            columns[f"is_{name}_out_of_fold"] = _flag(hit.known, hit.chance)
        self.store.add_titles(table["title_id"], columns)
        self.summary.title_count += len(table)


def _flag(known: BoolArray, score: FloatArray) -> pa.Array:
    """Whether a score is out of fold; null where there is no score."""
    return pa.array(known, mask=np.isnan(score))
