"""Answers that are kept for as long as their week is shown: who asks the same gets the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from cachetools import LRUCache

MOST_BYTES = 32_000_000


class KeptAnswers:
    """The answers that were asked for last, by what was asked, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep nothing yet."""
        self._kept: LRUCache[str, bytes] = LRUCache(most_bytes, getsizeof=len)
        self._lock = Lock()

    def get(self, asked: str, make: Callable[[], bytes]) -> bytes:
        """The answer that is kept, or the one that is made now; two may make one at a time."""
        with self._lock:
            kept = self._kept.get(asked)
        if kept is None:
            kept = make()
            with self._lock, suppress(ValueError):  # larger than all that is kept may be
                self._kept[asked] = kept
        return kept
