"""``catalogue doctor``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import (
    FAILED,
    SUCCEEDED,
    Data,
    Quiet,
    Reports,
    Warehouse,
    set_up,
    steerless,
)


def doctor_command(
    data: Data = None,
    warehouse: Warehouse = None,
    reports: Reports = None,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Also see that the published file is what was published, byte for byte."
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Look at everything that can be wrong before a run is, and say how to mend it.

    With --deep it names the tables of the published file that a fault of the disk has damaged.

    Exit codes: 0 nothing is wrong; 1 there is something to mend.

    Example: catalogue doctor --warehouse warehouse.duckdb
    """
    settings, _ = set_up(quiet, data=data, warehouse=warehouse, reports=reports)
    from catalogue_common.secrets import learn_secrets
    from weekly_job.doctor import examine

    learn_secrets(settings)
    findings = examine(settings, deep=deep)
    for found in findings:
        if quiet and found.level != "problem":
            continue
        colour = {"ok": "green", "note": "yellow", "problem": "red"}[found.level]
        mark = typer.style(f"{found.level:8}", fg=colour)
        typer.echo(f"{mark} {found.name}: {steerless(found.message)}")
        if found.mend and found.level != "ok":
            typer.echo(f"         {steerless(found.mend)}")
    raise typer.Exit(FAILED if any(found.level == "problem" for found in findings) else SUCCEEDED)
