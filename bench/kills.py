"""Kills runs at random moments while two readers look, and lets each next run go through.

    python bench/kills.py 500

In a folder of its own a small synthetic sample gets a first week. Then, so many times: a run of the
next week is started and killed (SIGKILL) at a random moment, and started again until its end. Every
fifth of the killed ones trains, the others score with the champions that there are. Meanwhile two
processes open the published file again and again, as BI tools do. Prints what was seen; ends with 1
where a read was torn or failed, a week was lost, or a run after a kill did not succeed. CI kills 30
(tests/scheduler/test_torture.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from etl.synthetic import write_sample

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from killed_runs import READERS, get_ready, kill_and_run, readers_of, seconds_of

TRAIN_EVERY = 5
PAUSE = 0.5
"""Seconds between two looks of a reader; without a rest they take a core between them."""


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
        first = date.today() - timedelta(weeks=args.kills + 4)
        get_ready()
        lasts = seconds_of(folder, first, trains=True)
        print(f"the first run takes {lasts:.1f} s, with training")
        with readers_of(folder / "warehouse.duckdb", PAUSE) as readers:
            seen = kill_and_run(
                folder,
                first + timedelta(weeks=1),
                kills=args.kills,
                seed=args.seed,
                train_every=TRAIN_EVERY,
            )
            reads, torn, died = readers.reads.value, readers.torn.value, readers.died
    minutes = (time.perf_counter() - started) / 60
    print(f"{seen.kills} kills in {minutes:.0f} minutes; {seen.ended_before} came after the end")
    print(f"killed in: {dict(seen.steps.most_common())}")
    print(f"{reads:,} reads by {READERS} readers, {torn} torn or failed, {died} died")
    print(f"weeks lost: {len(seen.lost)} {seen.lost[:5]}")
    print(f"runs after a kill that did not succeed: {len(seen.failed)} {seen.failed[:5]}")
    return 1 if torn or died or seen.lost or seen.failed else 0


if __name__ == "__main__":
    sys.exit(main())
