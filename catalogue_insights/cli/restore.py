"""``catalogue restore``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import Warehouse, set_up


def restore_command(
    run: Annotated[
        str | None, typer.Argument(help="A run, or an ISO week (2026-W47); without it, a list.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Bring back one of the last published files.

    Example: catalogue restore 2026-W46
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.kept_files import kept_files, restore

    if run is None:
        for file in kept_files(settings.warehouse):
            size = file.path.stat().st_size / 1e6
            typer.echo(f"{file.run_id}  {file.published_at:%Y-%m-%d %H:%M} UTC  {size:.0f} MB")
        return
    file = restore(settings.warehouse, run)
    typer.echo(f"restored {file.run_id}: {settings.warehouse}")
    typer.echo("The report is as it was; make the one of this file with: catalogue report")
