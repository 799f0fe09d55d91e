"""Progress of long steps: bars on a terminal, plain lines in a log, nothing when quiet."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from catalogue_common.secrets import mask

log = logging.getLogger("catalogue")
T = TypeVar("T")

TIMES = "%Y-%m-%dT%H:%M:%SZ"


class Progress:
    """Shows the steps of a run and the items within a step.

    Args:
        quiet: show nothing but warnings and errors.
        terminal: draw bars; by default where standard error is a terminal.
    """

    def __init__(self, *, quiet: bool = False, terminal: bool | None = None) -> None:
        self.quiet = quiet
        self.terminal = sys.stderr.isatty() if terminal is None else terminal
        self.console = Console(stderr=True, force_terminal=self.terminal or None)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step and, when it ends well, how long it took."""
        started = time.perf_counter()
        log.info("%s ...", name)
        yield
        log.info("%s: done in %.1f s", name, time.perf_counter() - started)

    def track(self, items: Iterable[T], description: str, total: int) -> Iterator[T]:
        """Yield the items, showing how many of ``total`` are done and the time taken."""
        if self.quiet or not self.terminal:
            yield from self._track_in_log(items, description, total)
            return
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with RichProgress(*columns, console=self.console, transient=True) as bar:
            yield from bar.track(items, total=total, description=description)

    def _track_in_log(self, items: Iterable[T], description: str, total: int) -> Iterator[T]:
        started = time.perf_counter()
        yield from items
        log.info("  %s: %d in %.1f s", description, total, time.perf_counter() - started)


def set_up_logging(progress: Progress, log_format: str = "text") -> None:
    """Send the project's log lines to standard error, in the form that suits the reader.

    Args:
        progress: whether the reader sits at a terminal, and wants to hear of warnings only.
        log_format: ``json`` for one JSON object a line, whoever reads it; else ``text``.
    """
    handler: logging.Handler
    if log_format == "json":
        progress.terminal = False
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
    elif progress.terminal:
        handler = RichHandler(console=progress.console, show_path=False, log_time_format="%H:%M:%S")
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(_TextLines("%(asctime)s %(levelname)s %(run_id)s %(message)s", TIMES))
    handler.addFilter(_sign)
    log.handlers[:] = [handler]
    log.setLevel(logging.WARNING if progress.quiet else logging.INFO)
    log.propagate = False


@contextmanager
def name_run(run_id: str) -> Iterator[None]:
    """Put the run's id into every line of the log, whichever thread writes it."""
    global _run_id  # noqa: PLW0603 - one run at a time in a process, and threads of libraries log
    before, _run_id = _run_id, run_id
    try:
        yield
    finally:
        _run_id = before


_run_id = "-"


def _sign(record: logging.LogRecord) -> bool:
    """Add the run's id; keep secrets out."""
    record.run_id = _run_id
    record.msg, record.args = mask(record.getMessage()), None
    return True


class _TextLines(logging.Formatter):
    """Lines for people, in UTC; a message of several lines stays one line."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", " | ")


class JsonLines(logging.Formatter):
    """One JSON object a line, with ``at`` (UTC), ``level``, ``run_id`` and ``message``."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "run_id": getattr(record, "run_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
