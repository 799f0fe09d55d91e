"""``catalogue serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue_common.errors import ServeError
from catalogue_insights.cli.options import Quiet, Reports, Warehouse, set_up


def serve_command(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; beyond loopback a token is wanted."),
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    access_log: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="Note each request there, as JSON lines: who asked what."
        ),
    ] = None,
    warehouse: Warehouse = None,
    reports: Reports = None,
    quiet: Quiet = False,
) -> None:
    """Show the published week as pages and as JSON until stopped; a new week shows by itself.

    Titles that do not exist yet are scored by the champion models, as `catalogue score` does it.

    Needs `pip install 'catalogue-insights[serve]'` (`make serve` does it).

    Example: catalogue serve --port 8710 --warehouse warehouse.duckdb --reports reports/published
    """
    asked = {"host": host, "port": port, "access_log": access_log}
    given = {name: value for name, value in asked.items() if value is not None}
    settings, _ = set_up(quiet, warehouse=warehouse, reports=reports, serve=given or None)
    try:
        from catalogue_insights.serve.app import run_server
    except ModuleNotFoundError as error:
        raise ServeError(
            f"The pages need {error.name}, which is not installed. Nothing was started. Install "
            "it with `pip install 'catalogue-insights[serve]'`, or start with `make serve`."
        ) from error

    at = settings.serve
    name = f"[{at.host}]" if ":" in at.host else at.host
    token = ", with the token as password" if at.token else ""
    said = "" if quiet else f"open http://{name}:{at.port}/{token} (Ctrl+C stops)"
    run_server(settings, lambda: typer.echo(said) if said else None)
