"""Kills runs at random moments while two readers look, and lets each next run go through.

    python bench/kills.py 500

In a folder of its own a small synthetic sample gets a first week. Then, so many times: a run of the
next week is started and killed (SIGKILL) at a random moment, and started again until its end. Every
fifth of the killed ones trains, the others score with the champions that there are. Meanwhile two
processes open the published file again and again, as BI tools do. Prints what was seen; ends with 1
where a read was torn or failed, a week was lost, or a run after a kill did not succeed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import duckdb

from etl.synthetic import write_sample
from warehouse.ledger import read_events

READERS = 2
READ = """
select
    count(distinct run_id), any_value(left(run_id, 8)), count(*),
    (select count(*) from core.title),
from marts.title_scores
"""
TRAIN_EVERY = 5


@dataclass
class Killed:
    """What became of the kills."""

    steps: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    ended_before: int = 0


def read_again_and_again(warehouse: Path, reads: Synchronized, torn: Synchronized) -> None:
    """Open the file, look whether it is of one run and whole, and close it, for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    newest = ""
    while True:
        try:
            with duckdb.connect(str(warehouse), read_only=True) as con:
                runs, week, rows, titles = con.execute(READ).fetchone() or (0, "", 0, 0)
            is_whole = runs == 1 and rows == titles > 0 and week >= newest
            newest = week
        except duckdb.Error as error:
            print(f"a read failed: {error}", flush=True)
            is_whole = False
        with reads.get_lock():
            reads.value += 1
            torn.value += not is_whole
        time.sleep(0.02)


def run_of(folder: Path, day: date, *, trains: bool) -> subprocess.Popen[str]:
    """A run of the week of that day, started."""
    command = [Path(sys.executable).with_name("catalogue"), "run", "--quiet"]
    options = ["--data", "sample", "--reports", "reports", "--as-of", day.isoformat()]
    return subprocess.Popen(  # noqa: S603 - our own command
        [*command, *options, "--train" if trains else "--no-train"],
        cwd=folder,
        env={**os.environ, "CATALOGUE_HISTORY_WEEKS": "1000"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def seconds_of(folder: Path, day: date, *, trains: bool) -> float:
    """How long a run takes that nobody kills."""
    started = time.perf_counter()
    process = run_of(folder, day, trains=trains)
    _, said = process.communicate()
    if process.returncode:
        raise SystemExit(f"the run of {day} failed: {said}")
    return time.perf_counter() - started


def kill_one(folder: Path, day: date, moment: float, *, trains: bool, seen: Killed) -> None:
    """Start a run and kill it with all its processes after so many seconds."""
    process = run_of(folder, day, trains=trains)
    try:
        process.communicate(timeout=moment)
        seen.ended_before += 1
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
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


def kill_and_run(folder: Path, first: date, args: argparse.Namespace) -> Killed:
    """All the kills, each with the run after it."""
    seen, chance = Killed(), random.Random(args.seed)  # noqa: S311 - no secret
    lasts = {
        True: seconds_of(folder, first, trains=True),
        False: seconds_of(folder, first + timedelta(weeks=1), trains=False),
    }
    print(f"a run takes {lasts[True]:.1f} s with training and {lasts[False]:.1f} s without")
    for number in range(args.kills):
        day, before = first + timedelta(weeks=number + 2), weeks_in(folder)
        trains = number % TRAIN_EVERY == 0
        kill_one(folder, day, chance.uniform(0, lasts[trains]), trains=trains, seen=seen)
        seen.lost += sorted(before - weeks_in(folder))
        process = run_of(folder, day, trains=False)
        _, said = process.communicate()
        if process.returncode:
            seen.failed.append(f"{day}: {said.strip()}")
        seen.lost += sorted((before | {f"{day:%G-W%V}"}) - weeks_in(folder))
    return seen


def main() -> int:
    """Make the first weeks, kill, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kills", type=int, nargs="?", default=30)
    parser.add_argument("--titles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as name:
        folder = Path(name)
        write_sample(folder / "sample", titles=args.titles)
        first = date.today() - timedelta(weeks=args.kills + 2)
        seconds_of(folder, first - timedelta(weeks=1), trains=True)
        reads, torn = multiprocessing.Value("q", 0), multiprocessing.Value("q", 0)
        about = (folder / "warehouse.duckdb", reads, torn)
        readers = [
            multiprocessing.Process(target=read_again_and_again, args=about, daemon=True)
            for _ in range(READERS)
        ]
        for reader in readers:
            reader.start()
        seen = kill_and_run(folder, first, args)
        died = sum(not reader.is_alive() for reader in readers)
        for reader in readers:
            reader.kill()
            reader.join()
    minutes = (time.perf_counter() - started) / 60
    print(f"{args.kills} kills in {minutes:.0f} minutes; {seen.ended_before} came after the end")
    print(f"killed in: {dict(seen.steps.most_common())}")
    print(f"{reads.value:,} reads by {READERS} readers, {torn.value} torn or failed, {died} died")
    print(f"weeks lost: {len(seen.lost)} {seen.lost[:5]}")
    print(f"runs after a kill that did not succeed: {len(seen.failed)} {seen.failed[:5]}")
    return 1 if torn.value or died or seen.lost or seen.failed else 0


if __name__ == "__main__":
    sys.exit(main())
