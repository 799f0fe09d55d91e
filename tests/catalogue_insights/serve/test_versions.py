"""Which figures the Models page shows of each version."""

from __future__ import annotations

from catalogue_insights.serve.versions import ModelFigure, versions_by_model
from models.versions.registry import Version


def version(model: str, *metrics: tuple[str, str, float]) -> Version:
    manifest = {
        "trained_at": "2026-11-16T05:00:00",
        "training": {"titles": 900},
        "metrics": [
            {"model": model, "slice": slice_, "metric": metric, "value": value, "baseline": 0.5}
            for slice_, metric, value in metrics
        ],
    }
    return Version(model, "v7", True, True, manifest)


def test_a_figure_is_that_of_all_titles():
    [hit] = versions_by_model([version("hit", ("movie", "roc_auc", 0.9), ("all", "roc_auc", 0.8))])
    assert hit.entries[0].figures == [ModelFigure(0.8, 0.5), ModelFigure(None, None)]


def test_the_audiences_are_those_of_films_and_of_series():
    [audience] = versions_by_model(
        [
            version(
                "audience",
                ("movie, views of a half-year", "r2", 0.43),
                ("movie, new in the half-year", "r2", 0.26),
                ("series, views of a half-year", "r2", 0.37),
            )
        ]
    )
    assert audience.label == "Audience"
    assert [figure.value for figure in audience.entries[0].figures] == [0.43, 0.37, None, None]
    assert audience.measures[0] == "Films, R² of log₁₀ views"
