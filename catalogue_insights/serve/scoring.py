"""Scores for titles that no source knows: the page to try an idea, and ``/api/score``."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from catalogue_common.errors import NoModelsError
from catalogue_insights.serve import idea_shapes
from catalogue_insights.serve.api import ALWAYS
from catalogue_insights.serve.idea import (
    IdeaForm,
    examples,
    form_choices,
    tried,
    week_evidence,
)
from catalogue_insights.serve.problems import documented
from catalogue_insights.serve.site import Site

MOST_FIELDS = 50


def scoring(site: Site) -> APIRouter:
    """The page and its JSON."""
    router = APIRouter()
    _page(router, site)
    _api(router, site)
    return router


def _page(router: APIRouter, site: Site) -> None:
    @router.get("/try", include_in_schema=False)
    async def try_it(idea: Annotated[IdeaForm, Query()]) -> Response:
        return await site.scoring.lane.run(_answer, site, idea)

    @router.post("/try", include_in_schema=False)
    async def try_long(request: Request) -> Response:
        """A form is sent whole; where its address can be shared, the answer is there."""
        idea = _idea_of(await request.body())
        if idea.is_short:
            return RedirectResponse(idea.address(), 303)
        return await site.scoring.lane.run(_answer, site, idea)


def _api(router: APIRouter, site: Site) -> None:
    @router.post(
        "/api/score",
        response_model=idea_shapes.IdeaScores,
        responses=documented(*ALWAYS, 400, 422),
        tags=["scores"],
    )
    async def score_titles(ideas: idea_shapes.Ideas) -> Response:
        """Score up to 1,000 titles that no source knows, by the champion models.

        The same title gets the same numbers as from `catalogue score` and from the weekly job,
        whatever is sent beside it.
        """
        return await site.scoring.lane.run(_scores, site, ideas)


def _answer(site: Site, idea: IdeaForm) -> HTMLResponse:
    with site.window.reading() as week:
        found, missing, models = None, "", {}
        try:
            models = site.scoring.champions().models
            if idea.is_asked:
                (score,) = site.scoring.score(
                    [idea.as_title()], week_evidence(week), every_tag=True
                )
                found = tried(idea, score, week)
        except NoModelsError as error:
            missing = str(error)
        return site.page(
            "try.html.j2",
            week.run,
            "/try",
            idea=idea,
            tried=found,
            missing=missing,
            models=models,
            choices=form_choices(week),
            examples=examples(),
        )


def _scores(site: Site, ideas: idea_shapes.Ideas) -> Response:
    ready = site.scoring.champions()
    titles = [idea.model_dump() for idea in ideas.titles]
    with site.window.reading() as week:
        evidence = week_evidence(week)
    scored = idea_shapes.IdeaScores.model_validate(
        {"models": ready.models, "scores": list(ready.score(titles, evidence))}
    )
    return Response(scored.model_dump_json(), media_type="application/json")


def _idea_of(body: bytes) -> IdeaForm:
    """The form's fields.

    Raises:
        RequestValidationError: they are no form's, or are out of bounds.
    """
    try:
        fields = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
        return IdeaForm.model_validate(dict(fields))
    except ValidationError as error:
        said = [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        raise RequestValidationError(said) from error
    except ValueError as error:
        raise RequestValidationError(
            [{"loc": ("body", "form"), "msg": "this is no form", "type": "value_error"}]
        ) from error
