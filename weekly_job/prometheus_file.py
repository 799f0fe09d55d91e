"""The last run's figures as a text file for Prometheus (node_exporter's textfile collector)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalogue_common.errors import CatalogueError
from catalogue_common.files import replace_file
from warehouse.run_history import RunRecord

STATUSES = ("succeeded", "degraded", "failed", "stopped", "unfinished")


def write_metrics(path: Path, runs: Sequence[RunRecord]) -> None:
    """Write the file at once: a collector never sees half of it.

    Raises:
        CatalogueError: it cannot be written.
    """
    text = "\n".join(_lines(runs)) + "\n"
    try:
        replace_file(path, text, mode=0o644)  # the collector runs as another user
    except OSError as cause:
        raise CatalogueError(
            f"The figures cannot be written to {path}: {cause}. See setting metrics_file."
        ) from cause


def _lines(runs: Sequence[RunRecord]) -> Iterator[str]:
    if not runs:
        return
    last = runs[-1]
    yield from _metric(
        "run_status",
        "Whether the last run ended this way.",
        [(f'{{status="{status}"}}', float(last.status == status)) for status in STATUSES],
    )
    yield from _metric(
        "run_start_timestamp_seconds", "When it started.", [("", _unix(last.started_at))]
    )
    if last.finished_at and last.seconds is not None:
        end = [("", _unix(last.finished_at))]
        yield from _metric("run_end_timestamp_seconds", "When it ended.", end)
        yield from _metric("run_duration_seconds", "How long it took.", [("", last.seconds)])
    good = [_unix(run.finished_at) for run in runs if run.is_published and run.finished_at]
    if good:
        about = "When a run last published."
        yield from _metric("last_success_timestamp_seconds", about, [("", good[-1])])
    yield from _metric("run_missing", "Things left out.", [("", float(len(last.missing)))])
    yield from _of_steps(last)


def _of_steps(run: RunRecord) -> Iterator[str]:
    steps = {step.step: step for step in run.steps.values()}.values()
    for name, about, field in (
        ("step_duration_seconds", "How long each step of the last run took.", "seconds"),
        ("step_rows", "Rows that each step worked on.", "row_count"),
        ("step_peak_memory_megabytes", "Most memory held by the end of it.", "peak_memory_mb"),
    ):
        values = [(f'{{step="{step.step}"}}', getattr(step, field)) for step in steps]
        yield from _metric(name, about, [(labels, v) for labels, v in values if v is not None])


def _metric(name: str, about: str, samples: Sequence[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP catalogue_{name} {about}"
    yield f"# TYPE catalogue_{name} gauge"
    for labels, value in samples:
        yield f"catalogue_{name}{labels} {float(value)!r}"


def _unix(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()
