"""``catalogue demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import Quiet, set_up

if TYPE_CHECKING:
    from catalogue_common.settings import Settings

TITLES = 800


def demo_command(
    to: Annotated[Path, typer.Option(help="The folder that it is made in.")] = Path(
        "catalogue-demo"
    ),
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    quiet: Quiet = False,
) -> None:
    """See what comes out, in a minute: the weekly job on a sample of 800 invented titles.

    Everything is in one folder, which can be deleted afterwards. Nothing is fetched or mailed.

    Example: catalogue demo --to try-it
    """
    given, progress = set_up(quiet, warehouse=to / "warehouse.duckdb", reports=to / "reports")
    from etl.synthetic import write_sample
    from scheduler import run_once

    settings = _alone(given, to)
    write_sample(to / "sample", seed=settings.seed, titles=TITLES)
    result = run_once(settings, progress)
    page = Path(result.report).resolve()
    if browser:
        import webbrowser

        webbrowser.open(page.as_uri())
    typer.echo(f"the page: {page}")
    typer.echo(
        f"all in it is invented; {TITLES} titles are too few to learn chances of a hit from."
    )
    typer.echo("next:")
    typer.echo(f"  catalogue serve --warehouse {settings.warehouse} --reports {settings.reports}")
    typer.echo("  catalogue load FILE           your own files: what each is taken for")
    typer.echo("  catalogue init my-catalogue   a folder for your own data and settings")


def _alone(settings: Settings, to: Path) -> Settings:
    """The settings without what would reach others, is theirs, or takes long."""
    from catalogue_common.mail_settings import Mail

    apart = {
        "data": to / "sample",
        "artifacts": None,
        "embeddings": False,
        "as_of": None,
        "mail": Mail(),
        "healthcheck_url": None,
        "metrics_file": None,
        "fetch": settings.fetch.model_copy(update={"weekly": ()}),
    }
    return settings.model_copy(update=apart)
