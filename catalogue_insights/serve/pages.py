"""The pages for people: each has an address that can be shared, and works without a script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue_insights.serve import search as searching
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.page_sections import data_of, models_of, tags_of, track_of
from catalogue_insights.serve.safe_csv import as_download
from catalogue_insights.serve.search import Form
from catalogue_insights.serve.site import Site, packed
from catalogue_insights.serve.title import look_up
from catalogue_insights.serve.versions import versions_by_model
from models.versions.registry import Version
from reports.layout import PAGE_FILES
from reports.page import Block
from reports.weekly_report import WEEK, list_weeks

Name = Annotated[str, Path(max_length=100)]
Sections = Callable[[Generation], list[Block]]

REPORT_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The report states itself what it may do, with the hash of its script; this adds to it."""
HIDDEN_LINK = b"<a hidden data-on-site "
"""How a report that knows no site begins links to one: here they lead somewhere."""
A_YEAR = "public, max-age=31536000, immutable"


def pages(site: Site) -> APIRouter:
    """All pages of a site."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _titles(router, site)
    _reports(router, site)
    _sections(router, site)
    _assets(router, site)
    return router


def _titles(router: APIRouter, site: Site) -> None:
    @router.get("/")
    def home() -> Response:
        return RedirectResponse("/titles")

    @router.get("/titles")
    def titles(search: Annotated[Form, Query()]) -> Response:
        with site.window.reading() as week:
            page = partial(_titles_page, site, week, search)
            return HTMLResponse(week.answers.get(search.address(), page))

    @router.get("/titles.csv")
    def titles_csv(search: Annotated[Form, Query()]) -> Response:
        with site.window.reading() as week:
            return as_download(searching.find_csv(week, search), f"titles-{week.run.week}")

    @router.get("/titles/{title_id}")
    def title(title_id: Name) -> Response:
        with site.window.reading() as week:
            page = partial(_title_page, site, week, title_id)
            return HTMLResponse(week.answers.get(f"/titles/{title_id}", page))


def _titles_page(site: Site, week: Generation, search: Form) -> bytes:
    found = searching.find(week, search, with_facets=True)
    choices = searching.filter_choices(week)
    text = site.text(
        "titles.html.j2",
        week.run,
        "/titles",
        search=search,
        found=found,
        choices=choices,
        facet_names=searching.FACETS,
    )
    return text.encode()


def _title_page(site: Site, week: Generation, title_id: str) -> bytes:
    found = look_up(week, title_id)
    if found is None:
        raise HTTPException(404, f"There is no title '{title_id}' in this week.")
    return site.text("title.html.j2", week.run, "/titles", title=found).encode()


def _reports(router: APIRouter, site: Site) -> None:
    @router.get("/reports")
    def reports() -> Response:
        with site.window.reading() as week:
            weeks = list_weeks(site.reports)
            return site.page("reports.html.j2", week.run, "/reports", weeks=weeks)

    @router.get("/reports/index.html")
    def reports_index() -> Response:
        return RedirectResponse("/reports")

    @router.get("/reports/{week}/{file}")
    def report(week: Name, file: Name, request: Request) -> Response:
        if file not in PAGE_FILES:
            raise HTTPException(404, f"There is no page '{file}' of a week.")
        if week == "latest":
            newest = next(iter(list_weeks(site.reports)), {"week": week})["week"]
            if newest != week:
                return RedirectResponse(f"/reports/{newest}/{file}")
        page = site.reports / week / file
        if not WEEK.fullmatch(week) or not page.is_file():
            raise HTTPException(404, f"There is no such report of the week '{week}'.")
        # It holds its drawings twice and its rows as files: a tenth of it is left when packed.
        headers = {"Content-Security-Policy": REPORT_POLICY}
        text = page.read_bytes().replace(HIDDEN_LINK, b"<a ")
        return packed(request, HTMLResponse(text, headers=headers))


def _sections(router: APIRouter, site: Site) -> None:
    def models_page(versions: list[Version], week: Generation) -> str:
        found, blocks = versions_by_model(versions), models_of(week)
        return site.text("models.html.j2", week.run, "/models", blocks=blocks, lines=found)

    @router.get("/models")
    def models() -> Response:
        stamp, versions = site.scoring.listing()
        with site.window.reading() as week:
            page = partial(models_page, versions)
            return HTMLResponse(week.keep(f"models page {stamp}", page))

    def answer(name: str, address: str, of: Sections, above: tuple[str, str] | None) -> Response:
        def page(week: Generation) -> str:
            here = above[0] if above else address
            return site.text(
                "sections.html.j2", week.run, here, name=name, blocks=of(week), above=above
            )

        with site.window.reading() as week:
            return HTMLResponse(week.keep(f"{address} page", page))

    @router.get("/track")
    def track() -> Response:
        return answer("Track record", "/track", track_of, None)

    @router.get("/models/tags")
    def tags() -> Response:
        return answer("Tag by tag", "/models/tags", tags_of, ("/models", "Models"))

    @router.get("/data")
    def data() -> Response:
        return answer("Data", "/data", data_of, None)


def _assets(router: APIRouter, site: Site) -> None:
    @router.get("/static/{name}")
    def static(request: Request, name: Name) -> Response:
        asset = site.assets.get(name)
        if asset is None:
            raise HTTPException(404, f"There is no file '{name}'.")
        headers = {"Cache-Control": A_YEAR}
        return packed(request, Response(asset.body, media_type=asset.media_type, headers=headers))
