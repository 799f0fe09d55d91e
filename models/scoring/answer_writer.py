"""Writes what the models say of titles, table by table, and what is to be said of the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.audience_scores import AudienceScores
from models.audience.reasons import REASONS
from models.audience.said import audience_figures
from models.features import BoolArray, FloatArray
from models.final_models import Scorer, TitleScores
from models.genres.reasons import top_reasons
from models.scoring.champions import ExplainedScores
from models.scoring.importances import importances
from models.scoring.score_rows import ScoreRows
from models.scoring.score_tables import ScoreStore
from models.scoring.similar_titles import KnownTables, write_similar
from models.scoring.training import TrainingOptions
from models.scoring.training_record import Recorder
from models.similar.themes import Themes
from warehouse.sql_files import one_transaction

AT_ONCE = 4  # tables: one by one they wait for the disk, more take memory and save no time


class AnswerWriter:
    """Writes answers, and counts the titles.

    Args:
        store: takes the rows.
    """

    def __init__(self, store: ScoreStore) -> None:
        self.store = store
        self.title_count = 0
        self._themes: Themes | None = None

    def add_models(self, lineup: Mapping[str, Scorer], recorder: Recorder) -> None:
        """Write what is recorded of the models that answer each question."""
        self.store.add_importances(list(importances(lineup)))
        self.store.add_records(recorder.records)
        self.store.add_metrics(recorder.metrics)
        genres = lineup["genres"].genres
        for taxonomy, listing in genres.listings_.items():
            thresholds = genres.final_thresholds(taxonomy)
            self.store.add_thresholds(taxonomy, listing.support, thresholds)

    def add_neighbours(self, titles: KnownTables, options: TrainingOptions) -> list[str]:
        """Find the catalogue's clusters and each of its titles' neighbours, and write them.

        Answers that are added from then on are written with their clusters.

        Returns:
            what the reader of the neighbours must know.
        """
        with options.progress.step("similar titles and clusters"):
            found = write_similar(titles, self.store, options.seed, options.threads)
        self._themes, notes = found
        return notes

    def add_answer(self, answer: ExplainedScores, table: pa.Table) -> None:
        """Write the scores of a table of titles, with the reasons of their tags."""
        self.add_rows(self.rows_of(answer, table), table)

    def add_scores(self, scores: TitleScores, table: pa.Table) -> None:
        """Write the scores of a table of titles without their tags."""
        self.add_rows(self._rows(scores, table), table)

    def add_rows(self, rows: ScoreRows, table: pa.Table) -> None:
        """Write the rows of a table of titles."""
        self.store.write(rows)
        self.title_count += len(table)

    def add_each(self, scored: Iterable[tuple[pa.Table, ScoreRows]]) -> None:
        """Write the rows of many tables of titles, some at once."""
        left = iter(scored)
        while first := next(left, None):
            with one_transaction(self.store.con):
                for table, rows in chain([first], islice(left, AT_ONCE - 1)):
                    self.add_rows(rows, table)

    def rows_of(self, answer: ExplainedScores, table: pa.Table) -> ScoreRows:
        """The rows of a table of titles, not written yet; may be called by several threads."""
        rows = self._rows(answer.scores, table)
        names = answer.scorer.names
        for taxonomy, tag_scores in answer.scores.tags.items():
            model = answer.scorer.genres.margins_[taxonomy].final
            explain = partial(top_reasons, model, answer.rows, names)
            rows.add_tags(table["title_id"], taxonomy, tag_scores, explain)
        if self._themes is not None:
            clusters = self._themes.predict(answer.rows["factors"])
            rows.add_title_clusters(table["title_id"], clusters)
        return rows

    def _rows(self, scores: TitleScores, table: pa.Table) -> ScoreRows:
        rows, title_id = ScoreRows(self.store.run_id, self.store.now), table["title_id"]
        rows.add_titles(title_id, _title_columns(scores))
        rows.add_half_years(title_id, scores.audience.half_years)
        rows.add_seasons(title_id, scores.seasons)
        return rows


def _title_columns(scores: TitleScores) -> dict[str, Any]:
    """What is said of n titles, but for their tags, by the names of columns."""
    ratings = scores.ratings
    columns: dict[str, Any] = {
        "predicted_rating": ratings.predicted,
        "predicted_rating_low": ratings.lower,
        "predicted_rating_high": ratings.upper,
        "liked_probability": ratings.liked_probability,
        "liked_source": ratings.liked_source,
        "predicted_stars": ratings.stars,
        "is_rating_out_of_fold": _is_out_of_fold(ratings.known, ratings.predicted),
        "is_stars_out_of_fold": _is_out_of_fold(ratings.is_starred, ratings.stars),
    }
    for name, hit in scores.hits.items():
        columns[f"{name}_probability"] = hit.chance
        columns[f"is_{name}_out_of_fold"] = _is_out_of_fold(hit.known, hit.chance)
    return columns | audience_columns(scores.audience)


def audience_columns(scores: AudienceScores) -> dict[str, Any]:
    """What is said of the audience of n titles, by the names of columns."""
    codes = pa.array([*scores.codes, None], pa.string())
    none = np.isnan(scores.chances[:, 0])
    places = np.where(np.isnan(scores.chances), len(scores.codes), scores.countries)
    listed = codes.take(pa.array(places.ravel()))
    return {
        **audience_figures(scores),
        "countries": _lists(listed, none),
        **_reasons("views", scores.reasons, scores.factors),
        **_reasons("countries", scores.reach_reasons, scores.reach_factors),
        "country_chances": _lists(pa.array(scores.chances.ravel()), none),
        "is_views_out_of_fold": _is_out_of_fold(scores.known, scores.first[:, 0]),
        "is_countries_out_of_fold": _is_out_of_fold(scores.is_reach_known, scores.reach[:, 0]),
    }


def _reasons(of: str, places: NDArray[np.int64], factors: FloatArray) -> dict[str, pa.Array]:
    unknown = np.isnan(factors[:, 0])
    return {
        f"{of}_reasons": _lists(pa.array(REASONS).take(pa.array(places.ravel())), unknown),
        f"{of}_factors": _lists(pa.array(factors.ravel()), unknown),
    }


def _lists(values: pa.Array, is_missing: BoolArray) -> pa.Array:
    """Values as n lists of one length, some of them null."""
    width = len(values) // max(len(is_missing), 1)
    lists = pa.FixedSizeListArray.from_arrays(values, width or 1)
    return lists.take(pa.array(np.where(is_missing, -1, np.arange(len(lists))), mask=is_missing))


def _is_out_of_fold(known: BoolArray, score: FloatArray) -> pa.Array:
    """Where the outcome is known the score is out of fold; null where there is no score."""
    return pa.array(known, mask=np.isnan(score))
