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
Service = Annotated[
    list[str] | None,
    typer.Option(
        help="Whose lists are asked for, by our name or TMDb's; repeatable. By default the "
        "settings' service and its rivals."
    ),
]
Region = Annotated[
    list[str] | None,
    typer.Option(
        help="Country whose lists are asked for, as ISO code (US); repeatable. By default the "
        "settings' region."
    ),
]


@app.command("tmdb")
def fetch_tmdb_command(
    data: Data = None,
    service: Service = None,
    region: Region = None,
    limit: Limit = None,
    quiet: Quiet = False,
) -> None:
    """Ask TMDb for what services show; killed and started again, it goes on from there.

    Needs a key in TMDB_READ_TOKEN (or TMDB_API_KEY), in the environment or in .env.

    Example: catalogue fetch tmdb --data data --service "Disney+" --region SE
    """
    settings, progress = set_up(quiet, data=data)
    from etl.fetch.tmdb_titles import TmdbOrder, fetch_tmdb

    ours = settings.catalogue
    order = TmdbOrder(
        services=tuple(service or [ours.service]),
        regions=tuple(region or [ours.region]),
        rivals=() if service else ours.rivals,
        limit=limit,
    )
    fetched = fetch_tmdb(_data_of(settings), settings.fetch, progress, order)
    left = f"{fetched.unanswered} titles are left for the next fetch" if fetched.unanswered else ""
    _print_fetched(quiet, fetched.files, [left] if left else [])


@app.command("top10")
def fetch_top10_command(data: Data = None, quiet: Quiet = False) -> None:
    """Download Netflix's weekly Top 10, worldwide and by country.

    Example: catalogue fetch top10 --data data
    """
    _download("top10", data, quiet)


@app.command("engagement")
def fetch_engagement_command(data: Data = None, quiet: Quiet = False) -> None:
    """Download Netflix's newest engagement report: what was watched in a half-year.

    Example: catalogue fetch engagement --data data
    """
    _download("engagement", data, quiet)


@app.command("netflix")
def fetch_netflix_command(data: Data = None, quiet: Quiet = False) -> None:
    """Download the public copy of the Netflix catalogue.

    Example: catalogue fetch netflix --data data
    """
    _download("netflix", data, quiet)


def _download(source: str, data: Path | None, quiet: bool) -> None:
    settings, progress = set_up(quiet, data=data)
    from etl.fetch.downloads import SERIES, download

    series = SERIES[source](settings.fetch)
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
