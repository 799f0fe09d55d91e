"""One training: all models fitted, cross-fitted, on the titles of which something is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from catalogue_common.progress import Progress
from models.audience.panel import AudiencePanel
from models.features import TAXONOMIES, numbers
from models.final_models import Scorer, TitleScores
from models.genres.other_splits import TagSplits, by_file
from models.genres.panel import GenrePanel, read_listing
from models.hits.panel import hit_panel, top10_panel
from models.learn.cross_fit import Folds
from models.outcome_features import outcome_rows
from models.rating.panel import RatingPanel
from models.scoring.champions import ExplainedScores
from models.scoring.training_record import Recorder
from models.text.sentence_embeddings import COLUMN
from models.text.title_encoder import TitleEncoder

MINIMUM_LISTED = 20  # a genre is modelled for a type of which so many titles list it


@dataclass(frozen=True)
class TrainingOptions:
    """How models are trained.

    Args:
        seed: of all random choices.
        threads: cores to use; changes no score.
        progress: shows the folds.
        tag_precision: share of the given tags that should be right; None for the best F1.
    """

    seed: int
    threads: int
    progress: Progress
    tag_precision: float | None = None


def train_models(
    table: pa.Table, version: str, options: TrainingOptions, recorder: Recorder
) -> ExplainedScores:
    """Fit all models on n titles, and return their out-of-fold scores.

    Args:
        table: from ``read_known``; sentence embeddings are tried where it has a column of them.
        version: what the training is called.
        options: how it is done.
        recorder: takes the models' settings, notes and figures.
    """
    folds = Folds(numbers(table, "fold").astype(np.int64), options.threads, options.progress)
    encoder = TitleEncoder(seed=options.seed, embeds=COLUMN in table.column_names)
    with options.progress.step("reading texts"):
        rows = encoder.fit_transform(table)
    genres = GenrePanel(MINIMUM_LISTED, options.seed, options.tag_precision)
    listings = {t: read_listing(table, t, MINIMUM_LISTED) for t in TAXONOMIES}
    tags = genres.fit(rows, listings, folds)
    if not genres.regressions_:
        encoder.embedding_ = None  # no model reads them
    rows = outcome_rows(rows, tags)
    rating = RatingPanel(options.seed)
    ratings = rating.fit(rows, table, folds)
    panels = {panel.name: panel for panel in (hit_panel(options.seed), top10_panel(options.seed))}
    hits = {name: panel.fit(rows, table, folds) for name, panel in panels.items()}
    audience = AudiencePanel(options.seed)
    audiences = audience.fit(rows, table, folds)
    recorder.genres(genres, tags, rows["is_series"])
    recorder.rating(rating)
    recorder.hits(panels)
    recorder.audience(audience)
    splits = TagSplits(rows, folds, genres)
    recorder.metrics += splits.text_only()
    recorder.metrics += splits.added_later(table["added_on"])
    recorder.metrics += by_file(table, tags)
    return ExplainedScores(
        TitleScores(tags, ratings, hits, audiences),
        Scorer(version, encoder, genres, rating, panels, audience),
        rows,
    )
