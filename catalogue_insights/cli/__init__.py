"""The command ``catalogue``: ``catalogue run`` is in ``cli/run.py``, and so with each command.

A command turns options into settings, calls the job and prints where the results are. What is heavy
is imported where it is used: the help must be quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from catalogue_common.disk import disk_fault_behind
from catalogue_common.errors import CatalogueError
from catalogue_insights.cli import (
    backtest,
    bi,
    brief,
    demo,
    doctor,
    evaluate,
    export,
    fetch,
    init,
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
_BEGIN, _WEEK = "To begin", "Each week"
_LOOK, _PLAN = "To look and ask", "To plan with titles that are not there yet"
_HAND_ON, _MODELS = "To hand on", "How good the models are, and new ones"
_MANY = "Catalogues that are larger than one machine"

app.command("demo", rich_help_panel=_BEGIN)(demo.demo_command)
app.command("init", rich_help_panel=_BEGIN)(init.init_command)
app.command("load", rich_help_panel=_BEGIN)(load.load_command)
app.command("doctor", rich_help_panel=_BEGIN)(doctor.doctor_command)
app.command("sample", rich_help_panel=_BEGIN)(sample.sample_command)
app.command("run", rich_help_panel=_WEEK)(run.run_command)
app.command("schedule", rich_help_panel=_WEEK)(schedule.schedule_command)
app.command("status", rich_help_panel=_WEEK)(status.status_command)
app.command("restore", rich_help_panel=_WEEK)(restore.restore_command)
app.add_typer(fetch.app, name="fetch", rich_help_panel=_WEEK)
app.command("serve", rich_help_panel=_LOOK)(serve.serve_command)
app.command("query", rich_help_panel=_LOOK)(query.query_command)
app.command("mcp", rich_help_panel=_LOOK)(mcp.mcp_command)
app.add_typer(token.app, name="token", rich_help_panel=_LOOK)
app.command("score", rich_help_panel=_PLAN)(score.score_command)
app.command("slate", rich_help_panel=_PLAN)(slate.slate_command)
app.add_typer(shortlist.app, name="shortlist", rich_help_panel=_PLAN)
app.command("report", rich_help_panel=_HAND_ON)(report.report_command)
app.command("brief", rich_help_panel=_HAND_ON)(brief.brief_command)
app.command("mail", rich_help_panel=_HAND_ON)(mail.mail_command)
app.command("export", rich_help_panel=_HAND_ON)(export.export_command)
app.add_typer(bi.app, name="bi", rich_help_panel=_HAND_ON)
app.command("track", rich_help_panel=_MODELS)(track.track_command)
app.command("backtest", rich_help_panel=_MODELS)(backtest.backtest_command)
app.command("train", rich_help_panel=_MODELS)(train.train_command)
app.add_typer(models.app, name="models", rich_help_panel=_MODELS)
app.add_typer(evaluate.app, name="evaluate", rich_help_panel=_MODELS)
app.command("make-parts", rich_help_panel=_MANY)(make_parts.make_parts_command)
app.command("score-parts", rich_help_panel=_MANY)(score_parts.score_parts_command)
app.command("publish-parts", rich_help_panel=_MANY)(publish_parts.publish_parts_command)
app.command("worker", rich_help_panel=_MANY)(worker.worker_command)


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
    except Exception as error:  # the last net, below the errors that name a step
        if (fault := disk_fault_behind(error)) is None:
            raise
        where = f" ({fault.filename})" if fault.filename else ""
        typer.echo(
            f"error: The disk does not take what is to be written: {fault.strerror}{where}. What "
            "is published is whole. Make room or give write permission, then do it again.",
            err=True,
        )
        sys.exit(FAILED)
