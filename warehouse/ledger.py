"""The run ledger: a file of JSON lines beside the warehouse, written as things happen.

It outlives a run that failed, which leaves the published file as it was. ``ledger_tables`` carries
it into each file that is published.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from catalogue_common.clock import utc_now
from catalogue_common.errors import WarehouseError
from catalogue_common.files import append_json_line, read_json_lines
from catalogue_common.secrets import mask
from warehouse.paths import PathsBeside


class Ledger:
    """Adds what happens in one run to the ledger of a warehouse.

    Events are ``run_started``, ``step_started``, ``step_finished`` and ``run_finished``.
    """

    def __init__(self, warehouse: Path, run_id: str) -> None:
        self.path = PathsBeside(warehouse).ledger
        self.run_id = run_id
        self._position = 0

    def write(self, event: str, **facts: Any) -> None:
        """Add one event, on disk when this returns.

        Raises:
            WarehouseError: it cannot be written.
        """
        about = {"event": event, "run_id": self.run_id, "happened_at": utc_now().isoformat()}
        try:
            append_json_line(self.path, about | facts)
        except OSError as error:
            raise WarehouseError(
                f"The ledger {self.path} cannot be written: {error.strerror}. What is published is "
                "whole. Make room or give write permission there, then run again."
            ) from error

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Record a step's start and how it ended, with the facts that it adds to what this yields.

        A step that ends well may add ``row_count``, ``attempts`` and a ``message``.
        """
        self._position += 1
        about = {"step": name, "position": self._position}
        facts: dict[str, Any] = {}
        self.write("step_started", **about)
        try:
            yield facts
        except BaseException as error:
            facts["message"] = mask(str(error).strip()) or type(error).__name__
            with suppress(WarehouseError):  # what the step failed of is what is to be said
                self._end_step("failed", about | facts)
            raise
        self._end_step("succeeded", about | facts)

    def _end_step(self, status: str, facts: dict[str, Any]) -> None:
        self.write("step_finished", status=status, peak_memory_mb=peak_memory_mb(), **facts)

    def resume(self) -> None:
        """Number further steps of a run that has ended after those that it had."""
        positions = (event.get("position") or 0 for event in self.events())
        self._position = max(positions, default=0)

    def events(self) -> Iterator[dict[str, Any]]:
        """This run's events, oldest first."""
        return (event for event in _events_in(self.path) if event["run_id"] == self.run_id)


def read_events(warehouse: Path) -> Iterator[dict[str, Any]]:
    """The events of all runs of a warehouse, oldest first."""
    return _events_in(PathsBeside(warehouse).ledger)


_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("event", "run_id", "happened_at"), str),
    **dict.fromkeys(("week", "step", "status", "message"), (str, type(None))),
    **dict.fromkeys(("position", "row_count", "attempts"), (int, type(None))),
    **dict.fromkeys(("missing", "unfinished"), (list, type(None))),
    "peak_memory_mb": (int, float, type(None)),
}
_LARGEST = 2**63


def _events_in(path: Path) -> Iterator[dict[str, Any]]:
    return (line for line in read_json_lines(path) if _is_event(line))


def _is_event(line: dict[str, Any]) -> bool:
    """Whether a line is one of ours: a damaged one may be JSON and say something else."""
    if not all(isinstance(line.get(name), kind) for name, kind in _KINDS.items()):
        return False
    words = (*(line.get("missing") or ()), *(line.get("unfinished") or ()))
    numbers = (line.get(name) or 0 for name in ("position", "row_count", "attempts"))
    return all(isinstance(word, str) for word in words) and max(numbers) < _LARGEST


def peak_memory_mb() -> float:
    """The most memory that this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
