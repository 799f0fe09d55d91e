"""The application: pages, JSON and what guards them, over one published file."""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anyio.to_thread
import uvicorn
from fastapi import FastAPI

from catalogue_common.errors import ServeError
from catalogue_common.secrets import learn_secrets
from catalogue_common.settings import Serve, Settings
from catalogue_insights.serve.access_log import AccessLog, Logged
from catalogue_insights.serve.api import api
from catalogue_insights.serve.askers import Askers
from catalogue_insights.serve.brief_pages import briefing
from catalogue_insights.serve.champion_cache import ChampionCache
from catalogue_insights.serve.compare import comparing
from catalogue_insights.serve.connections import (
    ConnectionLimits,
    allow_many_files,
    connection_class,
)
from catalogue_insights.serve.explaining import explain_errors, explained
from catalogue_insights.serve.foreign_requests import answer_to_foreign
from catalogue_insights.serve.generation import Generation, limits_for, open_generation
from catalogue_insights.serve.licensing_pages import licensing
from catalogue_insights.serve.pages import pages
from catalogue_insights.serve.problems import Problem
from catalogue_insights.serve.request_guard import Guard, Rules
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from catalogue_insights.serve.scoring import scoring
from catalogue_insights.serve.serve_metrics import Measured, Metrics
from catalogue_insights.serve.shortlist_pages import shortlisting
from catalogue_insights.serve.site import Site
from catalogue_insights.serve.warm_up import warm_up
from catalogue_insights.serve.window import Window
from catalogue_insights.serve.workbench import workbench
from warehouse.shortlists import Shortlists
from warehouse.tokens import NamedTokens

log = logging.getLogger("catalogue")

THREADS = 4
"""As many as keep two cores busy: with more, each waits longer for Python's one lock."""
SWITCH_SECONDS = 0.001
"""How long one may keep that lock while others want it; scoring asks for it again and again."""
MOST_CONNECTIONS = 1_000
MOST_HEADER_BYTES = 131_072
"""A question of 10,000 letters takes up to nine bytes for each in an address."""
LOCAL_NAMES = {"localhost"}


def create_app(warehouse: Path, reports: Path, serve: Serve, models: Path) -> FastAPI:
    """The application over a published file, the folder of its reports and that of the models.

    Raises:
        ServeError: there is no warehouse that could be shown.
    """
    allowance = Allowance(
        seconds=serve.sql_seconds, rows=serve.sql_rows, megabytes=serve.sql_megabytes
    )
    sandbox = Sandbox(allowance)
    window = Window(
        warehouse,
        lambda path: open_generation(path, limits_for(path, serve.memory_limit)),
        lambda week: _prepare(week, sandbox),
        seconds=serve.look_seconds,
    )
    champions = ChampionCache(models, serve.look_seconds)
    site = Site(window, sandbox, champions, reports)
    metrics = Metrics(window, champions)
    app = FastAPI(
        title="Catalogue Insights",
        summary="Scores of every title of a streaming catalogue, renewed every week.",
        version=version("catalogue-insights"),
        lifespan=_lifespan(window, champions),
        docs_url=None,
        redoc_url=None,
        # It would send whoever asks for a path with one slash too many to whatever Host says.
        redirect_slashes=False,
    )
    app.include_router(api(site, metrics))
    app.include_router(scoring(site))
    app.include_router(licensing(site))
    app.include_router(comparing(site))
    shortlists = Shortlists(warehouse)
    app.include_router(shortlisting(site, shortlists))
    app.include_router(briefing(site, shortlists))
    app.include_router(workbench(site))
    app.include_router(pages(site))
    _describe(app)
    explain_errors(app, site)
    _protect(app, site, serve, NamedTokens(warehouse))
    app.add_middleware(Measured, metrics=metrics)
    if serve.access_log:
        app.add_middleware(Logged, access_log=AccessLog(serve.access_log))
    return app


def _protect(app: FastAPI, site: Site, serve: Serve, tokens: NamedTokens) -> None:
    """Let nothing through to an application that breaks its rules."""
    rules = Rules(
        is_loopback(serve.host),
        serve.request_seconds,
        tuple(serve.hosts),
        serve.requests_per_second,
    )
    is_for_others = not is_loopback(serve.host) or bool(serve.hosts or serve.proxies)
    app.add_middleware(
        Guard,
        rules=rules,
        askers=Askers(tokens, serve.token, is_for_others=is_for_others),
        to_foreign=partial(answer_to_foreign, site),
        explain=partial(explained, site),
    )


def run_server(settings: Settings, announce: Callable[[], None]) -> None:
    """Show the published week until stopped.

    Args:
        settings: where, and of which file.
        announce: called when the server listens.

    Raises:
        ServeError: the address is open to others and no token is set, or nothing can be shown.
    """
    serve = settings.serve
    learn_secrets(settings)
    if not is_loopback(serve.host) and serve.token is None:
        _require_a_token(serve.host, NamedTokens(settings.warehouse))
    app = create_app(settings.warehouse, settings.reports, serve, settings.models)
    sys.setswitchinterval(SWITCH_SECONDS)
    allow_many_files()
    with listening(serve.host, serve.port) as opened:
        announce()
        server_of(app, serve).run(sockets=[opened])


def _require_a_token(host: str, tokens: NamedTokens) -> None:
    if not any(not token.why_not for token in tokens.all()):
        raise ServeError(
            f"On {host} others could read along, so a token is wanted. Nothing was started. Make "
            "one with `catalogue token add`, or set CATALOGUE_SERVE_TOKEN to 16 letters or more, "
            "such as those that `python -c 'import secrets; print(secrets.token_urlsafe())'` "
            "prints; or leave out --host."
        )


def server_of(app: FastAPI, serve: Serve) -> uvicorn.Server:
    """A server of the application in one process, which trusts the proxies that are named."""
    connections = ConnectionLimits(
        serve.connections_per_address, serve.header_seconds, frozenset(serve.proxies)
    )
    config = uvicorn.Config(
        app,
        http=connection_class(connections),
        ws="none",
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(serve.proxies),
        forwarded_allow_ips=serve.proxies,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        ServeError: the address is not this machine's, or is taken.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=2_048)
    except OSError as error:
        raise ServeError(
            f"Nothing can listen on {host}, port {port}: {error.strerror}. Nothing was started. "
            "Stop what listens there, or give another --host or --port."
        ) from error
    # Connections inherit it. Without it each small answer waits 40 ms for an acknowledgement.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOCAL_NAMES


def _prepare(week: Generation, sandbox: Sandbox) -> None:
    """Make what is costly of a week before it is shown; the SQL box may come a little later."""
    warm_up(week)
    sandbox.prepare(week)


def _lifespan(window: Window, champions: ChampionCache) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        window.start()
        champions.start()
        yield
        await anyio.to_thread.run_sync(champions.stop)
        await anyio.to_thread.run_sync(window.stop)

    return lifespan


def _describe(app: FastAPI) -> None:
    """The OpenAPI description, with problems where the framework would put its own errors."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        described = made()
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return described

    app.openapi = openapi  # type: ignore[method-assign]
