"""``catalogue score-parts``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, Warehouse, set_up

Titles = Annotated[
    str, typer.Option("--in", help="Folder of parts (*.parquet): a path, or s3://bucket/folder.")
]
Scores = Annotated[
    str, typer.Option("--out", help="Folder for the scores, of one week: a path, or s3://….")
]


def score_parts_command(
    titles: Titles,
    scores: Scores,
    warehouse: Warehouse = None,
    quiet: Quiet = False,
) -> None:
    """Score titles that are stored in parts, here or on many machines (the setting scoring.engine).

    Each part is scored by the champions and gets a receipt; one that has it is not scored again, so
    that the same command goes on where it was stopped. Needs the extra [scale].

    Example: catalogue score-parts --in s3://bucket/titles --out s3://bucket/scores/week=2026-W48
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.parts.score_parts import score_parts
    from weekly_job.stopping import Stop, on_signals

    with on_signals(Stop()) as stop:
        done = score_parts(settings, titles, scores, progress, stop.check)
    if not quiet:
        typer.echo(
            f"{done.titles} titles in {done.parts} parts are scored, {done.scored} parts this time"
        )
        typer.echo("bring them into a warehouse with catalogue publish-parts")
