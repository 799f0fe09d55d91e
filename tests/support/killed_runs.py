"""Runs of the job that are killed at random moments, while others read the published file.

Each run is a process of its own that does `catalogue run`. It is forked of one that has imported
what a run imports and holds nothing else (no connection, no second thread of Python), so that a
killed run costs its own work alone.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import forkserver, parent_process
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from unittest import mock

import duckdb

from warehouse.ledger import read_events

IMPORTED = (
    *("catalogue_insights.cli", "scheduler", "reports.weekly_report", "models.scoring.every_title"),
    *("sklearn.cluster", "scipy.stats", "pyarrow.dataset", "narwhals.stable.v1"),
)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""A library that starts threads as it is imported would lose them in the fork."""
PLACES = ("--data", "sample", "--reports", "reports")
SAID = "said"
"""The file that gets what a run says."""
LONGEST = 600
"""Seconds after which a run that nobody killed counts as one that did not succeed."""
READERS = 2
READ = """
select
    count(distinct run_id), any_value(left(run_id, 8)), count(*),
    (select count(*) from core.title),
from marts.title_scores
"""

_CONTEXT = multiprocessing.get_context("forkserver")


@dataclass
class Killed:
    """What became of the kills."""

    kills: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    ended_before: int = 0


@dataclass
class Readers:
    """Processes that open the published file again and again, as BI tools do."""

    processes: list[ForkServerProcess]
    reads: Synchronized
    torn: Synchronized

    @property
    def died(self) -> int:
        return sum(not process.is_alive() for process in self.processes)


def get_ready() -> None:
    """Start the process that the runs are forked of, unless it is there."""
    _CONTEXT.set_forkserver_preload([*IMPORTED])
    with mock.patch.dict(os.environ, ONE_THREAD):
        forkserver.ensure_running()


def started_run(folder: Path, day: date, *, trains: bool) -> ForkServerProcess:
    """A run of the week of that day, leader of its own group of processes."""
    options = ("--quiet", *PLACES, "--as-of", day.isoformat())
    asked = ("run", *options, "--train" if trains else "--no-train")
    kept = {name: os.environ[name] for name in os.environ if name.startswith("CATALOGUE_")}
    process = _CONTEXT.Process(target=_do_run, args=(folder, asked, kept))
    process.start()
    return process


def _do_run(folder: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    from catalogue_insights.cli import main  # noqa: PLC0415 - it is there already

    os.setsid()
    os.chdir(folder)
    os.environ.update(environment, CATALOGUE_HISTORY_WEEKS="1000")
    with Path(SAID).open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.argv = ["catalogue", *arguments]
    main()


def seconds_of(folder: Path, day: date, *, trains: bool) -> float:
    """How long a run takes that nobody kills.

    Raises:
        AssertionError: it did not succeed.
    """
    started = time.perf_counter()
    process = started_run(folder, day, trains=trains)
    process.join(LONGEST)
    if process.exitcode != 0:
        process.kill()
        raise AssertionError(f"{day}: {process.exitcode}, {(folder / SAID).read_text().strip()}")
    return time.perf_counter() - started


@contextmanager
def readers_of(warehouse: Path, pause: float = 0.02) -> Iterator[Readers]:
    """Readers at work, each of which rests so many seconds between two looks."""
    reads, torn = _CONTEXT.Value("q", 0), _CONTEXT.Value("q", 0)
    about = (warehouse, pause, reads, torn)
    processes = [
        _CONTEXT.Process(target=_read_again_and_again, args=about, daemon=True)
        for _ in range(READERS)
    ]
    for process in processes:
        process.start()
    try:
        yield Readers(processes, reads, torn)
    finally:
        for process in processes:
            process.kill()
            process.join()


def _read_again_and_again(
    warehouse: Path, pause: float, reads: Synchronized, torn: Synchronized
) -> None:
    """Open the file, look whether it is of one run and whole, and close it, until nobody asks."""
    newest, asking = "", parent_process()
    while asking is None or asking.is_alive():
        try:
            with duckdb.connect(str(warehouse), read_only=True) as con:
                runs, week, rows, titles = con.execute(READ).fetchone() or (0, "", 0, 0)
            is_whole = runs == 1 and rows == titles > 0 and week >= newest
            newest = week
        except duckdb.Error as error:
            sys.stderr.write(f"a read failed: {error}\n")
            is_whole = False
        with reads.get_lock():
            reads.value += 1
            torn.value += not is_whole
        time.sleep(pause)


def kill_and_run(
    folder: Path, first: date, *, kills: int, seed: int, train_every: int | None = None
) -> Killed:
    """So many kills, each in a week of its own, and after each a run of that week to its end.

    Args:
        folder: where a first week is published.
        first: a day of the first week that nobody killed yet.
        kills: how many; a run that ended before its moment is none, and the next one is drawn.
        seed: of the moments.
        train_every: each so many-th of the killed runs trains; None for none.
    """
    seen, chance = Killed(), random.Random(seed)  # noqa: S311 - no secret
    lasts = {False: seconds_of(folder, first, trains=False)}
    if train_every:
        first += timedelta(weeks=1)
        lasts[True] = seconds_of(folder, first, trains=True)
    day = first
    while seen.kills < kills:
        day, before = day + timedelta(weeks=1), weeks_in(folder)
        trains = bool(train_every) and seen.kills % (train_every or 1) == 0
        _kill_one(folder, day, chance.uniform(0, lasts[trains]), trains=trains, seen=seen)
        seen.lost += sorted(before - weeks_in(folder))
        try:
            lasts[False] = seconds_of(folder, day, trains=False)
        except AssertionError as error:
            seen.failed.append(str(error))
        seen.lost += sorted((before | {f"{day:%G-W%V}"}) - weeks_in(folder))
    return seen


def _kill_one(folder: Path, day: date, moment: float, *, trains: bool, seen: Killed) -> None:
    """Start a run and kill it with all its processes after so many seconds."""
    process = started_run(folder, day, trains=trains)
    process.join(moment)
    if process.exitcode is not None:
        seen.ended_before += 1
        return
    try:
        os.killpg(process.pid or 0, signal.SIGKILL)
    except ProcessLookupError:  # so young that it leads no group yet, or at its end
        process.kill()
    process.join()
    seen.kills += 1
    events = list(read_events(folder / "warehouse.duckdb"))
    seen.steps[_moment(events[-1] if events else {})] += 1


def _moment(last: dict[str, object]) -> str:
    """In words when a run was killed, by the last line of the ledger."""
    if last.get("event") == "run_finished":
        return "before it began, or as it ended"
    if last.get("event") == "step_started":
        return str(last["step"])
    return f"after {last['step']}" if last.get("step") else "before the first step"


def weeks_in(folder: Path) -> set[str]:
    """The weeks that the published file remembers: by its runs, and by their scores."""
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        runs = con.execute("select week from ops.runs where status = 'succeeded'").fetchall()
        scored = con.execute("select distinct left(run_id, 8) from scores.runs").fetchall()
    return {week for (week,) in runs} & {week for (week,) in scored}
