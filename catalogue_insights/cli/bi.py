"""``catalogue bi``: the marts, ready-made for tools that draw dashboards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue_insights.cli.options import Warehouse, set_up

app = typer.Typer(
    help="The marts, ready-made for tools that draw dashboards.", no_args_is_help=True
)


@app.callback()
def _tools() -> None:
    """Keep the tool's name in the command, of which there is one so far."""


@app.command("superset")
def superset_command(
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("superset.zip"),
    warehouse: Warehouse = None,
) -> None:
    """Write datasets with descriptions and metrics, and five dashboards, for Apache Superset.

    Import it with: superset import-dashboards -p superset.zip -u admin

    Example: catalogue bi superset --out superset.zip
    """
    from warehouse.superset_bundle import write_superset_bundle

    settings, _ = set_up(True, warehouse=warehouse)
    count = write_superset_bundle(settings.warehouse, out)
    typer.echo(f"{count} datasets and their dashboards: {out}")
    typer.echo(f"next: superset import-dashboards -p {out} -u admin")
