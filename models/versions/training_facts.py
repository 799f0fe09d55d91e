"""What a manifest says of a model: the training that it comes from, and the features it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from models.feature_blocks import BLOCKS, READS, sources
from models.features import TAXONOMIES
from models.final_models import Scorer
from models.learn.metrics import Metric
from models.questions import question_of
from models.text.title_encoder import GROUPS, PEOPLE


@dataclass(frozen=True)
class ModelRecord:
    """What was fitted, on how much, and what its reader must know."""

    model: str
    version: str
    algorithm: str
    training_rows: int
    trained_at: datetime
    parameters: str
    note: str | None


@dataclass(frozen=True)
class Training:
    """One training, whose models are kept together.

    Args:
        trained_at: UTC.
        is_synthetic: whether it learnt from the synthetic sample.
        title_count: titles that were read.
        years: first and last year of release among them.
        records: of the models.
        metrics: figures out of fold.
        verdicts: by question, how it did beside the champion of then; none where there was none.
    """

    trained_at: datetime
    is_synthetic: bool
    title_count: int
    years: tuple[int | None, int | None]
    records: list[ModelRecord]
    metrics: list[Metric]
    verdicts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def facts_of(model: str, scorer: Scorer, training: Training) -> dict[str, Any]:
    """What the manifest of one of a training's models says."""
    facts = {
        "model": model,
        "version": scorer.version,
        "trained_at": training.trained_at.isoformat(timespec="seconds"),
        "is_synthetic": training.is_synthetic,
        "training": {"titles": training.title_count, "years": list(training.years)},
        "features": features_of(model, scorer),
        "metrics": [asdict(m) for m in training.metrics if question_of(m.model) == model],
        "contest": training.verdicts.get(model),
        "records": [_as_json(r) for r in training.records if question_of(r.model) == model],
    }
    return {**facts, **_genre_facts(scorer)} if model == "genres" else facts


def _genre_facts(scorer: Scorer) -> dict[str, Any]:
    listings = scorer.genres.listings_
    return {
        "labels": {t: listing.genres for t, listing in listings.items()},
        "support": {t: listing.support for t, listing in listings.items()},
        "thresholds": {t: scorer.genres.final_thresholds(t) for t in TAXONOMIES},
        "embeddings": scorer.encoder.embedding_,
        "embeddings_read_for": scorer.genres.embedding_readers,
    }


def _as_json(record: ModelRecord) -> dict[str, Any]:
    return {**asdict(record), "trained_at": record.trained_at.isoformat()}


def features_of(model: str, scorer: Scorer) -> list[dict[str, Any]]:
    """What a model reads: blocks, the columns they are made from, their types and widths."""
    embeds = model == "genres" and bool(scorer.genres.kernels_)
    return [
        {"block": block, "made_from": list(BLOCKS[block]), **_shape(block, scorer)}
        for block in (*sources(READS.get(model, ())), *(["embedding"] if embeds else []))
    ]


def changed_features(manifest: Mapping[str, Any], scorer: Scorer) -> list[str]:
    """The blocks that a model was fitted on and that are made otherwise, or not at all, now."""
    now, then = features_of(manifest["model"], scorer), manifest["features"]
    return sorted({f["block"] for f in (*now, *then) if f not in now or f not in then})


def _shape(block: str, scorer: Scorer) -> dict[str, Any]:
    encoder = scorer.encoder
    if block == "words":
        return {"dtype": "float32", "width": encoder.words_.column_count}
    if block == "embedding" and encoder.embedding_:
        return {"dtype": "float16", "width": encoder.embedding_["width"]}
    if block == "factors":
        return {"dtype": "float64", "width": len(encoder.factors_.components_)}
    if block in {*GROUPS, *PEOPLE}:
        return {"dtype": "float32", "width": len(encoder.counters_[block].vocabulary_)}
    if block.startswith("listed_"):
        taxonomy = block.removeprefix("listed_")
        return {"dtype": "bool", "width": len(scorer.genres.listings_[taxonomy].genres)}
    return {"dtype": "float64", "width": 1}
