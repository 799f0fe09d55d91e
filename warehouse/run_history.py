"""What the ledger tells of past runs, read without a database: quick enough for every question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.ledger import read_events

PUBLISHED = ("succeeded", "degraded")


@dataclass
class StepRecord:
    """One step of a run; ``seconds`` is None where it did not end."""

    step: str
    started_at: datetime
    status: str = "running"
    seconds: float | None = None
    row_count: int | None = None
    peak_memory_mb: float | None = None
    message: str | None = None


@dataclass
class RunRecord:
    """One run; all times in UTC. ``status`` is ``unfinished`` where no end was written."""

    run_id: str
    week: str
    as_of: str
    started_at: datetime
    finished_at: datetime | None = None
    status: str = "unfinished"
    message: str = ""
    is_synthetic: bool = False
    missing: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    steps: dict[int, StepRecord] = field(default_factory=dict)

    @property
    def is_published(self) -> bool:
        """Whether its results were published."""
        return self.status in PUBLISHED

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None

    @property
    def last_step(self) -> StepRecord | None:
        """The step that it came to."""
        return self.steps[max(self.steps)] if self.steps else None

    @property
    def gist(self) -> str:
        """What it said of itself, with the files that it could not load only counted."""
        steps = {step.step for step in self.steps.values()}
        files = [what for what in self.missing if what.partition(":")[0] not in steps]
        if len(files) <= 1:
            return self.message
        rest = [what for what in self.missing if what not in files]
        return "; ".join([f"{len(files)} files or folders were not loaded", *rest])

    def tries_of(self, step: str) -> int:
        """How often the run has begun the step, resumptions counted."""
        return sum(record.step == step for record in self.steps.values())


def read_runs(warehouse: Path) -> list[RunRecord]:
    """All runs of a warehouse's ledger, oldest first."""
    runs: dict[str, RunRecord] = {}
    for event in read_events(warehouse):
        try:
            _take_in(runs, event)
        except (KeyError, TypeError, ValueError):
            continue  # a line that no run of ours wrote
    return list(runs.values())


def _take_in(runs: dict[str, RunRecord], event: dict[str, Any]) -> None:
    happened_at = datetime.fromisoformat(event["happened_at"])
    if happened_at.tzinfo:
        raise ValueError("times of the ledger are in UTC, without a zone")
    run_id, kind = event["run_id"], event["event"]
    if kind == "run_started":
        runs[run_id] = RunRecord(
            run_id,
            str(event["week"]),
            str(event.get("as_of", "")),
            happened_at,
            is_synthetic=bool(event.get("is_synthetic")),
        )
        return
    run = runs[run_id]
    if kind == "step_started":
        run.steps[int(event["position"])] = StepRecord(str(event["step"]), happened_at)
    elif kind == "step_finished":
        _end_step(run.steps[int(event["position"])], event, happened_at)
    elif kind == "run_finished":
        run.finished_at, run.status = happened_at, event["status"]
        run.message = event.get("message") or ""
        run.missing, run.unfinished = event.get("missing") or [], event.get("unfinished") or []


def _end_step(step: StepRecord, event: dict[str, Any], happened_at: datetime) -> None:
    step.status = event["status"]
    step.seconds = (happened_at - step.started_at).total_seconds()
    step.row_count = event.get("row_count")
    step.peak_memory_mb = event.get("peak_memory_mb")
    step.message = event.get("message")
