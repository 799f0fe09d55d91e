"""Tasks done by workers of Dask, wherever they run.

A worker says by a *resource* with which fingerprint it computes (``dask_worker``), and a task asks
for that resource: so the scheduler gives no task to a worker that computes otherwise, whenever that
comes, and a task whose worker dies goes to another that computes alike.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from catalogue_common.errors import CatalogueError, PartsError
from catalogue_common.scoring_settings import Scoring
from models.parts.dask_worker import ALLOCATION, distributed, hush, resources
from models.parts.fingerprint import difference, fingerprint
from models.parts.part_task import Outcome, PartTask, score_part

log = logging.getLogger("catalogue")

AHEAD = 3
"""Tasks that are given out for each worker: one at work, the others so that none waits."""
DEATHS = 3
"""How often a part may be at work where workers die, beyond what the scheduler allows."""
CONNECT_SECONDS = 10
LOOK_SECONDS = 1.0


class DaskEngine:
    """Workers of a scheduler, or of a local cluster that ends with its use.

    Args:
        scoring: where the scheduler is; without one the cluster is this machine's.
        threads: workers of a local cluster, each with a process of its own.
    """

    def __init__(self, scoring: Scoring, threads: int) -> None:
        self.scoring = scoring
        self.threads = threads

    def __call__(self, tasks: Sequence[PartTask]) -> Iterator[Outcome]:
        """Do the tasks; yields each as it ends, well or not. Closed early, the rest is left.

        Raises:
            PartsError: the scheduler does not answer or is gone, or no worker computes alike.
        """
        hush()
        with _client(self.scoring, self.threads) as client:
            yield from _Work(client, tasks, self.scoring.wait_seconds).outcomes()


class _Work:
    """All tasks of a run, as they are given out and come back."""

    def __init__(self, client: Any, tasks: Sequence[PartTask], wait_seconds: float) -> None:
        self.client = client
        self.waiting = deque(tasks)
        self.running: dict[Any, PartTask] = {}
        self.deaths: Counter[str] = Counter()
        self.refused: dict[str, str] = {}
        self.wait_seconds = wait_seconds
        self.seen_at = time.monotonic()

    def outcomes(self) -> Iterator[Outcome]:
        """Each task as it ends."""
        while self.waiting or self.running:
            count = self._count_workers()
            while self.waiting and len(self.running) < AHEAD * count:
                self._submit(self.waiting.popleft())
            for future in self._finished():
                if outcome := self._outcome(future):
                    yield outcome

    def _submit(self, task: PartTask) -> None:
        future = self.client.submit(score_part, task, pure=False, resources=resources())
        self.running[future] = task

    def _finished(self) -> list[Any]:
        if not self.running:
            time.sleep(LOOK_SECONDS)
            return []
        try:
            done = distributed().wait(
                list(self.running), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED"
            )
        except TimeoutError:
            return []
        except distributed().client.CancelledError as error:
            raise _gone(self.client) from error
        return list(done.done)

    def _outcome(self, future: Any) -> Outcome | None:
        """What became of a task; none where it is done anew, since a worker took its receipt along
        into death."""
        try:
            if future.status == "finished":
                receipt = future.result(timeout=LOOK_SECONDS)
                return self.running.pop(future), receipt
        except TimeoutError:
            return None
        except distributed().client.CancelledError as error:
            raise _gone(self.client) from error
        if future.status != "error":
            return None
        task = self.running.pop(future)
        failure = self._failed(task, future.exception())
        return (task, failure) if failure else None

    def _failed(self, task: PartTask, error: BaseException) -> CatalogueError | None:
        """What a task's failure means; none where it is tried again."""
        if isinstance(error, CatalogueError):
            return error
        if isinstance(error, distributed().KilledWorker):
            self.deaths[task.part] += 1
            if self.deaths[task.part] < DEATHS:
                log.warning("workers died over part %s; it is given out again", task.part)
                self.waiting.append(task)
                return None
            return PartsError(
                f"Workers died again and again over part {task.part}. It was not scored; others "
                "are. Give workers more memory, or make smaller parts, then run again."
            )
        raise PartsError(
            f"Part {task.part} failed in a way that no part should: {type(error).__name__}: "
            f"{str(error).partition(chr(10))[0]} Parts that are done stay. See that the scheduler "
            "and its workers have the same installation as this command, then run again."
        ) from error

    def _count_workers(self) -> int:
        """How many workers compute alike; the others are named once, with the reason.

        Raises:
            PartsError: there has been none for as long as the settings wait.
        """
        if self.client.status != "running":
            raise _gone(self.client)
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        wanted = resources().keys()
        alike = [address for address, own in workers.items() if wanted <= own["resources"].keys()]
        self._refuse([a for a in workers if a not in alike and a not in self.refused])
        if alike:
            self.seen_at = time.monotonic()
        elif time.monotonic() - self.seen_at > self.wait_seconds:
            raise PartsError(
                f"No worker that computes alike has been there for {self.wait_seconds:.0f} s"
                f"{''.join(f'; {reason}' for reason in self.refused.values())}. Parts that are "
                "done stay. Start workers (catalogue worker --scheduler …), then run again."
            )
        return len(alike)

    def _refuse(self, addresses: list[str]) -> None:
        if not addresses:
            return
        said = self.client.run(fingerprint, workers=addresses, on_error="return")
        for address, theirs in said.items():
            if isinstance(theirs, BaseException):
                reason = f"it cannot say how it computes ({theirs})"
            else:
                reason = difference(theirs, fingerprint()) or "it is none of catalogue worker"
            self.refused[address] = f"worker {address} is refused: {reason}"
            log.warning("%s", self.refused[address])


def _gone(client: Any) -> PartsError:
    address = client.scheduler.addr if client.scheduler else "the scheduler"
    return PartsError(
        f"The scheduler at {address} is gone. Parts that have a receipt stay, no part is half "
        "done. Start it and its workers again, then run the same command: it goes on from there."
    )


@contextmanager
def _client(scoring: Scoring, threads: int) -> Iterator[Any]:
    """A connection to the scheduler; it must not keep the command from ending."""
    if scoring.scheduler is None:
        with _local_cluster(threads) as cluster, distributed().Client(cluster) as client:
            yield client
        return
    try:
        client = distributed().Client(scoring.scheduler, timeout=CONNECT_SECONDS)
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        raise PartsError(
            f"No scheduler answers at {scoring.scheduler}: {error}. Nothing was scored. Start it "
            "(dask scheduler) or mend [scoring] scheduler; for tls:// see docs/scale.md."
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=LOOK_SECONDS)


def _local_cluster(threads: int) -> Any:
    import dask

    with dask.config.set({f"distributed.nanny.pre-spawn-environ.{n}": v for n, v in ALLOCATION}):
        return distributed().LocalCluster(
            n_workers=threads,
            threads_per_worker=1,
            dashboard_address=None,
            resources=resources(),
            silence_logs=logging.CRITICAL,
        )
