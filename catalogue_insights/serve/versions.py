"""Champions and challengers: each version of each model, and how good it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.versions.registry import Version

LABELS = {
    "genres": "Genre tags",
    "rating": "Rating",
    "hit": "Popular on TMDb",
    "top10": "Top 10",
    "audience": "Audience",
}
FILMS, SERIES = "movie, views of a half-year", "series, views of a half-year"
MEASURES: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "genres": {
        ("genres_netflix", "micro_f1"): "Netflix tags, micro F1",
        ("genres_tmdb", "micro_f1"): "TMDb genres, micro F1",
    },
    "rating": {
        ("rating", "rmse"): "RMSE, less is better",
        ("rating", "coverage_90"): "In the 90% interval",
    },
    "hit": {("hit", "roc_auc"): "ROC-AUC", ("hit", "brier"): "Brier, less is better"},
    "top10": {("top10", "roc_auc"): "ROC-AUC", ("top10", "brier"): "Brier, less is better"},
    "audience": {
        ("audience", "r2", FILMS): "Films, R² of log₁₀ views",
        ("audience", "r2", SERIES): "Series, R² of log₁₀ views",
        ("audience", "sum_ratio", FILMS): "Films, sum expected over sum watched",
        ("audience", "sum_ratio", SERIES): "Series, sum expected over sum watched",
    },
}
"""The figures that are shown of each model: which metric of which, of all titles unless a slice is
named, and what it is called."""
CHAMPION, BEFORE, CHALLENGER = "champion", "champion before", "challenger, not promoted"


@dataclass(frozen=True)
class ModelFigure:
    """A measure out of fold, beside what a plain baseline reaches."""

    value: float | None
    baseline: float | None


@dataclass(frozen=True)
class Entry:
    """One version: what it is, what it learnt from, and how good it was."""

    version: str
    state: str
    trained_at: datetime
    titles: int
    figures: list[ModelFigure]


@dataclass(frozen=True)
class ModelVersions:
    """The versions of one model, the newest first."""

    model: str
    label: str
    measures: list[str]
    entries: list[Entry]


def versions_by_model(versions: Sequence[Version]) -> list[ModelVersions]:
    """The versions by the question that they answer."""
    found = []
    for model, label in LABELS.items():
        own = [_entry(version) for version in reversed(versions) if version.model == model]
        if own:
            found.append(ModelVersions(model, label, list(MEASURES[model].values()), own))
    return found


def _entry(version: Version) -> Entry:
    said = version.manifest
    kept: dict[tuple[str, ...], ModelFigure] = {
        (m["model"], m["metric"], m["slice"]): ModelFigure(m["value"], m["baseline"])
        for m in said["metrics"]
    }
    nothing = ModelFigure(None, None)
    asked = [(*measure, "all")[:3] for measure in MEASURES[version.model]]
    figures = [kept.get(measure, nothing) for measure in asked]
    trained_at = datetime.fromisoformat(said["trained_at"])
    return Entry(version.version, _state(version), trained_at, said["training"]["titles"], figures)


def _state(version: Version) -> str:
    if version.is_champion:
        return CHAMPION
    return BEFORE if version.was_champion else CHALLENGER
