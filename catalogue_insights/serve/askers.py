"""Who asks, by the token that came with a request, and what they may."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import logging
import time
from dataclasses import dataclass

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import Scope

from catalogue_common.errors import TokenError
from catalogue_insights.serve.foreign_requests import HARMLESS
from warehouse.tokens import READ, RIGHTS, SQL_BOX, TRY, WRITE, NamedTokens

log = logging.getLogger("catalogue")

ASKER = "catalogue_asker"
"""Where the scope of a request names who asks."""
USE_SECONDS = 60.0
"""Within so much of the last use of a token another one is not noted."""
WANTED = "The token is wanted: as a bearer token or as the password."
_AREAS = (("/sql", SQL_BOX), ("/try", TRY), ("/score", TRY))
"""What begins so is guarded by a right of its own, also under ``/api``."""


@dataclass(frozen=True)
class Asker:
    """Who asks: a token's name, or what stands for one; ``why_not`` says why nothing is told."""

    name: str
    may: frozenset[str] = frozenset(RIGHTS)
    why_not: str = ""
    is_named: bool = False


SHARED, LOOPBACK, NOBODY = Asker("shared"), Asker("loopback"), Asker("nobody", why_not=WANTED)


def right_for(scope: Scope) -> str | None:
    """The right that a request needs; None where any token will do."""
    path = scope["path"].removeprefix("/api")
    for area, right in _AREAS:
        if path.startswith(area):
            return right
    if scope["method"] not in HARMLESS:
        return WRITE
    return None if path.startswith("/static/") else READ


class Askers:
    """Knows those who ask one server."""

    def __init__(
        self, tokens: NamedTokens, shared: SecretStr | None = None, *, is_for_others: bool = False
    ) -> None:
        """Who is let in.

        Args:
            tokens: the named ones, each with its rights.
            shared: the one that may all.
            is_for_others: whether others than this machine's users can ask, so that they need a
                token as soon as there is one.
        """
        self._tokens, self._is_for_others = tokens, is_for_others
        self._shared = shared.get_secret_value().encode() if shared else None
        self._noted: dict[str, float] = {}
        self._notes: set[asyncio.Future[None]] = set()

    def of(self, headers: Headers) -> Asker:
        """Who sent a request.

        Raises:
            TokenError: the file of the named tokens cannot be read.
        """
        given = token_of(headers.get("authorization", ""))
        if self._shared and hmac.compare_digest(given, self._shared):
            return SHARED
        found = self._tokens.find(given.decode(errors="replace")) if given else None
        if found:
            return Asker(found.name, found.may, found.why_not, is_named=True)
        needs_one = self._shared or (self._is_for_others and self._tokens.all())
        return NOBODY if needs_one else LOOPBACK

    def note_use(self, asker: Asker) -> None:
        """Keep that a named token was used, in a thread of its own and once a minute at most."""
        now = time.monotonic()
        if now - self._noted.get(asker.name, -USE_SECONDS) < USE_SECONDS:
            return
        self._noted[asker.name] = now
        note = asyncio.get_running_loop().run_in_executor(None, self._note, asker.name)
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    def _note(self, name: str) -> None:
        try:
            self._tokens.note_use(name)
        except TokenError as error:
            log.warning("when the token %s was used is not noted: %s", name, error)


def token_of(authorization: str) -> bytes:
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
