"""Titles to license as a page, a CSV file, a workbook and JSON, all from the same question."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from catalogue_insights.serve import json_shapes, licensing_shapes
from catalogue_insights.serve.api import ALWAYS
from catalogue_insights.serve.downloads import workbook_answer
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.lane import Lane
from catalogue_insights.serve.licensing import (
    LicensingForm,
    LicensingSearch,
    find_licensing,
    is_licensing_known,
    licensing_choices,
    licensing_csv,
    licensing_rows,
)
from catalogue_insights.serve.problems import documented
from catalogue_insights.serve.safe_csv import as_download
from catalogue_insights.serve.site import Site
from catalogue_insights.serve.table_columns import CHOSEN
from catalogue_insights.serve.workbook import write_workbook

TOO_OLD = (
    "This week was published before there was a list of titles to license. The next run makes one: "
    "catalogue run."
)


def licensing(site: Site) -> APIRouter:
    """The page on licensing, and the same as files and JSON."""
    router = APIRouter()
    _page_and_csv(router, site)
    _workbook(router, site, Lane(1))
    _json(router, site)
    return router


def _page_and_csv(router: APIRouter, site: Site) -> None:
    @router.get("/licensing", include_in_schema=False)
    def page(asked: Annotated[LicensingForm, Query()]) -> Response:
        with site.window.reading() as week:
            made = partial(_page, site, week, asked)
            return HTMLResponse(week.answers.get(asked.address(), made))

    @router.get("/licensing.csv", include_in_schema=False)
    def as_csv(asked: Annotated[LicensingForm, Query()]) -> Response:
        with site.window.reading() as week:
            _require(week)
            return as_download(licensing_csv(week, asked), f"licensing-{week.run.week}")


def _workbook(router: APIRouter, site: Site, lane: Lane) -> None:
    def written(asked: LicensingForm, base: str) -> tuple[Path, str]:
        with site.window.reading() as week:
            _require(week)
            rows = (
                row | {"page_address": f"{base}titles/{row['title_id']}"}
                for row in licensing_rows(week, asked)
            )
            return write_workbook("To license", asked.columns, rows), week.run.week

    @router.get("/licensing.xlsx", include_in_schema=False)
    async def as_xlsx(asked: Annotated[LicensingForm, Query()], request: Request) -> Response:
        path, week = await lane.run(written, asked, str(request.base_url))
        return workbook_answer(path, f"licensing-{week}")


def _json(router: APIRouter, site: Site) -> None:
    @router.get(
        "/api/licensing",
        responses=documented(404, 422, *ALWAYS),
        response_model=licensing_shapes.LicensingPage,
        tags=["titles"],
    )
    def titles_to_license(asked: Annotated[LicensingSearch, Query()]) -> Response:
        """Titles outside the catalogue, 50 on a page, without those that a reason speaks against.

        `also` lets kinds of them through. Beyond the last page comes the last one.
        """
        with site.window.reading() as week:
            _require(week)
            made = partial(_json_page, week, asked)
            body = week.answers.get(asked.address("/api/licensing"), made)
            return Response(body, media_type="application/json")


def _page(site: Site, week: Generation, asked: LicensingForm) -> bytes:
    is_known = is_licensing_known(week)
    return site.text(
        "licensing.html.j2",
        week.run,
        "/licensing",
        asked=asked,
        found=find_licensing(week, asked) if is_known else None,
        choices=licensing_choices(week) if is_known else {},
        all_columns=CHOSEN,
        too_old=TOO_OLD,
    ).encode()


def _json_page(week: Generation, asked: LicensingSearch) -> bytes:
    found = find_licensing(week, asked)
    page = licensing_shapes.LicensingPage(
        run_id=week.run.run_id,
        week=week.run.week,
        total=found.total,
        page=found.page,
        pages=found.pages,
        left_out=[
            licensing_shapes.LicensingLeftOut.model_validate(vars(chip)) for chip in found.chips
        ],
        titles=json_shapes.from_rows(licensing_shapes.LicensingRow, found.rows),
    )
    return page.model_dump_json().encode()


def _require(week: Generation) -> None:
    if not is_licensing_known(week):
        raise HTTPException(404, TOO_OLD)
