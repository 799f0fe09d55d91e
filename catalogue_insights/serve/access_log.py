"""The log of who asked what: one JSON object a line, in a few files of bounded size, no secrets."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue_common.errors import ServeError
from catalogue_common.secrets import SHORTEST, mask
from catalogue_insights.serve.askers import ASKER, NOBODY, token_of
from warehouse.tokens import LOOKS_LIKE_ONE

log = logging.getLogger("catalogue")

BYTES_OF_A_FILE = 10_000_000
FILES_KEPT = 5
"""Beside the one that is written: ``.1`` is the newest of them."""
WARNING_SECONDS = 60.0
"""Between two warnings that it cannot be written."""
MOST_PARTS = 200
LONGEST = 2_000
"""Letters of a path and of a query; what is beyond is left out."""
STARS = "***"
SECRET_NAMES = re.compile(
    r"token|passw|secret|auth|api_?key|session|credential|signature|bearer", re.IGNORECASE
)
SECRET_VALUES = re.compile(r"^\s*(bearer|basic)\s+\S", re.IGNORECASE)


class AccessLog:
    """The files of the log."""

    def __init__(
        self, path: Path, *, most_bytes: int = BYTES_OF_A_FILE, kept: int = FILES_KEPT
    ) -> None:
        """Open the log; what it holds stays.

        Raises:
            ServeError: it cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._files = _Files(path, maxBytes=most_bytes, backupCount=kept, encoding="utf-8")
        except OSError as error:
            raise ServeError(
                f"The log of requests, {path}, cannot be written: {error.strerror}. Nothing was "
                "started. Name another file with --access-log."
            ) from error

    def write(self, facts: dict[str, object]) -> None:
        """Add a line; a disk that is full costs lines, and no answers."""
        line = json.dumps(facts, ensure_ascii=False)
        self._files.handle(logging.LogRecord("access", 20, "", 0, line, None, None))


class _Files(RotatingFileHandler):
    """The standard library's, of which only the owner may read what it makes."""

    _warned_at: float | None = None

    def _open(self) -> IO[str]:  # type: ignore[override]
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        now = time.monotonic()
        if self._warned_at is None or now - self._warned_at >= WARNING_SECONDS:
            self._warned_at = now
            log.warning("the log of requests lacks lines: %s", sys.exc_info()[1])


class Logged:
    """Writes a line for each request to an application."""

    def __init__(self, app: ASGIApp, access_log: AccessLog) -> None:
        """Stand before an application."""
        self.app, self.log = app, access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note who asked for what and how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        at, started, status, sent = datetime.now(UTC), time.perf_counter(), None, 0

        async def noting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)
            sent += len(message.get("body", b""))

        try:
            await self.app(scope, receive, noting)
        finally:
            given = token_of(Headers(scope=scope).get("authorization", "")).decode(errors="replace")
            self.log.write(
                {
                    "at": at.isoformat(timespec="milliseconds"),
                    "who": scope.get(ASKER, NOBODY.name),
                    "address": (scope.get("client") or ("",))[0],
                    "method": scope["method"],
                    "path": without_secrets(scope["path"], given)[:LONGEST],
                    "query": _without_secrets(scope.get("query_string", b""), given),
                    "status": status,
                    "bytes": sent,
                    "seconds": round(time.perf_counter() - started, 4),
                }
            )


def _without_secrets(query: bytes, given: str) -> str:
    """A query as it was sent, but for values that are or look like secrets."""
    parts = []
    for part in query.decode("latin-1").split("&", MOST_PARTS)[:MOST_PARTS]:
        name, equals, value = part.partition("=")
        said = unquote_plus(value)
        is_secret = (
            SECRET_NAMES.search(unquote_plus(name))
            or SECRET_VALUES.search(said)
            or without_secrets(said, given) != said
        )
        parts.append(f"{name}={STARS}" if equals and is_secret else without_secrets(part, given))
    return "&".join(parts)[:LONGEST]


def without_secrets(text: str, given: str) -> str:
    """The text without secrets that are known, the token that was sent, and what looks like one."""
    if len(given) >= SHORTEST:
        text = text.replace(given, STARS)
    return LOOKS_LIKE_ONE.sub(STARS, mask(text))
