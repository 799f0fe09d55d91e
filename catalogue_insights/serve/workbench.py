"""The SQL workbench: the week's marts, a question in the address, its answer in several forms."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from catalogue_common.errors import QueryError
from catalogue_insights.serve.answer_chart import NOTHING, draw_answer
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.mart_list import functions_of, marts_by_question
from catalogue_insights.serve.safe_csv import as_download
from catalogue_insights.serve.site import Site, packed

Sql = Annotated[str, Query(max_length=10_000)]
Shown = Literal["table", "chart"]


def workbench(site: Site) -> APIRouter:
    """The page and the files of the SQL box."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def answered(request: Request, q: str, show: Shown) -> Response:
        with site.window.reading() as week:
            return packed(request, _answered(site, week, q, show))

    def as_file(q: str, form: Literal["csv", "json"]) -> Response:
        with site.window.reading() as week:
            return as_download(site.sandbox.file(week, q, form), "answer", form)

    @router.get("/sql")
    async def sql(request: Request, q: Sql = "", show: Shown = "table") -> Response:
        return await site.sandbox.lane.run(answered, request, q, show)

    @router.get("/sql.csv")
    async def sql_csv(q: Sql) -> Response:
        return await site.sandbox.lane.run(as_file, q, "csv")

    @router.get("/sql.json")
    async def sql_json(q: Sql) -> Response:
        return await site.sandbox.lane.run(as_file, q, "json")

    return router


def _answered(site: Site, week: Generation, q: str, show: Shown) -> Response:
    answer, problem = None, ""
    if q.strip():
        try:
            answer = site.sandbox.table(week, q)
        except QueryError as error:
            problem = str(error)
    panels = draw_answer(answer) if answer and show == "chart" else []
    return site.page(
        "sql.html.j2",
        week.run,
        "/sql",
        400 if problem else 200,
        q=q,
        show=show,
        answer=answer,
        panels=panels,
        nothing=NOTHING,
        problem=problem,
        marts=_listed(site, week),
        functions=week.keep("sql functions", functions_of),
        allowance=site.sandbox.allowance,
    )


def _listed(site: Site, week: Generation) -> Markup:
    """The list of marts, which is long and made once a week."""

    def make(week: Generation) -> Markup:
        text = site.text("marts.html.j2", week.run, "/sql", questions=marts_by_question(week))
        return Markup(text)  # noqa: S704 - escaped by its template

    return week.keep("sql marts", make)
