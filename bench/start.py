"""How long `catalogue serve` takes to start and to answer with a page, also beside another version.

    python bench/start.py --warehouse warehouse.duckdb --reports reports/published --other CHECKOUT

Starts the server of this checkout and of the other one in turn, waits until each answers, asks for
each page some times, one after the other, and ends it. Prints the medians of seconds by the clock,
and what the processor took (for the server and its processes; the mean of the pages, as it is told
in hundredths of a second), and the ratios. Ends with 1 where this one takes over a fifth more of
the processor.
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
PAGES = ("/titles", "/titles?q=night", "/licensing", "/models", "/data", "/api/titles")
MOST = 1.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Taken:
    """Seconds by the clock and of the processor, of each start and of each page."""

    starts: list[tuple[float, float]] = field(default_factory=list)
    pages: list[tuple[float, float]] = field(default_factory=list)

    def figures(self) -> list[float]:
        """Of a start and of a page, by the clock (medians) and of the processor."""
        start, start_work = (statistics.median(kind) for kind in zip(*self.starts, strict=True))
        clock, work = zip(*self.pages, strict=True)
        return [start, start_work, statistics.median(clock), statistics.mean(work)]


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


def ask_once(checkout: Path, args: argparse.Namespace, taken: Taken) -> None:
    """Start the server of a checkout, ask it for the pages and end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "catalogue_insights.cli", "serve", "--port", str(port)]
    command += [
        "--warehouse",
        str(args.warehouse.resolve()),
        "--reports",
        str(args.reports.resolve()),
    ]
    begun = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=checkout,
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
            for page in PAGES * (args.asked + 1):
                before, begun = processor_seconds(server.pid), time.perf_counter()
                web.get(page).raise_for_status()
                spent = time.perf_counter() - begun, processor_seconds(server.pid) - before
                taken.pages.append(spent)
            del taken.pages[-len(PAGES) * (args.asked + 1) : -len(PAGES) * args.asked]  # the first
    finally:
        server.terminate()
        server.wait(30)


def main() -> int:
    """Ask both in turn, and say what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--other", type=Path, help="a checkout of another version")
    parser.add_argument("--times", type=int, default=3, help="how often each is started")
    parser.add_argument("--asked", type=int, default=5, help="how often for each page")
    args = parser.parse_args()
    found = {checkout: Taken() for checkout in (HERE, args.other) if checkout}
    for _ in range(args.times):
        for checkout, taken in found.items():
            ask_once(checkout, args, taken)
    for checkout, taken in found.items():
        start, start_work, page, page_work = taken.figures()
        print(f"{'this' if checkout == HERE else 'other'}: ", end="")
        print(f"start {start:.2f} s, of the processor {start_work:.2f} s; ", end="")
        print(f"median page {1000 * page:.0f} ms, of the processor {1000 * page_work:.0f} ms")
    if not args.other:
        return 0
    mine, others = (taken.figures() for taken in found.values())
    ratios = [one / other for one, other in zip(mine, others, strict=True)]
    print(f"this over other: start {ratios[0]:.2f}, of the processor {ratios[1]:.2f}; ", end="")
    print(f"page {ratios[2]:.2f}, of the processor {ratios[3]:.2f}")
    return 1 if max(ratios[1], ratios[3]) > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
