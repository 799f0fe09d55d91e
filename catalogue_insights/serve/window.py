"""Which week is shown: a thread looks for a new file, readers keep the week that they began with.

Publishing waits for nobody and nobody waits for it: the file is replaced under its name, the window
opens the new one beside the old, and the old one is closed by the last who reads it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from catalogue_common.errors import CatalogueError
from catalogue_insights.serve.generation import Generation, Stamp, stamp_of
from catalogue_insights.serve.watcher import Watcher

log = logging.getLogger("catalogue")

Open = Callable[[Path], Generation]
Prepare = Callable[[Generation], None]


class Window:
    """The published week as it is now."""

    def __init__(
        self, path: Path, open_: Open, prepare: Prepare | None = None, *, seconds: float = 1.0
    ) -> None:
        """Open the week that is published.

        Args:
            path: the published file.
            open_: makes a generation of it.
            prepare: makes what is costly, before a new week is shown.
            seconds: between two looks at the file.

        Raises:
            ServeError: there is no week to show.
        """
        self.path = path
        self.failures = 0
        self._open, self._prepare = open_, prepare or (lambda _: None)
        self._lock = Lock()
        self._refused: Stamp | None = None
        self._current = open_(path)
        self._is_ready = False
        self._watch = Watcher("the warehouse", self._look_first, seconds)

    def start(self) -> None:
        """Begin to look for new weeks."""
        self._watch.start()

    def stop(self) -> None:
        """Look no more, and let go of the file."""
        self._watch.stop()
        self._retire(self._current)

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """The week of now, whole and unchanged for as long as it is read."""
        with self._lock:
            generation = self._current
            generation.readers += 1
        try:
            yield generation
        finally:
            with self._lock:
                generation.readers -= 1
                is_last = generation.is_retired and generation.readers == 0
            if is_last:
                generation.close()

    def look(self) -> bool:
        """Show a new week if there is one; what cannot be read is refused, the old one stays."""
        try:
            stamp = stamp_of(self.path.stat())
        except OSError:
            return False
        if stamp in (self._current.stamp, self._refused):
            return False
        try:
            new = self._open(self.path)
        except CatalogueError as error:
            self._refused, self.failures = stamp, self.failures + 1
            log.warning("the week before is still shown: %s", error)
            return False
        self._make_ready(new)
        with self._lock:
            old, self._current = self._current, new
        self._retire(old)
        log.info("now showing run %s", new.run.run_id)
        return True

    def _look_first(self) -> None:
        """Make the week of the start ready the first time; from then on look for a new one."""
        if self._is_ready:
            self.look()
            return
        self._is_ready = True
        with self.reading() as first:
            self._make_ready(first)

    def _make_ready(self, generation: Generation) -> None:
        try:
            self._prepare(generation)
        except CatalogueError as error:  # who asks for that page gets the error
            log.warning("a page cannot be made: %s", error)

    def _retire(self, generation: Generation) -> None:
        with self._lock:
            generation.is_retired = True
            is_free = generation.readers == 0
        if is_free:
            generation.close()
