"""Who does the tasks: the threads of this process, or workers of Dask. Both do the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from catalogue_common.errors import CatalogueError
from catalogue_common.settings import Settings
from models.parts.part_task import Outcome, PartTask, score_part

Engine = Callable[[Sequence[PartTask]], Iterator[Outcome]]


def engine_of(settings: Settings) -> Engine:
    """The engine that the settings name."""
    if settings.scoring.engine == "dask":
        from models.parts.dask_engine import DaskEngine

        return DaskEngine(settings.scoring, settings.threads)
    return LocalEngine(settings.threads)


class LocalEngine:
    """Threads of this process.

    Args:
        threads: how many parts are scored at a time.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads

    def __call__(self, tasks: Sequence[PartTask]) -> Iterator[Outcome]:
        """Do the tasks; yields each as it ends, well or not. Closed early, the rest is left."""
        with ThreadPoolExecutor(self.threads) as pool:
            running = {pool.submit(score_part, task): task for task in tasks}
            try:
                for future in as_completed(running):
                    try:
                        yield running[future], future.result()
                    except CatalogueError as error:
                        yield running[future], error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
