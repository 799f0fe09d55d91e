"""Latency and counts for Prometheus, by the route that answered and never by what was asked."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue_insights.serve.champion_cache import ChampionCache
from catalogue_insights.serve.window import Window

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What is counted of one server."""

    def __init__(self, window: Window, champions: ChampionCache) -> None:
        """Begin to count at nothing."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "catalogue_http_requests",
            "Requests answered, by method, route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "catalogue_http_request_duration_seconds",
            "Time from a request to the end of its answer, by route.",
            ("route",),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self.in_flight = Gauge(
            "catalogue_http_requests_in_flight",
            "Requests not yet answered.",
            registry=self.registry,
        )
        refused = Gauge(
            "catalogue_weeks_refused", "New files that could not be shown.", registry=self.registry
        )
        refused.set_function(lambda: window.failures)
        unusable = Gauge(
            "catalogue_champions_refused",
            "New champion models that could not be used.",
            registry=self.registry,
        )
        unusable.set_function(lambda: champions.failures)


class Measured:
    """Counts each request to an application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand before an application."""
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note how long it took."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self.metrics.in_flight.track_inprogress():
            try:
                await self.app(scope, receive, noting)
            finally:
                route = getattr(scope.get("route"), "path", "none")
                method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
                self.metrics.requests.labels(method, route, str(status)).inc()
                self.metrics.seconds.labels(route).observe(time.perf_counter() - started)
