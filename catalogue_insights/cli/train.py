"""``catalogue train``."""

from __future__ import annotations

import typer

from catalogue_insights.cli.options import Quiet, Warehouse, set_up


def train_command(warehouse: Warehouse = None, quiet: Quiet = False) -> None:
    """Train new models on the published data; they take over where they match the champions.

    Example: catalogue train --warehouse warehouse.duckdb
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.train import train

    version, summary = train(settings, progress)
    for note in [] if quiet else summary.warnings:
        typer.echo(f"note: {note}")
    typer.echo(f"trained {version}; champions now: {', '.join(summary.promoted) or 'none of them'}")
