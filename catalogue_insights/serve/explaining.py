"""Errors as pages for people and as problem details for programs."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Scope

from catalogue_common.errors import BusyError, NoModelsError, QueryError
from catalogue_insights.serve.problems import Problem, as_response, problem
from catalogue_insights.serve.site import Site

log = logging.getLogger("catalogue")

MOST_ERRORS = 10


def explained(
    site: Site, scope: Scope, found: Problem, headers: dict[str, str] | None = None
) -> Response:
    """A problem as a page for a browser, else as its details."""
    is_page = "text/html" in Headers(scope=scope).get("accept", "")
    if is_page and not scope["path"].startswith("/api/"):
        return site.page("problem.html.j2", None, "", found.status, problem=found)
    return as_response(found, headers)


def explain_errors(app: FastAPI, site: Site) -> None:
    """Errors as pages for people and as problem details for programs."""

    def answer(request: Request, found: Problem, headers: dict[str, str] | None = None) -> Response:
        return explained(site, request.scope, found, headers)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        said = problem(error.status_code, str(error.detail), request.url.path)
        return answer(request, said, headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        parts = [_said(one) for one in found[:MOST_ERRORS]]
        if len(found) > MOST_ERRORS:
            parts.append(f"and {len(found) - MOST_ERRORS:,} more")
        return answer(request, problem(422, "; ".join(parts), request.url.path))

    @app.exception_handler(QueryError)
    async def unanswerable(request: Request, error: QueryError) -> Response:
        return answer(request, problem(400, str(error), request.url.path))

    @app.exception_handler(BusyError)
    async def busy(request: Request, error: BusyError) -> Response:
        return answer(request, problem(503, str(error), request.url.path), {"Retry-After": "5"})

    @app.exception_handler(NoModelsError)
    async def without_models(request: Request, error: NoModelsError) -> Response:
        return answer(request, problem(503, str(error), request.url.path), {"Retry-After": "60"})

    @app.exception_handler(ClientDisconnect)
    async def gone(request: Request, _: ClientDisconnect) -> Response:  # nobody is there to read it
        return answer(request, problem(400, "The request is not whole.", request.url.path))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return answer(request, problem(500, "This page could not be made.", request.url.path))


def _said(error: dict[str, Any]) -> str:
    """What is wrong, and of which value; our own sentences stand as we wrote them."""
    where = ".".join(map(str, error["loc"][1:]))
    what = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {what}" if where else what
