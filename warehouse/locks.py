"""Who may work on a warehouse: one run and one scheduler at a time, and who they are.

The locks are the system's (``flock``) and end with their process. What is written beside a lock
only names its holder, so it is believed only as long as the lock is held: a number of a process and
a name of a host say little, since every container has a process 1 and each start another name.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from catalogue_common.clock import utc_now
from catalogue_common.errors import OtherRunError, ScheduleError, WarehouseError
from catalogue_common.files import parse_json, replace_file
from warehouse.paths import PathsBeside

A_LOOK = 0.2
"""Seconds for which one waits for a lock: who only looks whether it is held holds it a moment."""


@dataclass(frozen=True)
class LockHolder:
    """The process that holds a lock: what it does (a run's id), where, and since when (UTC)."""

    name: str
    pid: int
    host: str
    since: str

    @property
    def process(self) -> str:
        """The process in words."""
        return f"process {self.pid} on {self.host}"


def run_at_work(warehouse: Path) -> LockHolder | None:
    """The run that is going on, by its id."""
    paths = PathsBeside(warehouse)
    return _holder(paths.lock, paths.lock_holder)


def scheduler_at_work(warehouse: Path) -> LockHolder | None:
    """The process that keeps the schedule."""
    paths = PathsBeside(warehouse)
    return _holder(paths.scheduler_lock, paths.scheduler_holder)


def is_running(warehouse: Path, run_id: str) -> bool:
    """Whether this very run is going on."""
    holder = run_at_work(warehouse)
    return holder is not None and holder.name == run_id


@contextmanager
def only_run(warehouse: Path, run_id: str) -> Iterator[None]:
    """Hold the right to run on this warehouse; the system gives it back if the process dies.

    Raises:
        OtherRunError: another run holds it.
        WarehouseError: the directory cannot be written.
    """
    paths = PathsBeside(warehouse)
    try:
        with _held(paths.lock, paths.lock_holder, run_id):
            yield
    except Timeout as error:
        other = run_at_work(warehouse)
        who = f"run {other.name}, {other.process}, since {other.since} UTC" if other else "unknown"
        raise OtherRunError(
            f"Another run is working on {warehouse} ({who}). Nothing was changed. Wait for it to "
            "end, then start again."
        ) from error


def still_only_run(warehouse: Path, run_id: str) -> None:
    """See that no other run has begun meanwhile, where the file system lets two hold one lock.

    Some systems that two machines share keep a lock on each machine. Who began last has written
    its name beside the lock, and goes on.

    Raises:
        OtherRunError: another run has begun.
    """
    holder = _named(PathsBeside(warehouse).lock_holder)
    if holder and (holder.name, holder.pid, holder.host) != (run_id, *_here()):
        raise OtherRunError(
            f"Run {holder.name}, {holder.process}, has begun on {warehouse} although this one "
            "holds the lock: its folder does not share locks between machines. What is published "
            "is as it was. Let one machine run the job."
        )


@contextmanager
def only_scheduler(warehouse: Path) -> Iterator[None]:
    """Hold the right to keep this warehouse's schedule.

    Raises:
        ScheduleError: another scheduler holds it.
    """
    paths = PathsBeside(warehouse)
    try:
        with _held(paths.scheduler_lock, paths.scheduler_holder, "scheduler"):
            yield
    except Timeout as error:
        other = scheduler_at_work(warehouse)
        raise ScheduleError(
            f"A scheduler is already running for {warehouse} "
            f"({other.process if other else 'unknown'}). This one was not started, and nothing was "
            "changed. Stop that one first, or leave it to it: `catalogue status` shows when the "
            "job is due."
        ) from error


@contextmanager
def _held(lock: Path, holder_file: Path, name: str) -> Iterator[None]:
    """Hold a lock and say so beside it.

    Raises:
        Timeout: another process holds it.
        WarehouseError: the folder cannot be written.
    """
    holder = LockHolder(name, *_here(), utc_now().isoformat(" ", "minutes"))
    with ExitStack() as held:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(lock, timeout=A_LOOK))
            replace_file(holder_file, json.dumps(asdict(holder)))
        except Timeout:
            raise
        except OSError as error:
            raise WarehouseError(
                f"{lock.parent} cannot be written: {error.strerror}. Nothing was changed. Make "
                "room or give the job write permission there, or give another --warehouse."
            ) from error
        try:
            yield
        finally:
            if _named(holder_file) == holder:
                with suppress(OSError):  # what stays is believed only while the lock is held
                    holder_file.unlink()


def _here() -> tuple[int, str]:
    """This process and its host."""
    return os.getpid(), socket.gethostname()


def _named(holder_file: Path) -> LockHolder | None:
    """Whom a file beside a lock names."""
    try:
        return LockHolder(**parse_json(holder_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _holder(lock: Path, holder_file: Path) -> LockHolder | None:
    holder = _named(holder_file)
    return holder if holder and _is_held(lock) else None


def _is_held(lock: Path) -> bool:
    """Whether some process holds the lock; where one may not ask, what stands beside it counts."""
    try:
        with FileLock(lock, timeout=0):
            return False
    except (Timeout, OSError):
        return True
