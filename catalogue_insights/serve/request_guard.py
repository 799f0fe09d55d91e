"""Checks every request first: who may ask, how much, how long, and what browsers may do."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue_common.errors import ServeError
from catalogue_insights.serve.problems import as_response, problem

MOST_BYTES = 2_000_000
OPEN = frozenset({"/healthz"})
"""What is answered without a token, so that whoever watches the process needs none."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Scripts and style sheets are files of this server; a drawing may state its own width."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-cache",
}


@dataclass(frozen=True)
class Rules:
    """Whether only this machine's names are answered to, the token if one is wanted, the time."""

    is_loopback: bool = True
    token: SecretStr | None = None
    seconds: float = 30.0


class Guard:
    """Refuses what breaks the rules before anything of the application runs."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        """Stand before an application."""
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = _WithHeaders(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            status, detail, headers = refusal
            answer = as_response(problem(status, detail, scope["path"]), headers)
            await answer(scope, receive, sender)
            return
        await self._in_time(scope, _BoundedBody(receive), sender)

    def _refusal(self, scope: Scope) -> tuple[int, str, dict[str, str]] | None:
        headers = Headers(scope=scope)
        if self.rules.is_loopback and not _is_local(headers.get("host", "")):
            return 421, "This server answers to the names of this machine only.", {}
        if self.rules.token and scope["path"] not in OPEN:
            given = _token_of(headers.get("authorization", ""))
            wanted = self.rules.token.get_secret_value().encode()
            if not hmac.compare_digest(given, wanted):
                ask = {"WWW-Authenticate": 'Basic realm="Catalogue Insights", charset="UTF-8"'}
                return 401, "The token is wanted: as a bearer token or as the password.", ask
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return 413, f"A request may have up to {MOST_BYTES:,} bytes.", {}
        return None

    async def _in_time(self, scope: Scope, receive: _BoundedBody, send: _WithHeaders) -> None:
        """Give up waiting after the time; what a thread still works on is not listened to."""
        task = asyncio.ensure_future(self.app(scope, receive, send))
        done, _ = await asyncio.wait({task}, timeout=self.rules.seconds)
        if done and not isinstance(task.exception(), TooLargeError):
            task.result()
            return
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        was_started, send.is_over = send.is_started, True
        if not was_started:
            late = 503, f"No answer within {self.rules.seconds:g} seconds. Try again."
            status, detail = (413, "The request has too many bytes.") if done else late
            answer = as_response(problem(status, detail, scope["path"]), {"Connection": "close"})
            await answer(scope, receive, _WithHeaders(send.send))


class TooLargeError(ServeError):
    """A body went on beyond its limit."""


class _BoundedBody:
    """Hands a body on until it is too long, whatever its header promised."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.left = receive, MOST_BYTES

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise TooLargeError(f"The request has more than {MOST_BYTES:,} bytes.")
        return message


class _WithHeaders:
    """Adds the headers that every answer has, unless it says otherwise itself."""

    def __init__(self, send: Send) -> None:
        self.send, self.is_started, self.is_over = send, False, False

    async def __call__(self, message: Message) -> None:
        if self.is_over:
            return
        if message["type"] == "http.response.start":
            self.is_started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self.send(message)


def _is_local(host: str) -> bool:
    """Whether a browser asked for this machine by its own name, so that no page can pose as it."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def _token_of(authorization: str) -> bytes:
    """The token of a program (bearer), or of a person whose browser asked for a password."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return b""
    return b""
