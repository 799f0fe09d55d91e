"""``catalogue evaluate``: how good matching and models are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from catalogue_insights.cli.options import Quiet, Warehouse, set_up

app = typer.Typer(help="Measure how good the results are, on known outcomes.")


@app.command("matching")
def evaluate_matching_command(
    truth: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="CSV of pairs known by identifiers.")
    ],
    warehouse: Warehouse = None,
) -> None:
    """Match what the published warehouse has loaded again, and compare it with known pairs.

    Example: catalogue evaluate matching --truth netflix_to_tmdb.csv
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from etl.evaluate_matching import evaluate_matching

    typer.echo("keys              type    pairs  matched  right  precision  recall")
    for score in evaluate_matching(settings, truth):
        typer.echo(
            f"{score.keys:17} {score.type:7} {score.pairs:5} {score.matched:8} {score.correct:6}"
            f" {score.precision:10.4f} {score.recall:7.4f}"
        )


@app.command("models")
def evaluate_models_command(
    model: Annotated[
        Literal["genres_netflix", "genres_tmdb", "rating", "hit", "top10"] | None,
        typer.Option(help="One model; all without it."),
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(
            min=2, help="First train anew so many times, on other folds; prints mean and spread."
        ),
    ] = None,
    warehouse: Warehouse = None,
    quiet: Quiet = False,
) -> None:
    """Print how good the models of the published run are, each figure beside a plain baseline.

    Figures are out of fold, and measured again by every run (ops.model_metrics). Those over several
    seeds are kept there until they are measured again.

    Example: catalogue evaluate models --model hit --seeds 5
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.evaluate.published import quality_lines

    if seeds:
        from models.evaluate.seeds import measure_seeds

        measure_seeds(settings, seeds, progress)

    for line in quality_lines(settings.warehouse, model):
        typer.echo(line)


@app.command("protocols")
def evaluate_protocols_command(warehouse: Warehouse = None, quiet: Quiet = False) -> None:
    """Rerun four public protocols on the published data, and print this project's figures beside.

    Each figure is a mean over folds, with its standard deviation (docs/benchmarks.md).

    Example: catalogue evaluate protocols
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.evaluate.protocols import figure_lines, rerun_protocols

    for line in figure_lines(rerun_protocols(settings.warehouse, settings.seed, progress)):
        typer.echo(line)
