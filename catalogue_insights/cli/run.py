"""``catalogue run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import (
    DEGRADED,
    SUCCEEDED,
    AcceptShrink,
    AcceptUnread,
    AsOf,
    Data,
    Quiet,
    Reports,
    Warehouse,
    set_up,
)

if TYPE_CHECKING:
    from scheduler import RunResult


Resume = Annotated[
    bool,
    typer.Option("--resume", help="Do only what this week still lacks: all, the mail, nothing."),
]
Train = Annotated[
    bool | None,
    typer.Option("--train/--no-train", help="Train new models, or score with the champions."),
]
ReplaceNewer = Annotated[
    bool | None,
    typer.Option(
        "--replace-newer", help="With --as-of: replace the published week by an older one."
    ),
]
FetchAll = Annotated[
    bool,
    typer.Option(
        "--fetch",
        help="First fetch all there is: lists and titles of TMDb (where there is a key), Top 10, "
        "engagement report, catalogue.",
    ),
]


def run_command(
    data: Data = None,
    warehouse: Warehouse = None,
    reports: Reports = None,
    as_of: AsOf = None,
    fetch: FetchAll = False,
    accept_shrink: AcceptShrink = None,
    accept_unread: AcceptUnread = None,
    resume: Resume = False,
    train: Train = None,
    replace_newer: ReplaceNewer = None,
    quiet: Quiet = False,
) -> None:
    """Do the weekly job once: load, match, score, check, publish, report.

    Without --data it reads ./data; without that folder it makes a synthetic sample, unless it is
    to fetch. The first SIGTERM or Ctrl-C lets the current step end, the second stops at once.

    Example: catalogue run --data data --warehouse warehouse.duckdb --reports reports/published
    """
    settings, progress = set_up(
        quiet,
        data=data,
        warehouse=warehouse,
        reports=reports,
        as_of=as_of.date() if as_of else None,
        accept_shrink=accept_shrink,
        accept_unread=accept_unread,
        train=train,
        replace_newer=replace_newer,
    )
    from scheduler import run_once, run_rest

    do = run_rest if resume else run_once
    result = do(settings, progress, fetch_all=fetch)
    if result is None:
        if not quiet:
            typer.echo("nothing is left to do for this week")
        return
    if not quiet:
        _print_result(result)
    raise typer.Exit(DEGRADED if result.status == "degraded" else SUCCEEDED)


def _print_result(result: RunResult) -> None:
    for note in result.notes:
        typer.echo(f"note: {note}")
    for message in result.skipped:
        typer.echo(f"skipped: {message}")
    typer.echo(f"run {result.run_id}: {result.status}")
    if result.is_synthetic:
        typer.echo("data: a SYNTHETIC SAMPLE - every title and number in it is invented")
    typer.echo(f"warehouse: {result.warehouse}")
    typer.echo(f"report: {result.report}")
