"""How many requests one address may send: a bucket of tokens each, filled again as time goes by."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from time import monotonic

from cachetools import LRUCache

BURST_SECONDS = 10
"""A bucket holds what flows in during so many seconds."""
MOST_BUCKETS = 20_000
IPV6_NETWORK = 64
"""Bits of an address that one subscriber has; the rest is theirs to choose."""


class Throttle:
    """The buckets of one server."""

    def __init__(self, per_second: float, clock: Callable[[], float] = monotonic) -> None:
        """Let so many requests a second through for each key; 0 lets all through."""
        self.per_second, self._clock = per_second, clock
        self._buckets: LRUCache[str, tuple[float, float]] = LRUCache(MOST_BUCKETS)

    def seconds_to_wait(self, key: str, cost: float = 1) -> float:
        """Take what a request costs from the key's bucket; beyond 0 it was not let through."""
        if not self.per_second:
            return 0
        now, left = self._clock(), self._left(key)
        missing = cost - left
        self._buckets[key] = (left if missing > 0 else left - cost, now)
        return max(0, missing / self.per_second)

    def charge(self, key: str, cost: float) -> None:
        """Take what something has cost, down to as much below nothing as a bucket holds."""
        if self.per_second:
            least = -self.per_second * BURST_SECONDS
            self._buckets[key] = (max(least, self._left(key) - cost), self._clock())

    def _left(self, key: str) -> float:
        now, most = self._clock(), self.per_second * BURST_SECONDS
        left, filled_at = self._buckets.get(key, (most, now))
        return min(most, left + (now - filled_at) * self.per_second)


def network_of(address: str) -> str:
    """What is counted as one: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
