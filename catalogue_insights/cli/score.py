"""``catalogue score``."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from catalogue_insights.cli.options import Json, Warehouse, set_up, steerless
from catalogue_insights.cli.score_lines import record_lines

if TYPE_CHECKING:
    from catalogue_common.settings import Limits


def score_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="Titles as CSV, xlsx or JSON: title, description, type, …",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Or one title, described by these options.")
    ] = None,
    description: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    type: Annotated[Literal["movie", "series"], typer.Option(help="What it is.")] = "movie",
    year: Annotated[int | None, typer.Option(help="Year of release.")] = None,
    released: Annotated[str | None, typer.Option(help="Day of release, YYYY-MM-DD.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166 codes, by commas.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code.")] = None,
    maturity: Annotated[str | None, typer.Option(help="Such as TV-MA.")] = None,
    genres: Annotated[str | None, typer.Option(help="TMDb's or Netflix's, by commas.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Length of a film.")] = None,
    netflix: Annotated[
        bool | None,
        typer.Option("--netflix/--other-network", help="Who airs the series."),
    ] = None,
    director: Annotated[str | None, typer.Option(help="Names, by commas.")] = None,
    cast: Annotated[str | None, typer.Option(help="Names, by commas.")] = None,
    json_: Json = False,
    warehouse: Warehouse = None,
) -> None:
    """Score titles that no source names, from the champion models, with reasons.

    Example: catalogue score --title "The Quiet Harbour" --description "A keeper writes letters."
    """
    if (file is None) == (title is None):
        raise typer.BadParameter("give a file or --title, one of the two")
    described = {
        "title": title,
        "description": description,
        "type": type,
        "release_year": year,
        "released_on": released,
        "countries": country,
        "original_language": language,
        "maturity_rating": maturity,
        "duration_minutes": minutes,
        "is_netflix_series": netflix,
        "directors": director,
        "cast_members": cast,
        "genres": genres,
    }
    with _no_garbage():
        settings, _ = set_up(True, warehouse=warehouse)
        from models.scoring.idea_evidence import evidence_of
        from models.scoring.unseen import score_unseen
        from models.versions.registry import Registry

        titles = read_file_of_ideas(file, settings.limits) if file else [described]
        scored = score_unseen(Registry(settings.models), titles, evidence_of(settings.warehouse))
    _print(scored, as_json=json_)


def _print(scored: Iterator[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(list(scored), ensure_ascii=False, indent=2))
        return
    for record in scored:
        for line in record_lines(record):
            typer.echo(steerless(line))


def read_file_of_ideas(file: Path, limits: Limits) -> list[dict[str, Any]]:
    """The titles of a file; what was not understood is said on standard error."""
    from etl.ideas import read_ideas

    ideas = read_ideas(file, limits)
    for line in ideas.lines():
        typer.echo(steerless(line), err=True)
    return ideas.titles


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Make what stays to the end, modules and models, without looking among it for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
