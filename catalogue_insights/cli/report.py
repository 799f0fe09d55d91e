"""``catalogue report``."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, Reports, Warehouse, set_up


def report_command(
    warehouse: Warehouse = None,
    reports: Reports = None,
    week: Annotated[
        str | None, typer.Option(help="Make that ISO week's report again, such as 2026-W47.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    quiet: Quiet = False,
) -> None:
    """Make the report of the published warehouse, or of an earlier week's, again.

    Example: catalogue report --week 2026-W46 --open
    """
    settings, _ = set_up(quiet, warehouse=warehouse, reports=reports)
    from reports.weekly_report import write_report, write_week

    if week:
        page = write_week(week, settings.warehouse, settings.reports, settings.report)
    else:
        page = write_report(settings.warehouse, settings.reports, settings.report)
    typer.echo(f"report: {page}")
    if open_:
        webbrowser.open(page.resolve().as_uri())
