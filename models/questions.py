"""The questions that are asked of a title, and which question each recorded model answers."""

from __future__ import annotations

QUESTIONS = ("genres", "rating", "hit", "top10", "audience")
"""Each has a champion of its own."""

FORECAST = ("rating", "hit", "top10", "audience")
"""Those of what is to come: here a challenger takes over only if it would have forecast better."""

ENCODER = "titles"
"""The model that answers none: it turns titles into features, and all others read these."""


def question_of(model: str) -> str:
    """The question that a model of ``ops.models`` answers: some models answer one together."""
    if model.startswith("genres_"):
        return "genres"
    return "rating" if model == "stars" else model
