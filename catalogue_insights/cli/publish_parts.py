"""``catalogue publish-parts``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, Warehouse, set_up


def publish_parts_command(
    scores: Annotated[
        str, typer.Option("--in", help="Folder of scores: what score-parts had as --out.")
    ],
    warehouse: Warehouse = None,
    quiet: Quiet = False,
) -> None:
    """Bring scores in parts, all of them or none, into the published file: its schema parts.

    Example: catalogue publish-parts --in s3://bucket/scores/week=2026-W48
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.parts.publish_parts import publish_parts

    count = publish_parts(settings, scores, progress)
    if not quiet:
        typer.echo(f"{count} titles are in {settings.warehouse}: ask parts.title, for one")
