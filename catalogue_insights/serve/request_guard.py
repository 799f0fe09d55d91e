"""Checks every request first: who may ask, how much, how long, and what browsers may do."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import math
import socket
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue_common.errors import ServeError, TokenError
from catalogue_insights.serve.askers import ASKER, NOBODY, Askers, right_for
from catalogue_insights.serve.foreign_requests import COSTLY, HARMLESS, host_of, is_foreign
from catalogue_insights.serve.problems import Problem, as_response, problem
from catalogue_insights.serve.throttle import Throttle, network_of

log = logging.getLogger("catalogue")

FORBIDDEN = 403
MOST_BYTES = 2_000_000
PARTS = 10
"""A download may take so many times as long as an answer may take to begin."""
COST_OF_WORK = 5
COST_OF_A_GUESS = 20
"""What a question or a score, and a wrong token, take from an address's requests."""
OPEN = frozenset({"/healthz"})
"""What is answered without a token, so that whoever watches the process needs none."""
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Scripts and style sheets are files of this server."""
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
    """What is asked of every request.

    Args:
        is_loopback: whether only this machine can reach the server.
        seconds: until an answer must have begun, and between two of its parts.
        hosts: names that are answered to, beside the addresses and names of this machine.
        per_second: requests of one address, and with one named token; 0 for as many as come.
    """

    is_loopback: bool = True
    seconds: float = 30.0
    hosts: tuple[str, ...] = ()
    per_second: float = 0.0


class Guard:
    """Refuses what breaks the rules before anything of the application runs."""

    def __init__(
        self,
        app: ASGIApp,
        rules: Rules,
        askers: Askers | None = None,
        to_foreign: Callable[[Scope], Response] | None = None,
        explain: Callable[[Scope, Problem], Response] | None = None,
    ) -> None:
        """Stand before an application.

        Args:
            app: the application.
            rules: what is asked of every request.
            askers: knows who asks; without it everybody may all.
            to_foreign: answers what other sites' pages ask for.
            explain: answers those who may not do what they ask for, in their own form.
        """
        self.app, self.rules, self._askers = app, rules, askers
        self._to_foreign, self._explain = to_foreign, explain
        self._throttle = Throttle(rules.per_second)
        self._names = {name.lower() for name in rules.hosts} | (
            LOCAL if rules.is_loopback else LOCAL | _names_of_this_machine()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _BoundedBody(receive)
        sender = _WithHeaders(send, body, self.rules.seconds)
        refusal = self._refusal(scope)
        if refusal is not None:
            status, detail, headers = refusal
            found = problem(status, detail, scope["path"])
            if self._explain and status == FORBIDDEN:
                answer = self._explain(scope, found)
            else:
                answer = as_response(found, headers)
            await answer(scope, receive, sender)
        elif self._to_foreign and is_foreign(scope):
            await self._to_foreign(scope)(scope, receive, sender)
        else:
            await self._in_time(scope, body, sender)

    def _refusal(self, scope: Scope) -> tuple[int, str, dict[str, str]] | None:
        headers = Headers(scope=scope)
        if not self._answers_to(host_of(headers)):
            return 421, "This server does not answer to that name ([serve] hosts).", {}
        is_open = scope["path"] in OPEN
        address = network_of((scope.get("client") or ("", 0))[0])
        is_counted = self.rules.per_second and not is_open
        wait = self._throttle.seconds_to_wait(address, _cost(scope)) if is_counted else 0
        if wait:
            later = {"Retry-After": str(math.ceil(wait))}
            return 429, "Too many requests from this address. Try again in a moment.", later
        refusal = None if is_open else self._refusal_of_asker(scope, headers, address)
        if refusal is not None:
            return refusal
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return 413, f"A request may have up to {MOST_BYTES:,} bytes.", {}
        return None

    def _refusal_of_asker(
        self, scope: Scope, headers: Headers, address: str
    ) -> tuple[int, str, dict[str, str]] | None:
        """Why somebody who may or may not be known is told nothing."""
        if self._askers is None:
            return None
        try:
            asker = self._askers.of(headers)
        except TokenError as error:
            log.error("nobody with a named token is let in: %s", error)
            return 503, "Tokens cannot be checked. Whoever runs this server must mend that.", {}
        scope[ASKER] = asker.name
        if asker.why_not:
            self._throttle.charge(address, COST_OF_A_GUESS if asker is NOBODY else 1)
            ask = {"WWW-Authenticate": 'Basic realm="Catalogue Insights", charset="UTF-8"'}
            return 401, asker.why_not, ask
        right = right_for(scope)
        if right is not None and right not in asker.may:
            return FORBIDDEN, f"The token '{asker.name}' may not do this: it lacks '{right}'.", {}
        if asker.is_named:
            wait = self._throttle.seconds_to_wait(f"token {asker.name}", _cost(scope))
            if wait:
                later = {"Retry-After": str(math.ceil(wait))}
                return 429, "Too many requests with this token. Try again in a moment.", later
            self._askers.note_use(asker)
        return None

    def _answers_to(self, name: str | None) -> bool:
        """A page elsewhere can have its own name lead here, but not one of these, or an address."""
        if name is None:
            return False
        is_address = not self.rules.is_loopback and _is_address(name)
        return is_address or name.lower().rstrip(".") in self._names

    async def _in_time(self, scope: Scope, body: _BoundedBody, send: _WithHeaders) -> None:
        """Give up waiting after the time; what a thread still works on is not listened to."""
        task = asyncio.ensure_future(self.app(scope, body, send))
        done, _ = await asyncio.wait({task}, timeout=self.rules.seconds)
        if not done and send.is_started:  # then each part has a time of its own
            done, _ = await asyncio.wait({task}, timeout=PARTS * self.rules.seconds)
        if done and body.left >= 0 and not isinstance(task.exception(), StalledError):
            task.result()
            return
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        was_started, send.is_over = send.is_started, True
        if not was_started:
            status, detail = self._given_up(body)
            answer = as_response(problem(status, detail, scope["path"]), {"Connection": "close"})
            await answer(scope, body, _WithHeaders(send.send, None, self.rules.seconds))

    def _given_up(self, body: _BoundedBody) -> tuple[int, str]:
        """Why there is no answer."""
        if body.left < 0:
            return 413, "The request has too many bytes."
        if body.is_awaited:
            return 408, f"The request was not whole within {self.rules.seconds:g} seconds."
        return 503, f"No answer within {self.rules.seconds:g} seconds. Try again."


class TooLargeError(ServeError):
    """A body went on beyond its limit."""


class StalledError(ServeError):
    """Who asked does not take the answer."""


class _BoundedBody:
    """Hands a body on until it is too long, whatever its header promised."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.left, self.is_awaited = receive, MOST_BYTES, False
        self._is_whole = False

    async def __call__(self) -> Message:
        self.is_awaited = not self._is_whole
        message = await self.receive()
        self.is_awaited, self._is_whole = False, not message.get("more_body", False)
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise TooLargeError(f"The request has more than {MOST_BYTES:,} bytes.")
        return message


class _WithHeaders:
    """Adds the headers that every answer has, unless it says otherwise itself."""

    def __init__(self, send: Send, body: _BoundedBody | None, seconds: float) -> None:
        self.send, self._body, self._seconds = send, body, seconds
        self.is_started, self.is_over = False, False

    async def __call__(self, message: Message) -> None:
        if self.is_over:
            return
        if message["type"] == "http.response.start":
            if self._body is not None and self._body.left < 0:
                # The framework takes the error for one of its own and would answer 400.
                self.is_over = True
                return
            self.is_started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        try:
            await asyncio.wait_for(self.send(message), self._seconds)
        except TimeoutError:
            self.is_over = True
            raise StalledError("The answer was not taken in time.") from None


def _cost(scope: Scope) -> int:
    """What runs something takes more from its bucket than what shows something."""
    is_costly = scope["path"] in COSTLY and scope.get("query_string")
    return COST_OF_WORK if is_costly or scope["method"] not in HARMLESS else 1


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _names_of_this_machine() -> frozenset[str]:
    return frozenset({socket.gethostname().lower(), socket.getfqdn().lower()})
