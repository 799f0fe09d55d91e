"""A training's models written to the registry and read back from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from catalogue_common.errors import ModelError
from catalogue_common.files import sha256_of
from models.audience.panel import AudiencePanel
from models.features import TAXONOMIES
from models.final_models import Scorer, TitleScores
from models.genres.panel import GenrePanel, Listing
from models.hits.top10_panel import hit_panels
from models.questions import ENCODER, QUESTIONS
from models.rating.panel import RatingPanel
from models.text import sentence_embeddings as embeddings
from models.versions.artifact_files import MANIFEST, read_models, write_models
from models.versions.heldout_scores import write_heldout
from models.versions.registry import Registry
from models.versions.training_facts import Training, changed_features, facts_of


def save_training(
    registry: Registry, scorer: Scorer, training: Training, known: TitleScores, title_id: pa.Array
) -> list[str]:
    """Write a training's models aside, and return the questions that it can answer: none without
    models of the genres.

    Args:
        registry: where to.
        scorer: the models.
        training: for the manifests.
        known, title_id: out-of-fold scores of the titles learnt from; kept with the models.
    """
    registry.clear_aside()
    finals = {
        ENCODER: {"encoder": scorer.encoder},
        "genres": scorer.genres.finals(),
        "rating": scorer.rating.finals(),
        **{name: panel.finals() for name, panel in scorer.hits.items()},
        "audience": scorer.audience.finals(),
    }
    # The others read what the genres' models say: without those nobody could use them again.
    answered = [question for question in QUESTIONS if finals[question] and finals["genres"]]
    needs: dict[str, str] = {}
    for model in (ENCODER, *answered):
        folder = registry.aside(model, scorer.version)
        facts = {**facts_of(model, scorer, training), "needs": dict(needs)}
        add = partial(write_heldout, question=model, title_id=title_id, scores=known)
        write_models(folder, finals[model], facts, *([add] if model in QUESTIONS else []))
        if model in {ENCODER, "genres"}:
            needs[model] = sha256_of(folder / MANIFEST)
    return answered


def load_scorer(registry: Registry, version: str, questions: Collection[str]) -> Scorer:
    """Read a training's models for some questions.

    Raises:
        ModelError: a part is missing, was changed, holds a type that is not one of ours, was
            stored in another format, or reads other features than this version makes.
    """
    manifests, finals = {}, {}
    wanted = [model for model in QUESTIONS if model in questions or model == "genres"]
    needs: dict[str, str] = {}
    # Backwards: a manifest names the hashes of those before it.
    for model in reversed((ENCODER, *wanted)):
        expected = needs.get(model) or _champion_hash(registry, model, version)
        manifests[model], finals[model] = read_models(registry.folder(model, version), expected)
        needs.update(manifests[model]["needs"])
    embeddings.check_embeddings(
        finals[ENCODER]["encoder"].embedding_, registry.folder("genres", version)
    )
    scorer = _restored(version, manifests["genres"], finals)
    for model in wanted:
        if changed := changed_features(manifests[model], scorer):
            raise ModelError(
                f"{registry.folder(model, version)} reads other features than are made now: "
                f"{', '.join(changed)}. Nothing was scored with it. Train anew (catalogue train)."
            )
    return scorer


def _champion_hash(registry: Registry, model: str, version: str) -> str | None:
    is_champion = registry.champion(model) == version
    return registry.champion_hash(model) if is_champion else None


def _restored(
    version: str, genre_facts: Mapping[str, Any], finals: Mapping[str, Mapping[str, Any]]
) -> Scorer:
    labels, support = genre_facts["labels"], genre_facts["support"]
    genres, rating = GenrePanel(), RatingPanel()
    listings = {t: _empty_listing(labels[t], support[t]) for t in TAXONOMIES}
    genres.restore(listings, finals["genres"])
    rating.restore(finals.get("rating", {}))
    hits = hit_panels()
    for name, panel in hits.items():
        panel.restore(finals.get(name, {}))
    audience = AudiencePanel()
    audience.restore(finals.get("audience", {}))
    return Scorer(version, finals[ENCODER]["encoder"], genres, rating, hits, audience)


def _empty_listing(genres: list[str], support: dict[str, int]) -> Listing:
    return Listing(genres, np.zeros((0, len(genres)), bool), np.zeros(0, bool), support)
