"""Briefs on the site: a few titles, or a shortlist, as HTML and as PDF, to be sent on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from catalogue_common.errors import OtherVersionError, ShortlistError
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.lane import Lane
from catalogue_insights.serve.site import Site
from reports.brief.asking import MOST_TITLES, Brief, ask_brief
from reports.brief.page import brief_html, brief_policy
from warehouse.shortlist_titles import current_titles
from warehouse.shortlists import Shortlists

ONE_OF_THEM = (
    f"Name up to {MOST_TITLES} titles (title_id), or one shortlist. Nothing was made. A title's "
    "page, a comparison and a shortlist have a link that does it."
)


class BriefForm(BaseModel):
    """What a brief is asked of: titles, or a shortlist by its key."""

    model_config = ConfigDict(extra="forbid")

    title_id: list[Annotated[str, Field(max_length=100)]] = Field([], max_length=MOST_TITLES)
    shortlist: Annotated[str, Field(pattern="^[0-9a-f]{12}$")] | None = None

    def address(self, path: str) -> str:
        """Where this brief is, in one of its forms."""
        asked = [("shortlist", self.shortlist)] if self.shortlist else []
        asked += [("title_id", title_id) for title_id in self.title_id]
        return f"{path}?{urlencode(asked)}"

    @property
    def back(self) -> tuple[str, str]:
        """The page that it is a brief of: label and address."""
        if self.shortlist:
            return "Shortlist", f"/shortlists/{self.shortlist}"
        if len(self.title_id) == 1:
            return "Title", f"/titles/{self.title_id[0]}"
        return "Titles", "/titles"


@dataclass(frozen=True)
class AskedBrief:
    """Which titles a brief is of, what they are called together, and remarks on them."""

    title_ids: tuple[str, ...]
    heading: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def briefing(site: Site, shortlists: Shortlists) -> APIRouter:
    """The pages and files of briefs."""
    router = APIRouter(include_in_schema=False)
    lane = Lane(1)

    @router.get("/brief")
    def brief(asked: Annotated[BriefForm, Query()]) -> Response:
        tools = (
            asked.back,
            ("As PDF", asked.address("/brief.pdf")),
            ("As a file", asked.address("/brief.html")),
        )
        made = partial(brief_html, tools=tools, site_url="")
        body = _body(site, shortlists, asked, "page", lambda brief: made(brief).encode())
        return _as_page(body)

    @router.get("/brief.html")
    def brief_file(asked: Annotated[BriefForm, Query()]) -> Response:
        body = _body(site, shortlists, asked, "html", lambda brief: brief_html(brief).encode())
        return _as_page(body, {"Content-Disposition": 'attachment; filename="brief.html"'})

    @router.get("/brief.pdf")
    async def as_pdf(asked: Annotated[BriefForm, Query()]) -> Response:
        body = await lane.run(_body, site, shortlists, asked, "pdf", _pdf)
        headers = {"Content-Disposition": 'attachment; filename="brief.pdf"'}
        return Response(body, media_type="application/pdf", headers=headers)

    return router


def _as_page(body: bytes, headers: dict[str, str] | None = None) -> Response:
    policy = f"{brief_policy()}; frame-ancestors 'none'"
    said = {"Content-Security-Policy": policy, **(headers or {})}
    return Response(body, media_type="text/html; charset=utf-8", headers=said)


def _pdf(brief: Brief) -> bytes:
    from reports.brief.pdf import brief_pdf  # noqa: PLC0415 - brings in all that reads fonts

    return brief_pdf(brief)


def _body(
    site: Site,
    shortlists: Shortlists,
    form: BriefForm,
    kind: str,
    made: Callable[[Brief], bytes],
) -> bytes:
    """The brief in one of its forms, kept for as long as its week is shown."""
    if bool(form.title_id) == bool(form.shortlist):
        raise HTTPException(422, ONE_OF_THEM)
    with site.window.reading() as week:
        asked = _asked(week, shortlists, form)
        if not asked.title_ids:
            raise HTTPException(404, "Nothing is on that shortlist yet, so there is no brief.")
        return week.answers.get(
            f"brief {kind} {form.address('')} {asked}", lambda: made(_answered(week, asked, form))
        )


def _asked(week: Generation, shortlists: Shortlists, form: BriefForm) -> AskedBrief:
    if not form.shortlist:
        return AskedBrief(tuple(dict.fromkeys(form.title_id)))
    try:
        found = shortlists.get(form.shortlist)
    except ShortlistError as error:
        raise HTTPException(404, str(error)) from error
    now: dict[str, Any] = {}
    if week.has("core.title_key"):
        with week.cursor() as cursor:
            now = current_titles(cursor, (entry.title_id for entry in found.entries))
    keys = {entry.title_id: now.get(entry.title_id, entry.title_id) for entry in found.entries}
    notes = tuple((keys[entry.title_id], entry.note) for entry in found.entries if entry.note)
    return AskedBrief(tuple(dict.fromkeys(keys.values())), found.name, notes)


def _answered(week: Generation, asked: AskedBrief, form: BriefForm) -> Brief:
    """What the week says of the titles.

    Raises:
        HTTPException: it has no such title, or knows nothing as it is known today.
    """
    named: dict[str, Any] = {"heading": asked.heading, "notes": dict(asked.notes)}
    with week.engine().connect() as connection:
        try:
            brief = ask_brief(connection, week.run, asked.title_ids, **named)
        except OtherVersionError as error:
            raise HTTPException(404, str(error)) from error
    if brief.unknown and not form.shortlist:
        raise HTTPException(404, f"There is no title '{brief.unknown[0]}' in this week.")
    return brief
