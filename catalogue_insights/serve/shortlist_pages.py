"""Shortlists as pages: made, added to, shared by their address, taken away as CSV and workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import duckdb
import pyarrow as pa
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from catalogue_common.errors import ShortlistError
from catalogue_insights.serve.compare import MOST_COMPARED
from catalogue_insights.serve.downloads import workbook_answer
from catalogue_insights.serve.form_bodies import form_fields, one_field
from catalogue_insights.serve.generation import Generation, Row
from catalogue_insights.serve.lane import Lane
from catalogue_insights.serve.problems import problem
from catalogue_insights.serve.safe_csv import as_download, csv_file
from catalogue_insights.serve.site import Site
from catalogue_insights.serve.table_columns import NOTE, USUAL, with_title
from catalogue_insights.serve.workbook import write_workbook
from warehouse.shortlist_titles import shortlist_rows
from warehouse.shortlists import Shortlist, Shortlists

T = TypeVar("T")
Key = Annotated[str, Path(pattern="^[0-9a-f]{12}$")]
Titles = Annotated[list[Annotated[str, Field(max_length=100)]], Query(max_length=500)]
NEEDED = ("core.title_key", "marts.offers", "marts.service_lists")
COLUMNS = [*with_title(["type", "release_year", *USUAL]), NOTE]
ON_THE_PAGE = with_title([*USUAL])
"""What stands in columns there: the rest is beneath the title."""
WRITERS = 4


def shortlisting(site: Site, shortlists: Shortlists) -> APIRouter:
    """The pages of shortlists."""
    router = APIRouter(include_in_schema=False)
    lane = Lane(WRITERS)
    _look(router, site, shortlists)
    _take_away(router, site, shortlists, lane)
    _write(router, site, shortlists, lane)
    _change(router, site, shortlists, lane)
    return router


def _look(router: APIRouter, site: Site, shortlists: Shortlists) -> None:
    @router.get("/shortlists")
    def all_lists() -> Response:
        return _answer(site, lambda: _page(site, "shortlists.html.j2", lists=shortlists.all()))

    @router.get("/shortlists/add")
    def choose(title_id: Titles = []) -> Response:  # noqa: B006 - never changed
        def made() -> Response:
            with site.window.reading() as week:
                titles = week.ask("compare", title_ids=list(dict.fromkeys(title_id)))
            return _page(site, "shortlist_add.html.j2", titles=titles, lists=shortlists.all())

        return _answer(site, made)

    @router.get("/shortlists/{key}")
    def one_list(key: Key) -> Response:
        def made() -> Response:
            found = shortlists.get(key)
            with site.window.reading() as week:
                rows = _rows(week, found)
                return site.page(
                    "shortlist.html.j2",
                    week.run,
                    "/shortlists",
                    shortlist=found,
                    rows=rows,
                    columns=ON_THE_PAGE,
                    most_compared=MOST_COMPARED,
                )

        return _answer(site, made)


def _take_away(router: APIRouter, site: Site, shortlists: Shortlists, lane: Lane) -> None:
    @router.get("/shortlists/{key}/titles.csv")
    def as_csv(key: Key) -> Response:
        def made() -> Response:
            rows = _rows_of(site, shortlists, key)
            names = ["title_id", *(column.name for column in COLUMNS)]
            table = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows])
            with duckdb.connect() as con:
                return as_download(csv_file(con.from_arrow(table)), f"shortlist-{key}")

        return _answer(site, made)

    @router.get("/shortlists/{key}/titles.xlsx")
    async def as_xlsx(key: Key, request: Request) -> Response:
        base = str(request.base_url)

        def made() -> Response:
            rows = _rows_of(site, shortlists, key)
            for row in rows:
                row["page_address"] = f"{base}titles/{row['title_id']}"
            return workbook_answer(write_workbook("Shortlist", COLUMNS, rows), f"shortlist-{key}")

        return await lane.run(_answer, site, made)


def _write(router: APIRouter, site: Site, shortlists: Shortlists, lane: Lane) -> None:
    @router.post("/shortlists")
    async def create(request: Request) -> Response:
        fields = await form_fields(request)

        def made() -> Response:
            return _to(shortlists.create(one_field(fields, "name")))

        return await lane.run(_answer, site, made)

    @router.post("/shortlists/add")
    async def add(request: Request) -> Response:
        fields = await form_fields(request)

        def made() -> Response:
            names = _names(site, fields.get("title_id", []))
            key, name = one_field(fields, "shortlist"), one_field(fields, "name")
            note = one_field(fields, "note").strip()
            if name.strip():
                key = shortlists.create(name)
            elif not key:
                raise ShortlistError("No shortlist is named. Nothing was changed. Name one.")
            shortlists.add(key, names, note)
            return _to(key)

        return await lane.run(_answer, site, made)


def _change(router: APIRouter, site: Site, shortlists: Shortlists, lane: Lane) -> None:
    async def changed(key: str, request: Request, work: Callable[[Any], None]) -> Response:
        fields = await form_fields(request)

        def made() -> Response:
            work(fields)
            return _to(key)

        return await lane.run(_answer, site, made)

    @router.post("/shortlists/{key}/remove")
    async def remove(key: Key, request: Request) -> Response:
        return await changed(
            key, request, lambda said: shortlists.remove(key, one_field(said, "title_id"))
        )

    @router.post("/shortlists/{key}/watch")
    async def watch(key: Key, request: Request) -> Response:
        return await changed(
            key, request, lambda said: shortlists.watch(key, one_field(said, "watched") == "yes")
        )

    @router.post("/shortlists/{key}/delete")
    async def delete(key: Key, request: Request) -> Response:
        answer = await changed(key, request, lambda _: shortlists.delete(key))
        return RedirectResponse("/shortlists", 303) if answer.status_code == 303 else answer  # noqa: PLR2004


def _names(site: Site, title_ids: list[str]) -> dict[str, str]:
    """What titles of the week are called.

    Raises:
        ShortlistError: none is named, or the week has no such title.
    """
    asked = list(dict.fromkeys(title_ids))
    if not asked:
        raise ShortlistError("No title is named. Nothing was changed. Tick some first.")
    with site.window.reading() as week:
        names = {
            row["title_id"]: row["title"] or "" for row in week.ask("compare", title_ids=asked)
        }
    unknown = [title_id for title_id in asked if title_id not in names]
    if unknown:
        raise ShortlistError(f"There is no title '{unknown[0]}' in this week. Nothing was changed.")
    return names


def _rows_of(site: Site, shortlists: Shortlists, key: str) -> list[Row]:
    """The titles of one shortlist, as the week has them."""
    found = shortlists.get(key)
    with site.window.reading() as week:
        return _rows(week, found)


def _rows(week: Generation, shortlist: Shortlist) -> list[Row]:
    """The titles as the week has them; of an older week's file, their names and notes alone."""
    if all(week.has(table) for table in NEEDED):
        with week.cursor() as cursor:
            rows = shortlist_rows(cursor, shortlist)
    else:
        rows = [
            {
                "title_id": e.title_id,
                "title": e.title,
                "note": e.note,
                "kept_id": e.title_id,
                "is_known": False,
            }
            for e in shortlist.entries
        ]
    wanted = {name for column in COLUMNS for name in (column.name, column.note) if name}
    return [dict.fromkeys(wanted) | row for row in rows]


def _page(site: Site, template: str, **values: Any) -> Response:
    with site.window.reading() as week:
        return site.page(template, week.run, "/shortlists", **values)


def _answer(site: Site, made: Callable[[], Response]) -> Response:
    """The page, or what stood in its way; a form on it tells this server where it stood."""
    try:
        answer = made()
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer
    except ShortlistError as error:
        status = 404 if str(error).startswith("There is no shortlist") else 422
        found = problem(status, str(error), "/shortlists")
        return site.page("problem.html.j2", None, "/shortlists", status, problem=found)


def _to(key: str) -> Response:
    return RedirectResponse(f"/shortlists/{key}", 303)
