"""What moved on the shortlists that somebody watches, as parts of the mail."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalogue_common.errors import ShortlistError
from reports.formats import plain, text_of
from reports.mail.digest import CELL_LIMIT, Digest, Item
from reports.mail.plaintext import Cell
from reports.weekly_report import ONE_THREAD
from warehouse.reading import open_published
from warehouse.shortlist_titles import moved_since
from warehouse.shortlists import Shortlists

log = logging.getLogger("catalogue")

HEADS = (Cell("Title"), Cell("What moved"))
ROW_LIMIT = 8


def watched_items(warehouse: Path, since: str | None, site_url: str | None) -> tuple[Item, ...]:
    """One part for each watched shortlist on which something moved since a run.

    A file of shortlists that cannot be read costs these parts, not the mail.

    Args:
        warehouse: the published file, beside which the shortlists lie.
        since: the run whose results the reader knows; None: nothing is news.
        site_url: where titles and shortlists have pages of their own.
    """
    if since is None:
        return ()
    try:
        watched = [found for found in Shortlists(warehouse).all() if found.is_watched]
    except ShortlistError as error:
        log.warning("the mail leaves out the watched shortlists: %s", error)
        return ()
    if not watched:
        return ()
    with open_published(warehouse, ONE_THREAD) as con:
        moved = {
            found.key: moved_since(con, [entry.title_id for entry in found.entries], since)
            for found in watched
        }
    return tuple(
        Item(
            kind="table",
            slug=f"shortlist-{found.key}",
            title=f"Shortlist: {plain(found.name, 60)}",
            finding="",
            heads=HEADS,
            rows=_rows(moved[found.key], site_url),
        )
        for found in watched
        if moved[found.key]
    )


def _rows(moved: list[dict[str, Any]], site_url: str | None) -> tuple[tuple[Cell, ...], ...]:
    rows = [
        (
            Cell(plain(row["title"], CELL_LIMIT), address=_page(row["title_id"], site_url)),
            Cell(plain(_said(row), CELL_LIMIT)),
        )
        for row in moved[:ROW_LIMIT]
    ]
    if len(moved) > ROW_LIMIT:
        rows.append((Cell(f"and {len(moved) - ROW_LIMIT:,} more"), Cell("")))
    return tuple(rows)


def _page(title_id: str, site_url: str | None) -> str:
    return f"{site_url}/titles/{title_id}" if site_url else ""


def _said(row: dict[str, Any]) -> str:
    """``chance of the Top 10: 12% to 31%``, or the detail where it is no number."""
    if row["detail"] is not None:
        return str(row["detail"])
    form = "rating" if row["what"] == "predicted rating" else "percent"
    return f"{row['what']}: {text_of(row['before'], form)} to {text_of(row['after'], form)}"


def with_watched(digest: Digest, warehouse: Path, site_url: str | None) -> Digest:
    """The mail with these parts behind its first; a mail without news stays as it is."""
    if digest.is_quiet:
        return digest
    watched = watched_items(warehouse, digest.run.since, site_url)
    return replace(digest, items=(*digest.items[:1], *watched, *digest.items[1:]))
