"""A training's models written to the registry and read back from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from catalogue_common.errors import ModelError
from models.features import BLOCKS, TAXONOMIES
from models.final_models import QUESTIONS, Scorer, Scores
from models.genres.panel import GenrePanel, Listing
from models.hits.hit_model import HIT_BLOCKS_READ, TOP10_BLOCKS_READ
from models.hits.panel import hit_panel, top10_panel
from models.learn.cross_fit import CrossFit
from models.learn.metrics import Metric
from models.rating import blend
from models.rating.panel import RatingPanel
from models.scoring.score_tables import ModelRecord
from models.scoring.training_record import question_of
from models.text import sentence_embeddings as embeddings
from models.text.title_encoder import GROUPS, PEOPLE, TitleEncoder
from models.versions.artifact_files import MANIFEST, read, sha256, write
from models.versions.heldout_scores import write_heldout
from models.versions.registry import ENCODER, Registry

_GENRES_READ = ("words", "metadata", "people", "is_series", "listed_netflix", "listed_tmdb")
READS: Mapping[str, tuple[str, ...]] = {
    ENCODER: (),
    "genres": _GENRES_READ,
    "rating": blend.BLOCKS_READ,
    "hit": HIT_BLOCKS_READ,
    "top10": TOP10_BLOCKS_READ,
}
"""Which blocks of ``models.features.BLOCKS`` each model reads."""

_STEPS = ("margins", "regressions", "blends", "thresholds")


@dataclass(frozen=True)
class Training:
    """What a manifest says of the training that its model comes from.

    Args:
        trained_at: UTC.
        is_synthetic: whether it learnt from the synthetic sample.
        title_count: titles that were read.
        years: first and last year of release among them.
        records: of the models.
        metrics: figures out of fold.
    """

    trained_at: datetime
    is_synthetic: bool
    title_count: int
    years: tuple[int | None, int | None]
    records: list[ModelRecord]
    metrics: list[Metric]


def save(
    registry: Registry, scorer: Scorer, training: Training, known: Scores, title_id: pa.Array
) -> list[str]:
    """Write a training's models aside, and return the questions that it can answer.

    Args:
        registry: where to.
        scorer: the models.
        training: for the manifests.
        known, title_id: out-of-fold scores of the titles learnt from; kept with the models.
    """
    registry.clear_aside()
    every = {ENCODER: {"encoder": scorer.encoder}, **_parts(scorer)}
    answered = [model for model in QUESTIONS if every[model]]
    needs: dict[str, str] = {}
    for model in (ENCODER, *answered):
        folder = registry.aside(model, scorer.version)
        facts = {**_facts(model, scorer, training), "needs": dict(needs)}
        add = partial(write_heldout, question=model, title_id=title_id, scores=known)
        write(folder, every[model], facts, *([add] if model in QUESTIONS else []))
        if model in {ENCODER, "genres"}:
            needs[model] = sha256(folder / MANIFEST)
    return answered


def load(registry: Registry, version: str, questions: Collection[str]) -> Scorer:
    """Read a training's models for some questions.

    Raises:
        ModelError: a part is missing, was changed, holds a type that is not trusted, or reads
            other features than this version of the project makes.
    """
    manifests, parts = {}, {}
    wanted = [model for model in QUESTIONS if model in questions or model == "genres"]
    needs: dict[str, str] = {}
    for model in reversed((ENCODER, *wanted)):
        expected = needs.get(model) or _champion_hash(registry, model, version)
        manifests[model], parts[model] = read(registry.folder(model, version), expected)
        needs.update(manifests[model]["needs"])
    embeddings.check(parts[ENCODER]["encoder"].embedding_, registry.folder("genres", version))
    scorer = _assemble(version, manifests, parts)
    for model in wanted:
        _check_features(registry, model, manifests[model], scorer)
    return scorer


def _champion_hash(registry: Registry, model: str, version: str) -> str | None:
    is_champion = registry.champion(model) == version
    return registry.champion_hash(model) if is_champion else None


def _parts(scorer: Scorer) -> dict[str, dict[str, Any]]:
    genres = {
        f"{taxonomy}_{step}": fit.final
        for step in _STEPS
        for taxonomy, fit in getattr(scorer.genres, f"{step}_").items()
        if fit.final is not None
    }
    ratings, stars = scorer.rating, scorer.rating.stars
    told = ratings.blend.finals()
    if told:
        told["intervals"] = ratings.bands_.final
    if stars.fit_:
        told |= {"stars": stars.fit_.final, "liked": stars.curve_.final}
    hits = {
        name: {"model": panel.final_} if panel.final_ is not None else {}
        for name, panel in scorer.hits.items()
    }
    return {"genres": genres, "rating": told, **hits}


def _assemble(version: str, manifests: Mapping[str, Any], parts: Mapping[str, Any]) -> Scorer:
    genres, ratings = GenrePanel(), RatingPanel()
    labels, support = manifests["genres"]["labels"], manifests["genres"]["support"]
    genres.listings_ = {t: _empty(labels[t], support[t]) for t in TAXONOMIES}
    for step in _STEPS:
        finals = {t: parts["genres"].get(f"{t}_{step}") for t in TAXONOMIES}
        setattr(genres, f"{step}_", {t: CrossFit(np.empty(0), f) for t, f in finals.items()})
    genres.regressions_ = {t: fit for t, fit in genres.regressions_.items() if fit.final}
    told = parts.get("rating", {})
    if "model" in told:
        ratings.blend.restore(told)
        ratings.bands_ = CrossFit(np.empty(0), told["intervals"])
    if "stars" in told:
        ratings.stars.fit_ = CrossFit(np.empty(0), told["stars"])
        ratings.stars.curve_ = CrossFit(np.empty(0), told["liked"])
    hits = {panel.name: panel for panel in (hit_panel(), top10_panel())}
    for name, panel in hits.items():
        panel.final_ = parts[name]["model"] if name in parts else None
    return Scorer(version, parts[ENCODER]["encoder"], genres, ratings, hits)


def _empty(genres: list[str], support: dict[str, int]) -> Listing:
    return Listing(genres, np.zeros((0, len(genres)), bool), np.zeros(0, bool), support)


def _facts(model: str, scorer: Scorer, training: Training) -> dict[str, Any]:
    listings = scorer.genres.listings_
    facts = {
        "model": model,
        "version": scorer.version,
        "trained_at": training.trained_at.isoformat(timespec="seconds"),
        "is_synthetic": training.is_synthetic,
        "training": {
            "titles": training.title_count,
            "years": list(training.years),
        },
        "features": features(model, scorer),
        "metrics": [asdict(m) for m in training.metrics if question_of(m.model) == model],
        "records": [_as_json(r) for r in training.records if question_of(r.model) == model],
    }
    if model == "genres":
        facts["labels"] = {t: listing.genres for t, listing in listings.items()}
        facts["support"] = {t: listing.support for t, listing in listings.items()}
        facts["thresholds"] = {t: scorer.genres.final_thresholds(t) for t in TAXONOMIES}
        facts["embeddings"] = scorer.encoder.embedding_
        facts["embeddings_read_for"] = list(scorer.genres.regressions_)
    return facts


def _as_json(record: ModelRecord) -> dict[str, Any]:
    return {**asdict(record), "trained_at": record.trained_at.isoformat()}


def features(model: str, scorer: Scorer) -> list[dict[str, Any]]:
    """What a model reads: blocks, the columns they are made from, their types and widths."""
    return [
        {"block": block, "made_from": list(BLOCKS[block]), **_shape(block, scorer)}
        for block in (*READS[model], *(["embedding"] if _embeds(model, scorer) else []))
    ]


def _embeds(model: str, scorer: Scorer) -> bool:
    return model == "genres" and bool(scorer.genres.regressions_)


def _shape(block: str, scorer: Scorer) -> dict[str, Any]:
    encoder: TitleEncoder = scorer.encoder
    if block == "words":
        return {"dtype": "float32", "width": encoder.words_.column_count}
    if block == "embedding":
        return {"dtype": "float32", "width": embeddings.WIDTH}
    if block == "factors":
        return {"dtype": "float64", "width": len(encoder.factors_.components_)}
    if block in {*GROUPS, *PEOPLE}:
        return {"dtype": "float32", "width": len(encoder.counters_[block].vocabulary_)}
    if block.startswith("listed_"):
        taxonomy = block.removeprefix("listed_")
        return {"dtype": "bool", "width": len(scorer.genres.listings_[taxonomy].genres)}
    return {"dtype": "float64", "width": 1}


def _check_features(
    registry: Registry, model: str, manifest: Mapping[str, Any], scorer: Scorer
) -> None:
    made, read_ = features(model, scorer), manifest["features"]
    odd = [f["block"] for f in (*made, *read_) if f not in made or f not in read_]
    if odd:
        raise ModelError(
            f"{registry.folder(model, scorer.version)} reads other features than are made now: "
            f"{', '.join(sorted(set(odd)))}. Nothing was scored with it. Train anew "
            "(catalogue train)."
        )
