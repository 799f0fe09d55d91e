"""The same as JSON, for programs."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from catalogue_insights.serve import audience_shapes, json_shapes, offer_shapes
from catalogue_insights.serve import search as searching
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.problems import documented
from catalogue_insights.serve.search import Search
from catalogue_insights.serve.serve_metrics import Metrics
from catalogue_insights.serve.site import Site
from catalogue_insights.serve.title import TitleFacts, look_up
from reports.weekly_report import list_weeks

Key = Annotated[
    str, Path(min_length=1, max_length=100, examples=["n0a1b2c3d4e5f607"], pattern="^[A-Za-z0-9]+$")
]
ALWAYS = (401, 403, 413, 421, 429, 500, 503)


def api(site: Site, metrics: Metrics) -> APIRouter:
    """All that programs may ask."""
    router = APIRouter(responses=documented(*ALWAYS))
    _titles(router, site)
    _reports(router, site)
    _operations(router, site, metrics)
    return router


def _titles(router: APIRouter, site: Site) -> None:
    @router.get(
        "/api/titles",
        responses=documented(422),
        response_model=json_shapes.TitlePage,
        tags=["titles"],
    )
    def search_titles(search: Annotated[Search, Query()]) -> Response:
        """Search, filter and sort titles; 50 on a page. Beyond the last page comes the last one."""
        with site.window.reading() as week:
            made = partial(_title_page, week, search)
            return _json(week.answers.get(search.address("/api/titles"), made))

    @router.get(
        "/api/titles/{title_id}",
        responses=documented(404, 422),
        response_model=json_shapes.TitleDetail,
        tags=["titles"],
    )
    def one_title(title_id: Key) -> Response:
        """All that is known of one title."""
        with site.window.reading() as week:
            made = partial(_one_title, week, title_id)
            return _json(week.answers.get(f"/api/titles/{title_id}", made))


def _title_page(week: Generation, search: Search) -> bytes:
    found = searching.find(week, search)
    page = json_shapes.TitlePage(
        run_id=week.run.run_id,
        week=week.run.week,
        total=found.total,
        page=found.page,
        pages=found.pages,
        titles=json_shapes.from_rows(json_shapes.TitleRow, found.rows),
    )
    return page.model_dump_json().encode()


def _one_title(week: Generation, title_id: str) -> bytes:
    found = look_up(week, title_id)
    if found is None:
        raise HTTPException(404, f"There is no title '{title_id}' in this week.")
    return _detail(found, week.run.run_id, week.run.week).model_dump_json().encode()


def _json(made: bytes) -> Response:
    return Response(made, media_type="application/json")


def _reports(router: APIRouter, site: Site) -> None:
    @router.get("/api/reports", tags=["reports"])
    def all_reports() -> list[json_shapes.Report]:
        """All weekly reports, the newest first."""
        return [
            json_shapes.Report(**entry, address=f"/reports/{entry['week']}/index.html")
            for entry in list_weeks(site.reports)
        ]


def _operations(router: APIRouter, site: Site, metrics: Metrics) -> None:
    @router.get("/healthz", tags=["operations"])
    def health() -> json_shapes.Health:
        """Whether a week can be read, and which; asked without a token."""
        with site.window.reading() as week:
            week.ask("health")
            return json_shapes.Health(run_id=week.run.run_id, week=week.run.week)

    @router.get(
        "/metrics",
        tags=["operations"],
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def prometheus() -> Response:
        """Counts and latencies in Prometheus' text format."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _detail(found: TitleFacts, run_id: str, week: str) -> json_shapes.TitleDetail:
    tags = [
        json_shapes.TitleTag(taxonomy=group.taxonomy, **vars(tag))
        for group in found.taxonomies
        for tag in group.tags
    ]
    return json_shapes.TitleDetail(
        run_id=run_id,
        week=week,
        title=json_shapes.TitleRow.model_validate(found.row),
        description=found.row["description"],
        tags=tags,
        history=json_shapes.from_rows(json_shapes.WeekScores, found.history),
        similar=json_shapes.from_rows(json_shapes.Similar, found.similar or []),
        sources=json_shapes.from_rows(json_shapes.TitleSource, found.sources),
        match=json_shapes.Match.model_validate(found.match) if found.match else None,
        offers=json_shapes.from_rows(offer_shapes.TitleOffer, found.offers or []),
        aliases=json_shapes.from_rows(offer_shapes.TitleAlias, found.aliases),
        audience=audience_shapes.TitleAudience(
            views_reasons=found.row.get("views_reasons"),
            countries_reasons=found.row.get("countries_reasons"),
            half_years=json_shapes.from_rows(audience_shapes.HalfYear, found.half_years or []),
            countries=json_shapes.from_rows(audience_shapes.CountryChance, found.reach),
        ),
    )
