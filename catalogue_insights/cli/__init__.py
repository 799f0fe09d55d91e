"""The command ``catalogue``: ``catalogue run`` is in ``cli/run.py``, and so with each command.

A command turns options into settings, calls the job and prints where the results are. What is heavy
is imported where it is used: the help must be quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from catalogue_common.errors import CatalogueError
from catalogue_insights.cli import (
    backtest,
    brief,
    doctor,
    evaluate,
    export,
    fetch,
    load,
    mail,
    make_parts,
    mcp,
    models,
    publish_parts,
    query,
    report,
    restore,
    run,
    sample,
    schedule,
    score,
    score_parts,
    serve,
    shortlist,
    slate,
    status,
    token,
    track,
    train,
    worker,
)
from catalogue_insights.cli.options import FAILED

app = typer.Typer(
    name="catalogue",
    help="Weekly genre, rating and hit scores for a streaming catalogue, in one DuckDB file.\n\n"
    "Exit codes: 0 all done; 2 done, but something is missing (a file, a source, the mail); "
    "1 failed, and the published warehouse and report are as they were.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run_command)
app.command("schedule")(schedule.schedule_command)
app.command("load")(load.load_command)
app.command("status")(status.status_command)
app.command("doctor")(doctor.doctor_command)
app.command("report")(report.report_command)
app.command("brief")(brief.brief_command)
app.command("mail")(mail.mail_command)
app.command("query")(query.query_command)
app.command("serve")(serve.serve_command)
app.command("mcp")(mcp.mcp_command)
app.command("export")(export.export_command)
app.command("restore")(restore.restore_command)
app.command("train")(train.train_command)
app.command("backtest")(backtest.backtest_command)
app.command("track")(track.track_command)
app.command("score")(score.score_command)
app.command("sample")(sample.sample_command)
app.command("make-parts")(make_parts.make_parts_command)
app.command("score-parts")(score_parts.score_parts_command)
app.command("publish-parts")(publish_parts.publish_parts_command)
app.command("worker")(worker.worker_command)
app.command("slate")(slate.slate_command)
app.add_typer(fetch.app, name="fetch")
app.add_typer(models.app, name="models")
app.add_typer(shortlist.app, name="shortlist")
app.add_typer(token.app, name="token")
app.add_typer(evaluate.app, name="evaluate")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"catalogue-insights {version('catalogue-insights')}")
        raise typer.Exit


@app.callback()
def _main(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; an error of ours is printed without a traceback."""
    try:
        app()
    except CatalogueError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(FAILED)
