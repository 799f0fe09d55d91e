"""A run as a list of steps: recorded, tried again by their kind, stopped between two of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from catalogue_common.errors import CatalogueError, StoppedError
from catalogue_common.progress import Progress
from catalogue_common.retry import doubling, retry
from catalogue_common.secrets import mask
from catalogue_common.settings import Retries
from warehouse.ledger import Ledger
from weekly_job.stopping import Stop

log = logging.getLogger("catalogue")


@dataclass(frozen=True)
class Done:
    """What a step has to say.

    Args:
        row_count: how many rows it worked on.
        missing: what it had to leave out.
        is_finished: whether trying it again later is of no use.
    """

    row_count: int | None = None
    missing: tuple[str, ...] = ()
    is_finished: bool = True


class Context(Protocol):
    """What running a step needs to know of the run that the step works on."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def stop(self) -> Stop: ...
    @property
    def missing(self) -> list[str]: ...
    @property
    def unfinished(self) -> list[str]: ...


R = TypeVar("R", bound=Context)


@dataclass(frozen=True)
class Step(Generic[R]):
    """One step of a run.

    Args:
        name: under which it stands in the ledger.
        do: works on the run; a step that has nothing to say returns None.
        kind: ``network`` is tried again, after growing waits, since what is out of reach may come
            back; ``data`` is not, since the same data fail the same way.
        is_vital: whether the steps after it are pointless without it. If not, its failure leaves
            the run degraded, and the others go on.
        is_wanted: whether the run's settings ask for it.
        may_stop_before: whether a wish to stop is heeded before it. Not where half of what belongs
            together would be done: a run that has published and is stopped did not fail.
    """

    name: str
    do: Callable[[R], Done | None]
    kind: Literal["data", "network"] = "data"
    is_vital: bool = True
    is_wanted: Callable[[R], bool] = lambda _: True
    may_stop_before: bool = True


def run_steps(run: R, steps: Sequence[Step[R]], retries: Retries) -> None:
    """Do the steps in order; what had to be left out is added to ``run.missing``.

    Raises:
        StoppedError: a stop was asked for before one of them.
        CatalogueError: a vital step failed.
    """
    for step in steps:
        if not step.is_wanted(run):
            continue
        if step.may_stop_before:
            run.stop.check(step.name)
        try:
            done = _run_step(run, step, retries)
        except StoppedError:
            raise
        except Exception as error:
            if step.is_vital:
                raise
            message = str(error).strip() or type(error).__name__
            log.warning("%s failed; the run goes on without it: %s", step.name, message)
            done = Done(missing=(f"{step.name}: {mask(message)}",), is_finished=False)
        run.missing.extend(done.missing)
        run.unfinished.extend([] if done.is_finished else [step.name])


def _run_step(run: R, step: Step[R], retries: Retries) -> Done:
    with run.ledger.step(step.name) as facts, run.progress.step(step.name):
        done = _tried(run, step, retries, facts) or Done()
        facts["row_count"] = done.row_count
        if done.missing:
            facts["message"] = "; ".join(done.missing)
        return done


def _tried(run: R, step: Step[R], retries: Retries, facts: dict[str, Any]) -> Done | None:
    """What the step says, in the end; the ledger learns how often it was tried."""

    def attempt() -> Done | None:
        facts["attempts"] = facts.get("attempts", 0) + 1
        return step.do(run)

    def seconds_after(failed: int, error: Exception) -> float:
        seconds = doubling(retries.network_backoff, failed)
        log.warning("%s failed: %s Trying again in %g s.", step.name, error, seconds)
        return seconds

    tries = retries.network_attempts if step.kind == "network" else 1
    passing = (CatalogueError, OSError)
    return retry(attempt, passing, tries=tries, seconds_after=seconds_after, wait=run.stop.wait)
