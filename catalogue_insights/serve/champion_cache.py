"""The champion models, kept ready: read once, again when others take over, asked few at a time."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import RLock
from typing import Any

from threadpoolctl import threadpool_limits

from catalogue_common.errors import ModelError, NoModelsError
from catalogue_insights.serve.lane import Lane
from catalogue_insights.serve.watcher import Watcher
from models.scoring.idea_evidence import Evidence
from models.scoring.unseen import Champions, GivenTitles
from models.versions.registry import Registry, Version

Stamp = tuple[int, ...]

log = logging.getLogger("catalogue")

AT_ONCE = 2
"""Scores that are worked on at a time; others wait without keeping pages from being made."""


class ChampionCache:
    """The champions of now.

    Args:
        root: directory of the versions of the models; it need not be there yet.
        seconds: between two looks for other champions.
    """

    def __init__(self, root: Path, seconds: float = 1.0) -> None:
        self.registry = Registry(root)
        self.failures = 0
        self._champions: Champions | None = None
        self._seen: Stamp = ()
        self._listing: tuple[Stamp, list[Version]] = (), []
        self._lock = RLock()
        self.lane = Lane(AT_ONCE)
        self._watch = Watcher("the models", self.look, seconds)
        # For all of the process: a thread that set it back would turn the sums of another round.
        threadpool_limits(limits=1)

    def start(self) -> None:
        """Begin to look for champions."""
        self._watch.start()

    def stop(self) -> None:
        """Look no more."""
        self._watch.stop()

    def listing(self) -> tuple[Stamp, list[Version]]:
        """All versions of the models, oldest first, and before them what changes when they do."""
        if not self._seen:
            self.look()
        return self._listing

    def look(self) -> bool:
        """Take other champions in if there are any; what cannot be used is refused."""
        with self._lock:
            stamp = self.registry.stamp()
            if stamp == self._seen:
                return False
            # In this order: who sees the stamp does not wait, and takes the listing as it is.
            self._listing = stamp, self._listed()
            self._seen = stamp
            return self._take_in()

    def champions(self) -> Champions:
        """The champions of now; who asks while the first are being read waits for them.

        Raises:
            NoModelsError: there are none.
        """
        if self._champions is None:
            self.look()
        if self._champions is None:
            raise NoModelsError(
                "There are no champion models that could score a title. The weekly job trains "
                "them, and so does `catalogue train`; they are used here as soon as they are there."
            )
        return self._champions

    def score(
        self, titles: GivenTitles, evidence: Evidence | None, *, every_tag: bool = False
    ) -> list[dict[str, Any]]:
        """One record for each title, as ``catalogue score`` gives it."""
        return list(self.champions().score(titles, evidence, every_tag=every_tag))

    def _take_in(self) -> bool:
        try:
            self._champions = Champions(self.registry)
        except ModelError as error:
            self.failures += 1
            log.warning("the models before, if any, go on scoring: %s", error)
            return False
        log.info("scoring with %s", ", ".join(sorted(set(self._champions.models.values()))))
        return True

    def _listed(self) -> list[Version]:
        try:
            return self.registry.versions()
        except ModelError as error:
            log.warning("the versions of the models cannot be listed: %s", error)
            return []
