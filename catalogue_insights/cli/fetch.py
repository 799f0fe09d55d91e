"""``catalogue fetch``: a command for each source that can be asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import DEGRADED, SUCCEEDED, Data, Quiet, set_up

if TYPE_CHECKING:
    from catalogue_common.settings import Settings

app = typer.Typer(help="Fetch new data into the data directory.", no_args_is_help=True)

Limit = Annotated[
    int | None, typer.Option(min=1, help="Ask for so many titles only, and keep no lists: a try.")
]
Region = Annotated[
    str | None, typer.Option(help="Country whose Netflix is asked for, as ISO code (US).")
]


@app.command("tmdb")
def fetch_tmdb_command(
    data: Data = None, limit: Limit = None, region: Region = None, quiet: Quiet = False
) -> None:
    """Ask TMDb for what Netflix made and shows; killed and started again, it goes on from there.

    Needs a key in TMDB_READ_TOKEN (or TMDB_API_KEY), in the environment or in .env.

    Example: catalogue fetch tmdb --data data --limit 20
    """
    settings, progress = set_up(quiet, data=data, catalogue={"region": region} if region else None)
    from etl.fetch.tmdb_titles import fetch_tmdb

    fetched = fetch_tmdb(
        _data_of(settings), settings.fetch, progress, region=settings.catalogue.region, limit=limit
    )
    left = f"{fetched.unanswered} titles are left for the next fetch" if fetched.unanswered else ""
    _print_fetched(quiet, fetched.files, [left] if left else [])


@app.command("top10")
def fetch_top10_command(data: Data = None, quiet: Quiet = False) -> None:
    """Download Netflix's weekly Top 10, worldwide and by country.

    Example: catalogue fetch top10 --data data
    """
    settings, progress = set_up(quiet, data=data)
    from etl.fetch.downloads import download, top10_series

    series = top10_series(settings.fetch)
    _print_fetched(quiet, *download(_data_of(settings), series, settings.fetch, progress))


@app.command("netflix")
def fetch_netflix_command(data: Data = None, quiet: Quiet = False) -> None:
    """Download the public copy of the Netflix catalogue.

    Example: catalogue fetch netflix --data data
    """
    settings, progress = set_up(quiet, data=data)
    from etl.fetch.downloads import download, netflix_series

    series = netflix_series(settings.fetch)
    _print_fetched(quiet, *download(_data_of(settings), series, settings.fetch, progress))


def _data_of(settings: Settings) -> Path:
    return settings.data or Path("data")


def _print_fetched(quiet: bool, files: list[Path], skipped: list[str]) -> None:
    for message in skipped:
        typer.echo(f"skipped: {message}", err=True)
    if not quiet:
        for file in files:
            typer.echo(f"new: {file}")
        if not files:
            typer.echo("nothing new")
    raise typer.Exit(DEGRADED if skipped else SUCCEEDED)
