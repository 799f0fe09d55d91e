"""What is said of an audience, title by title, by the names that people are shown."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.audience.audience_scores import AudienceScores
from models.audience.reasons import REASONS
from models.features import FloatArray

FIGURES = (
    "expected_views_91d",
    "expected_views_91d_low",
    "expected_views_91d_high",
    "expected_countries",
    "expected_countries_low",
    "expected_countries_high",
    "country_chance_1",
    "country_chance_10",
    "country_chance_50",
)


def audience_figures(scores: AudienceScores) -> dict[str, FloatArray]:
    """The figures of n titles by name, (n,) each, NaN where nothing is said."""
    return dict(zip(FIGURES, (*scores.first.T[1:], *scores.reach.T), strict=True))


def likeliest_countries(scores: AudienceScores) -> list[list[dict[str, Any]]]:
    """Of each of n titles the likeliest countries with their chances, the likeliest first."""
    return [
        [
            {"country": scores.codes[at], "chance": float(chance)}
            for at, chance in zip(places, chances, strict=True)
            if not np.isnan(chance)
        ]
        for places, chances in zip(scores.countries.tolist(), scores.chances.tolist(), strict=True)
    ]


def countries_reasons(scores: AudienceScores) -> list[list[dict[str, Any]]]:
    """Of each of n titles what moves its number of countries most, and by what factor."""
    return _named(scores.reach_reasons, scores.reach_factors)


def views_reasons(scores: AudienceScores) -> list[list[dict[str, Any]]]:
    """Of each of n titles what moves its views most, and by what factor."""
    return _named(scores.reasons, scores.factors)


def _named(places: NDArray[np.int64], factors: FloatArray) -> list[list[dict[str, Any]]]:
    return [
        [
            {"reason": REASONS[at], "factor": factor}
            for at, factor in zip(own, by, strict=True)
            if not np.isnan(factor)
        ]
        for own, by in zip(places.tolist(), factors.tolist(), strict=True)
    ]
