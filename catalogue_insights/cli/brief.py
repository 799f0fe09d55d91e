"""``catalogue brief``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from catalogue_common.errors import ReportError
from catalogue_common.files import replace_file
from catalogue_insights.cli.options import Warehouse, set_up

if TYPE_CHECKING:
    from catalogue_common.settings import Settings
    from reports.brief.asking import Brief


def brief_command(
    title_ids: Annotated[
        list[str] | None, typer.Argument(help="Keys of up to 20 titles (title_id).")
    ] = None,
    shortlist: Annotated[
        str | None, typer.Option(help="The titles of this shortlist instead: its name or key.")
    ] = None,
    format: Annotated[
        Literal["pdf", "html"], typer.Option(help="PDF needs the extra [serve].")
    ] = "pdf",
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="The file; by default brief.pdf or .html.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Put a few titles on one page for a colleague who cannot open the site.

    What each is, who offers it, what is expected of it and how sure that is, titles like it with
    what they reached, and the queries behind.

    Example: catalogue brief n0a1b2c3d4e5f607 --format html --out brief.html
    """
    if bool(title_ids) == bool(shortlist):
        raise typer.BadParameter("name titles by their keys, or one shortlist with --shortlist")
    settings, _ = set_up(True, warehouse=warehouse)
    found = _ask(settings, title_ids or [], shortlist)
    body = _written(found, format)
    place = out or Path(f"brief.{format}")
    try:
        replace_file(place, body, makes_folder=False)
    except OSError as error:
        raise ReportError(
            f"The brief cannot be written: {error}. A file that was there is as it was. Make room, "
            "or give another --out."
        ) from error
    typer.echo(f"brief: {place}")


def _ask(settings: Settings, title_ids: Sequence[str], shortlist: str | None) -> Brief:
    """What the published week says of the titles.

    Raises:
        ReportError: there are too many, or the week has no such title.
        ShortlistError: there is no such shortlist.
    """
    from reports.brief.asking import MOST_TITLES, ask_brief
    from reports.weekly_report import connect_published, newest_run

    heading, notes = _of_shortlist(settings.warehouse, shortlist) if shortlist else ("", {})
    asked = list(notes) if shortlist else title_ids
    if not shortlist and len(asked) > MOST_TITLES:
        raise ReportError(
            f"{len(asked)} titles are too many for one brief. Nothing was written. Name up to "
            f"{MOST_TITLES}."
        )
    with connect_published(settings.warehouse) as connection:
        found = ask_brief(connection, newest_run(connection), asked, heading=heading, notes=notes)
    if not found.titles or (found.unknown and not shortlist):
        missing = f"'{found.unknown[0]}'" if found.unknown else "on that shortlist"
        raise ReportError(
            f"There is no title {missing} in this week. Nothing was written. "
            "marts.title_scores has the keys."
        )
    return found


def _of_shortlist(warehouse: Path, name: str) -> tuple[str, dict[str, str]]:
    """What a shortlist is called, and the note on each of its titles, as keys are today."""
    from warehouse.reading import open_published
    from warehouse.shortlist_titles import shortlist_rows
    from warehouse.shortlists import Shortlists

    found = Shortlists(warehouse).get(name)
    with open_published(warehouse) as con:
        rows = shortlist_rows(con, found)
    return found.name, {row["title_id"]: row["note"] for row in rows}


def _written(brief: Brief, format: Literal["pdf", "html"]) -> bytes:
    if format == "html":
        from reports.brief.page import brief_html

        return brief_html(brief).encode()
    try:
        from reports.brief.pdf import brief_pdf
    except ModuleNotFoundError as error:
        raise ReportError(
            f"A PDF needs {error.name}, which is not installed. Nothing was written. Install it "
            "with `pip install 'catalogue-insights[serve]'`, or ask for --format html."
        ) from error
    return brief_pdf(brief)
