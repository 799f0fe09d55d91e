"""One training: all models fitted, cross-fitted, on the titles of which something is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalogue_common.progress import Progress
from models.audience.audience_scores import AudienceScores
from models.audience.panel import AudiencePanel
from models.features import TAXONOMIES, Rows, numbers
from models.final_models import Scorer, TitleScores
from models.genres.other_splits import TagSplits, by_file
from models.genres.panel import GenrePanel, TagScores, read_listing
from models.hits.panel import HitScores
from models.hits.top10_panel import hit_panels
from models.learn.cross_fit import Folds
from models.learn.training_sample import TRAINING_LIMIT
from models.outcome_features import outcome_rows
from models.questions import QUESTIONS
from models.rating.panel import RatingPanel, RatingScores
from models.scoring.champions import ExplainedScores
from models.scoring.training_record import Recorder
from models.text.sentence_embeddings import Identity
from models.text.title_encoder import TitleEncoder

MINIMUM_LISTED = 20  # a genre is modelled for a type of which so many titles list it
# Of so many titles, more than the public files know, three folds leave enough to learn from (three
# fifths at least), and take three fifths of the time.
MANY, FOLDS_OF_MANY = 40_000, 3


@dataclass(frozen=True)
class TrainingOptions:
    """How models are trained.

    Args:
        seed: of all random choices.
        threads: cores to use; changes no score.
        progress: shows the folds.
        tag_precision: share of the given tags that should be right; None for the best F1.
        questions: those whose models are fitted, beside the genres that all others read.
        embedding: which sentence embeddings are tried; None for none.
        limit: of more known titles than this a sample is to be learnt from.
    """

    seed: int
    threads: int
    progress: Progress
    tag_precision: float | None = None
    questions: Collection[str] = QUESTIONS
    embedding: Identity | None = None
    limit: int = TRAINING_LIMIT


def train_models(
    table: pa.Table, version: str, options: TrainingOptions, recorder: Recorder | None = None
) -> ExplainedScores:
    """Fit all models on n titles, and return their out-of-fold scores.

    Args:
        table: from ``read_known``; embeddings that it has columns of are not made again.
        version: what the training is called.
        options: how it is done.
        recorder: takes the models' settings, notes and figures; without it the genre models are
            not measured on other splits.
    """
    folds = Folds(fold_numbers(table), options.threads, options.progress)
    encoder = TitleEncoder(seed=options.seed, embedding=options.embedding)
    with options.progress.step("reading texts"):
        rows = encoder.fit_transform(table)
    genres = GenrePanel(MINIMUM_LISTED, options.seed, options.tag_precision)
    listings = {t: read_listing(table, t, MINIMUM_LISTED) for t in TAXONOMIES}
    tags = genres.fit(rows, listings, folds)
    if not genres.kernels_:
        encoder.embedding_ = None  # no model reads them
    rows = outcome_rows(rows, tags)
    outcomes = _Outcomes(options.seed)
    scores = outcomes.fit(rows, table, folds, tags, options.questions)
    if recorder:
        recorder.genres(genres, tags, rows["is_series"], options.embedding)
        recorder.rating(outcomes.rating)
        recorder.hits(outcomes.hits)
        recorder.audience(outcomes.audience)
        splits = TagSplits(rows, folds, genres)
        recorder.metrics += splits.text_only()
        recorder.metrics += splits.added_later(table["added_on"])
        recorder.metrics += by_file(table, tags)
    panels = outcomes.rating, outcomes.hits, outcomes.audience
    return ExplainedScores(scores, Scorer(version, encoder, genres, *panels), rows)


def fold_numbers(table: pa.Table) -> NDArray[np.int64]:
    """(n,) the folds of n titles; of many titles fewer, made of whole ones."""
    number = numbers(table, "fold").astype(np.int64)
    return number if len(number) <= MANY else number % FOLDS_OF_MANY


class _Outcomes:
    """The models of what becomes of a title.

    Args:
        seed: of all random choices.
    """

    def __init__(self, seed: int) -> None:
        self.rating = RatingPanel(seed)
        self.hits = hit_panels(seed)
        self.audience = AudiencePanel(seed)

    def fit(
        self,
        rows: Rows,
        table: pa.Table,
        folds: Folds,
        tags: Mapping[str, TagScores],
        questions: Collection[str],
    ) -> TitleScores:
        """Fit those of some questions on n titles; of the others nothing is said."""
        n = len(rows)
        ratings, audiences = RatingScores.none(n), AudienceScores.none(n)
        hits = dict.fromkeys(self.hits, HitScores.none(np.zeros(n, dtype=bool)))
        if "rating" in questions:
            ratings = self.rating.fit(rows, table, folds)
        for name, panel in self.hits.items():
            if name in questions:
                hits[name] = panel.fit(rows, table, folds)
        if "audience" in questions:
            audiences = self.audience.fit(rows, table, folds)
        return TitleScores(tags, ratings, hits, self.hits["top10"].seasons_, audiences)
