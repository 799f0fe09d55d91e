"""Answers that are kept for as long as their week is shown: who asks the same gets the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_BYTES = 32_000_000


class Answers:
    """The answers that were asked for last, by what was asked, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep nothing yet."""
        self._left = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: str, make: Callable[[], bytes]) -> bytes:
        """The answer that is kept, or the one that is made now; two may make one at a time."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        made = make()
        with self._lock:
            self._keep(asked, made)
        return made

    def _keep(self, asked: str, made: bytes) -> None:
        if asked in self._kept:
            return
        self._kept[asked] = made
        self._left -= len(made)
        while self._left < 0:
            self._left += len(self._kept.popitem(last=False)[1])
