"""Connections: how many one address may have, how long a request may take to arrive, how long a
closed one may linger.

uvicorn counts connections and answers 503 to everybody when there are too many, and waits for the
headers of a request for ever: a thousand half-sent requests keep all others out. So an address has
a share of the connections, and what does not arrive in time is let go of.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

from catalogue_insights.serve.throttle import network_of

MOST_FILES = 8_192
LINGER_SECONDS = 30.0
REFUSAL = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Retry-After: 10\r\nConnection: close\r\n\r\nToo many connections from this address.\n"
)


@dataclass(frozen=True)
class ConnectionLimits:
    """What connections may take.

    Args:
        per_address: at once, from one address; 0 for as many as there are.
        header_seconds: from the first byte of a request (or from connecting) to its last header.
        trusted: addresses of proxies, whose connections are those of many.
    """

    per_address: int = 128
    header_seconds: float = 10.0
    trusted: frozenset[str] = frozenset()


class Doors:
    """Counts the connections of each address."""

    def __init__(self, limits: ConnectionLimits) -> None:
        """Let everybody in, up to the limits."""
        self.limits = limits
        self._inside: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Whether one more connection of the address may stay; then it must ``leave``."""
        network = network_of(address)
        most = self.limits.per_address
        if most and address not in self.limits.trusted and self._inside[network] >= most:
            return False
        self._inside[network] += 1
        return True

    def leave(self, address: str) -> None:
        """One connection of the address is gone."""
        network = network_of(address)
        self._inside[network] -= 1
        if not self._inside[network]:
            del self._inside[network]


class GuardedConnection(H11Protocol):
    """uvicorn's connection, let in or refused by its doors and held to its times."""

    doors: ClassVar[Doors]
    _deadline: asyncio.TimerHandle | None = None
    _lingering: asyncio.TimerHandle | None = None
    _address: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it in if its address has not too many."""
        peer = transport.get_extra_info("peername") or ("",)
        if not self.doors.enter(peer[0]):
            self.transport = transport
            transport.write(REFUSAL)
            transport.close()
            return
        self._address = peer[0]
        super().connection_made(transport)
        self._watch_headers()
        self._watch_end()

    def data_received(self, data: bytes) -> None:
        """Read on; the clock runs while a request is incomplete."""
        if self._address is None:
            return
        super().data_received(data)
        self._watch_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place to another."""
        for timer in (self._deadline, self._lingering):
            if timer:
                timer.cancel()
        if self._address is not None:
            self.doors.leave(self._address)
            super().connection_lost(exc)

    def _watch_headers(self) -> None:
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering and self._deadline:
            self._deadline.cancel()
            self._deadline = None
        elif not is_answering and self._deadline is None and not self.transport.is_closing():
            seconds = self.doors.limits.header_seconds
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _watch_end(self) -> None:
        """What is closed and still has bytes that nobody reads is dropped at the second look."""
        if self.transport.is_closing():
            self.transport.abort()
        else:
            self._lingering = self.loop.call_later(LINGER_SECONDS, self._watch_end)


def connection_class(limits: ConnectionLimits) -> type[GuardedConnection]:
    """The connections of one server, which share their doors."""
    return type("ServersConnection", (GuardedConnection,), {"doors": Doors(limits)})


def allow_many_files() -> None:
    """Each connection is an open file, and the usual limit is 1,024."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
