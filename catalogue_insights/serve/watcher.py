"""Looks for news again and again, beside everything else, until stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

log = logging.getLogger("catalogue")


class Watcher:
    """A thread that looks, waits, and looks again."""

    def __init__(self, what: str, look: Callable[[], object], seconds: float) -> None:
        """Say what is watched, how to look at it, and how long to wait in between."""
        self._what, self._look, self._seconds = what, look, seconds
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name=f"watch {what}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _watch(self) -> None:
        while True:
            try:
                self._look()
            except Exception:  # the watch must outlive whatever a file may hold
                log.exception("%s could not be looked at", self._what)
            if self._stopped.wait(self._seconds):
                return
