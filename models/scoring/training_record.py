"""What is recorded of a training: each model's settings, notes and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.audience.panel import AudiencePanel
from models.features import FloatArray
from models.genres.embedding_trial import EmbeddingTrial, embedding_metrics
from models.genres.panel import GenrePanel, TagScores
from models.hits.panel import HitPanel
from models.learn.metrics import Metric, slices, tag_metrics
from models.questions import question_of
from models.rating.panel import RatingPanel
from models.text.sentence_embeddings import Identity
from models.versions.training_facts import ModelRecord

ALGORITHMS = {
    "genres": "linear SVM per tag on TF-IDF and metadata, Platt-scaled jointly, thresholds per tag",
    "rating": "XGBoost on metadata, genres and target encodings, series also by kernel regression; "
    "cross-conformal intervals",
    "stars": "XGBoost on the rating model's inputs and its prediction; logistic curve of liking",
    "hit": "cumulative L2 logistic regression on genres, text factors, country, language and time",
    "top10": "the same beside extremely randomised trees, of films and seasons, with earlier "
    "seasons' outcomes; weighted so that to be described tells nothing; odds set "
    "right by forecasts of earlier quarters",
    "audience": "XGBoost on log views, what is new also by ridge regression; the next half-year by "
    "XGBoost on its change; countries by a hurdle of logistic regression and XGBoost, which ones "
    "by ridge regression; Poisson means, cross-conformal ranges",
}


@dataclass
class Recorder:
    """Gathers what is to be recorded of one training.

    Args:
        version: of the training.
        trained_at: UTC.
    """

    version: str
    trained_at: datetime
    records: list[ModelRecord] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def genres(
        self,
        panel: GenrePanel,
        tags: Mapping[str, TagScores],
        types: FloatArray,
        embedding: Identity | None = None,
    ) -> None:
        """Record both taxonomies' models.

        Args:
            panel: fitted.
            tags: what it says.
            types: 1 for series.
            embedding: which sentence embeddings were tried.
        """
        for taxonomy, scores in tags.items():
            name, known = f"genres_{taxonomy}", int(scores.listing.known.sum())
            self.note(name, _listing_notes(scores, panel.minimum))
            self._try(name, panel.trials_.get(taxonomy), embedding)
            self._record(name, "genres", known, panel.parameters())
            self.metrics += _tag_metrics(name, scores, types)

    def rating(self, panel: RatingPanel) -> None:
        """Record the rating model, and the model of stars if users' ratings are there."""
        self.note("rating", panel.notes_)
        self._record("rating", "rating", panel.training_rows_, panel.parameters())
        self.metrics += panel.metrics_
        stars = panel.stars
        self.note("stars", stars.notes_)
        if stars.fit_ or stars.notes_:
            self._record("stars", "stars", stars.training_rows_, stars.parameters())
            self.metrics += stars.metrics_

    def hits(self, panels: Mapping[str, HitPanel]) -> None:
        """Record the hit models."""
        for name, panel in panels.items():
            self.note(name, panel.notes_)
            self._record(name, name, panel.training_rows_, panel.parameters())
            self.metrics += panel.metrics_

    def audience(self, panel: AudiencePanel) -> None:
        """Record the models of views and of countries."""
        self.note("audience", panel.notes_)
        self._record("audience", "audience", panel.training_rows_, panel.parameters())
        self.metrics += panel.metrics_

    def replace(self, question: str, records: list[ModelRecord], metrics: list[Metric]) -> None:
        """Record another training's answer to a question in the place of this one's."""
        self.records = [r for r in self.records if question_of(r.model) != question] + records
        self.metrics = [m for m in self.metrics if question_of(m.model) != question] + metrics

    def note(self, model: str, notes: list[str]) -> None:
        """Say what a reader of the model must know."""
        if notes:
            self.notes.setdefault(model, []).extend(notes)

    def _try(self, model: str, trial: EmbeddingTrial | None, of: Identity | None) -> None:
        """Record how sentence embeddings did."""
        if trial and of:
            self.note(model, [f"sentence embeddings ({of['name']}) {trial}"])
            self.metrics += embedding_metrics(model, "all", trial.richer, trial.plainer)

    def _record(self, model: str, kind: str, rows: int, parameters: Mapping[str, Any]) -> None:
        self.records.append(
            ModelRecord(
                model=model,
                version=self.version,
                algorithm=ALGORITHMS[kind],
                training_rows=rows,
                trained_at=self.trained_at,
                parameters=json.dumps(parameters, sort_keys=True),
                note="; ".join(self.notes.get(model, [])) or None,
            )
        )


def _listing_notes(scores: TagScores, minimum: int) -> list[str]:
    left_out = sorted(set(scores.listing.support) - set(scores.listing.genres))
    if not scores.listing.genres:
        return [f"not scored: no genre is listed for {minimum} titles of a type"]
    if not left_out:
        return []
    return [
        f"not modelled, listed for fewer than {minimum} titles of either type: "
        + ", ".join(left_out)
    ]


def _tag_metrics(model: str, scores: TagScores, is_series: FloatArray) -> list[Metric]:
    listing, given = scores.listing, scores.is_given
    metrics: list[Metric] = []
    if listing.genres:
        for name, of_type in slices(is_series):
            chosen = listing.known & of_type
            if chosen.any():
                metrics += tag_metrics(
                    model, name, listing.listed[chosen], scores.probabilities[chosen], given[chosen]
                )
    return metrics
