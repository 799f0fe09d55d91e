"""Cross-fitting: every score beside a known outcome comes from a model that has not seen it.

The titles with a known outcome are split by their fold; each fold is scored by a model fitted on
the others (Stone 1974, "Cross-validatory choice and assessment of statistical predictions"). Titles
without the outcome are scored by a model fitted on all that have it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from catalogue_common.progress import Progress
from models.features import BoolArray, FloatArray, Rows
from models.learn.estimator import unfitted

_Task = tuple[BoolArray, BoolArray]
PROCESSES_PAY = 200_000  # values to learn; fewer are learnt before processes have started
IDLE_SECONDS = 5  # then a process ends, and gives its memory back


class Model(Protocol):
    """What can be cross-fitted: learns from rows and a target, gives values for rows."""

    def fit(self, rows: Rows, target: NDArray[Any]) -> Any:
        """Learn from n rows and their n targets."""

    def values(self, rows: Rows) -> FloatArray:
        """Return n values, or (n, columns)."""


@dataclass(frozen=True)
class Folds:
    """How titles are split, and how the work is shared.

    Args:
        number: (n,) the fold of each title.
        threads: how many folds are fitted at a time; changes no result.
        progress: shows how many folds are done.
    """

    number: NDArray[np.int64]
    threads: int
    progress: Progress

    def take(self, where: BoolArray) -> Folds:
        """The folds of some of the titles."""
        return replace(self, number=self.number[where])


@dataclass(frozen=True)
class Outcome:
    """What became of n titles.

    Args:
        target: (n,) or (n, columns); read only where known.
        known: (n,) which titles have it.
    """

    target: NDArray[Any]
    known: BoolArray

    def take(self, where: BoolArray) -> Outcome:
        """What became of some of the titles."""
        return Outcome(self.target[where], self.known[where])


@dataclass(frozen=True)
class CrossFit:
    """Values out of fold where the outcome is known, from the final model elsewhere."""

    values: FloatArray
    final: Any

    @classmethod
    def only(cls, final: Any) -> Self:
        """A final model that was kept, without the titles that it was fitted on."""
        return cls(np.empty(0), final)


def cross_fit(model: Model, rows: Rows, outcome: Outcome, folds: Folds, name: str) -> CrossFit:
    """Fit the model once per fold and once on all known rows.

    Args:
        model: cloned for each fit, never fitted itself.
        rows: n titles.
        outcome: the n titles' outcomes; of a target without columns there is no model.
        folds: the n titles' folds.
        name: what the progress bar calls it.
    """
    if 0 in outcome.target.shape[1:]:
        return CrossFit(np.zeros(outcome.target.shape), None)
    tasks = [*_tasks(outcome, folds), (outcome.known, ~outcome.known)]
    return CrossFit(*_fit_all(model, rows, outcome, folds, name, tasks))


def cross_fit_known(
    model: Model, rows: Rows, outcome: Outcome, folds: Folds, name: str
) -> CrossFit:
    """As ``cross_fit``, to measure only: NaN for rows without the outcome, no final model."""
    values, _ = _fit_all(model, rows, outcome, folds, name, _tasks(outcome, folds))
    return CrossFit(values, None)


def _tasks(outcome: Outcome, folds: Folds) -> list[_Task]:
    """Which rows are fitted and which are scored, fold by fold."""
    known, number = outcome.known, folds.number
    return [(known & (number != k), known & (number == k)) for k in np.unique(number[known])]


def _fit_all(  # noqa: PLR0913, PLR0917 - all that there is to cross-fitting
    model: Model, rows: Rows, outcome: Outcome, folds: Folds, name: str, tasks: list[_Task]
) -> tuple[FloatArray, Model]:
    """Do the tasks side by side; return all values, NaN where not scored, and the last model."""
    parallel, rows = _side_by_side(model, rows, outcome, folds.threads)
    work = parallel(delayed(_fit_and_score)(model, rows, outcome.target, *task) for task in tasks)
    results = list(folds.progress.track(work, name, len(tasks)))
    values = np.full((len(rows), *results[-1][1].shape[1:]), np.nan)
    for (_, scored), (_, part) in zip(tasks, results, strict=True):
        values[scored] = part
    return values, results[-1][0]


def _side_by_side(
    model: Model, rows: Rows, outcome: Outcome, threads: int
) -> tuple[Parallel, Rows]:
    """Threads; processes, and the rows that they need, where fits of one process take turns."""
    reads = getattr(model, "TAKES_TURNS", ())
    if not reads or outcome.target[outcome.known].size < PROCESSES_PAY:
        return Parallel(n_jobs=threads, prefer="threads", return_as="generator"), rows
    # Rows go through a pipe, since joblib's shared memory is a file; a process takes one at once.
    pipes: dict[str, Any] = {"max_nbytes": None, "pre_dispatch": threads, "batch_size": 1}
    pipes |= {"return_as": "generator", "idle_worker_timeout": IDLE_SECONDS}
    parallel = Parallel(n_jobs=threads, backend="loky", **pipes)
    return parallel, Rows({name: rows[name] for name in reads}, len(rows))


def _fit_and_score(
    model: Model, rows: Rows, target: NDArray[Any], fitted: BoolArray, scored: BoolArray
) -> tuple[Model, FloatArray]:
    own = unfitted(model).fit(rows.take(fitted), target[fitted])
    return own, own.values(rows.take(scored))
