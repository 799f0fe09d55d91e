"""``catalogue evaluate``: how good matching and models are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Warehouse, set_up

app = typer.Typer(help="Measure how good the results are, on known outcomes.")


@app.command()
def matching(
    truth: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="CSV of pairs known by identifiers.")
    ],
    warehouse: Warehouse = None,
) -> None:
    """Match what the published warehouse has loaded again, and compare it with known pairs.

    Example: catalogue evaluate matching --truth netflix_to_tmdb.csv
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from etl.match import evaluate_matching

    typer.echo("keys              type    pairs  matched  right  precision  recall")
    for score in evaluate_matching(settings, truth):
        typer.echo(
            f"{score.keys:17} {score.type:7} {score.pairs:5} {score.matched:8} {score.correct:6}"
            f" {score.precision:10.4f} {score.recall:7.4f}"
        )


@app.command()
def models(
    model: Annotated[
        Literal["genres_netflix", "genres_tmdb", "rating", "hit", "top10"] | None,
        typer.Option(help="One model; all without it."),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Print how good the models of the published run are, each figure beside a plain baseline.

    Figures are out of fold, and measured again by every run (ops.model_metrics).

    Example: catalogue evaluate models --model hit
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from models.quality import quality_lines

    for line in quality_lines(settings.warehouse, model):
        typer.echo(line)
