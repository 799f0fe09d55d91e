"""How long `catalogue serve` takes to start and to answer with a page, also beside another version.

    python bench/start.py --folder FOLDER --other CHECKOUT --other-folder FOLDER

A folder holds what a run made (warehouse.duckdb, reports, artifacts); each version has its own,
made of the same data. Starts the servers of this checkout and of the other in turn, waits until
each answers, asks for each page some times, one after the other, and ends it. Prints the medians,
by the clock and of the processor (of a start the server's and that of its processes, of a page the
server's), and the ratios. Ends with 1 where this one takes over a fifth more of the processor.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HERE = Path(__file__).parents[1]
PAGES = ("/titles", "/titles?q=night", "/models", "/data", "/api/titles")
MOST = 1.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Taken:
    """Seconds by the clock and of the processor, of each start and of each page."""

    starts: list[tuple[float, float]] = field(default_factory=list)
    pages: list[tuple[float, float]] = field(default_factory=list)

    def medians(self) -> list[float]:
        """Of a start, then of a page: by the clock and of the processor."""
        return [
            statistics.median(kind)
            for found in (self.starts, self.pages)
            for kind in zip(*found, strict=True)
        ]


def processor_seconds(server: int) -> float:
    """What a process and those that it started have taken, those that ended included."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(place.name) == server:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == server:
            ticks += sum(map(int, fields[11:13]))
    return ticks / TICKS


def own_seconds(server: int) -> float:
    """What the threads of a process have taken, to the microsecond."""
    spent = 0
    for place in Path(f"/proc/{server}/task").glob("*/schedstat"):
        try:
            spent += int(place.read_text().split()[0])
        except OSError:
            continue
    return spent / 1e9


def ask_once(checkout: Path, folder: Path, asked: int, taken: Taken) -> None:
    """Start the server of a checkout in a folder, ask it for the pages and end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "catalogue_insights.cli", "serve", "--port", str(port)]
    command += ["--warehouse", "warehouse.duckdb", "--reports", "reports"]
    begun = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as web:
            while True:
                try:
                    web.get("/healthz")
                    break
                except httpx.ConnectError:
                    time.sleep(0.01)
            taken.starts.append((time.perf_counter() - begun, processor_seconds(server.pid)))
            for turn in range(asked + 1):
                for page in PAGES:
                    before, begun = own_seconds(server.pid), time.perf_counter()
                    web.get(page).raise_for_status()
                    spent = time.perf_counter() - begun, own_seconds(server.pid) - before
                    taken.pages += [spent] * (turn > 0)  # not the first
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def main() -> int:
    """Ask both in turn, and say what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="what a run of this one made")
    parser.add_argument("--other", type=Path, help="a checkout of another version")
    parser.add_argument("--other-folder", type=Path, help="what a run of that one made")
    parser.add_argument("--times", type=int, default=3, help="how often each is started")
    parser.add_argument("--asked", type=int, default=5, help="how often for each page")
    args = parser.parse_args()
    folders = {HERE: args.folder} | (
        {args.other.resolve(): args.other_folder} if args.other else {}
    )
    found = {checkout: Taken() for checkout in folders}
    for _ in range(args.times):
        for checkout, taken in found.items():
            ask_once(checkout, folders[checkout], args.asked, taken)
    for checkout, taken in found.items():
        start, start_work, page, page_work = taken.medians()
        print(f"{'this' if checkout == HERE else 'other'}: start {start:.2f} s, ", end="")
        print(f"of the processor {start_work:.2f} s; median page {1000 * page:.0f} ms, ", end="")
        print(f"of the processor {1000 * page_work:.1f} ms")
    if not args.other:
        return 0
    mine, others = (taken.medians() for taken in found.values())
    ratios = [one / other for one, other in zip(mine, others, strict=True)]
    print(f"this over other: start {ratios[0]:.2f}, of the processor {ratios[1]:.2f}; ", end="")
    print(f"page {ratios[2]:.2f}, of the processor {ratios[3]:.2f}")
    return 1 if max(ratios[1], ratios[3]) > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
