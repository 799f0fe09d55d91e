"""Up to four titles side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import Response
from pydantic import Field

from catalogue_insights.serve.generation import Generation, Row
from catalogue_insights.serve.site import Site

MOST_COMPARED = 4
Keys = Annotated[list[Annotated[str, Field(max_length=100)]], Query(max_length=50)]


def comparing(site: Site) -> APIRouter:
    """The page that compares titles."""
    router = APIRouter(include_in_schema=False)

    @router.get("/compare")
    def compare(title_id: Keys = []) -> Response:  # noqa: B006 - never changed
        title_ids = list(dict.fromkeys(title_id))
        if len(title_ids) > MOST_COMPARED:
            raise HTTPException(
                422, f"{len(title_ids)} titles are too many side by side. Choose up to four."
            )
        with site.window.reading() as week:
            titles = compared(week, title_ids)
            return site.page("compare.html.j2", week.run, "/titles", titles=titles)

    return router


def compared(week: Generation, title_ids: list[str]) -> list[Row]:
    """The titles in their order, each with the services that have it now.

    Raises:
        HTTPException: the week has no title of such a key.
    """
    rows = week.ask("compare", title_ids=title_ids)
    missing = set(title_ids) - {row["title_id"] for row in rows}
    if missing:
        raise HTTPException(404, f"There is no title '{min(missing)}' in this week.")
    for row in rows:
        row["now_on"] = _now_on(week, row["title_id"])
        row["without"] = [key for key in title_ids if key != row["title_id"]]
    return rows


def _now_on(week: Generation, title_id: str) -> str | None:
    """Services and regions that offer it; None where the week knows of no offers."""
    if not week.has("marts.offers"):
        return None
    offers = week.ask("title_offers", title_id=title_id)
    named = (f"{row['service']} {row['region']}" for row in offers if row["is_offered"])
    return ", ".join(dict.fromkeys(named))
