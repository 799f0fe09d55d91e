"""``catalogue worker``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, set_up


def worker_command(
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Its address, tcp://host:8786 or tls://…; else the setting scoring.scheduler."
        ),
    ] = None,
    memory_limit: Annotated[
        str, typer.Option(help="Beyond it the worker starts anew: 2GB; auto for all there is.")
    ] = "auto",
    name: Annotated[str | None, typer.Option(help="By which the scheduler knows it.")] = None,
    quiet: Quiet = False,
) -> None:
    """Score parts for a scheduler of Dask: one process, one thread. Start one for each core.

    It ends when the scheduler does, or on Ctrl-C. Needs the extra [scale].

    Example: catalogue worker --scheduler tcp://10.0.0.5:8786
    """
    settings, _ = set_up(quiet)
    address = scheduler or settings.scoring.scheduler
    if address is None:
        raise typer.BadParameter("name the scheduler: --scheduler, or scoring.scheduler")
    from models.parts.dask_worker import work_for

    work_for(address, memory_limit, name)
