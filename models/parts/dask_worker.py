"""One worker: a process with one thread, started with the memory settings that scoring needs."""

from __future__ import annotations

import asyncio
import importlib
import logging
import signal
from contextlib import suppress
from types import ModuleType
from typing import Any

from catalogue_common.errors import PartsError
from models.parts.fingerprint import digest, fingerprint

MB = 1024**2
ALLOCATION = (("MALLOC_TRIM_THRESHOLD_", 128 * MB), ("MALLOC_MMAP_THRESHOLD_", 32 * MB))
"""How the C library keeps memory. Dask would have each freed piece given back at once (64 KB), and
scoring, which takes and frees some MB hundreds of times a second, would take half as long again."""

SCHEDULER_SECONDS = 30


def distributed() -> ModuleType:
    """Dask's part for many processes: an extra, and slow to import.

    Raises:
        PartsError: it is not installed.
    """
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise PartsError(
            "Dask is not installed. Nothing was done. Run: pip install 'catalogue-insights[scale]'."
        ) from error


def hush() -> None:
    """What the library says of lost connections is said by us, once and in words.

    Raises:
        PartsError: it is not installed.
    """
    distributed()  # it sets the levels of its loggers when it is imported
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def resources() -> dict[str, float]:
    """What a worker that computes as this process does says it has, and a task asks for."""
    return {f"alike-{digest(fingerprint())}": 1}


def work_for(scheduler: str, memory_limit: str = "auto", name: str | None = None) -> None:
    """Do the tasks of a scheduler until it ends, or this process is asked to.

    Args:
        scheduler: its address, ``tcp://…`` or ``tls://…``.
        memory_limit: beyond it the process is started anew: ``2GB``; ``auto`` for all there is.
        name: by which the scheduler knows it.

    Raises:
        PartsError: Dask is not installed, or there is no scheduler (any more).
    """
    hush()
    import dask

    with dask.config.set({f"distributed.nanny.pre-spawn-environ.{n}": v for n, v in ALLOCATION}):
        try:
            asked = asyncio.run(_work(scheduler, memory_limit, name))
        except (OSError, TimeoutError, RuntimeError, TypeError, ValueError) as error:
            raise PartsError(
                f"No scheduler takes this worker at {scheduler}: {str(error).rstrip('.')}. Nothing "
                "was done. Start it (dask scheduler), then the worker again."
            ) from error
    if not asked:
        raise PartsError(
            f"The scheduler at {scheduler} is gone, and the worker ended. What it had in hand will "
            "be scored anew. Start both again."
        )


async def _work(scheduler: str, memory_limit: str, name: str | None) -> bool:
    """Work; returns whether it was asked to end."""
    nanny: Any = distributed().Nanny(
        scheduler,
        nthreads=1,
        memory_limit=memory_limit,
        name=name,
        resources=resources(),
        death_timeout=SCHEDULER_SECONDS,
    )
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # not everywhere
            loop.add_signal_handler(number, asked.set)
    await nanny
    ended = asyncio.ensure_future(nanny.finished())
    await asyncio.wait(
        [ended, asyncio.ensure_future(asked.wait())], return_when=asyncio.FIRST_COMPLETED
    )
    await nanny.close(timeout=SCHEDULER_SECONDS)
    return asked.is_set()
