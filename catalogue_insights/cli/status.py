"""``catalogue status``."""

from __future__ import annotations

import json

import typer

from catalogue_insights.cli.options import Json, Warehouse, set_up, steerless


def status_command(
    warehouse: Warehouse = None,
    json_: Json = False,
) -> None:
    """Show the last runs, what is due next, how fresh the sources are, and what is odd.

    Example: catalogue status --json
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from weekly_job.status import read_status, status_as_json, status_as_lines

    found = read_status(settings)
    if json_:
        typer.echo(json.dumps(status_as_json(found), ensure_ascii=False, indent=2))
        return
    for line in status_as_lines(found):
        typer.echo(steerless(line))
