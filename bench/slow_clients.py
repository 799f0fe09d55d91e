"""Holds half-sent requests open from one address while others ask `catalogue serve`.

    python bench/slow_clients.py --warehouse warehouse.duckdb

Opens connections from 127.0.0.2 that send half of a request's headers and no more, each again 5 s
after it is dropped. Meanwhile pages are asked from 127.0.0.1, once without and once with them.
Prints the median and the 95th percentile of both, and how many requests failed; ends with 1 where
one failed or the 95th percentile is 2 s or more.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from catalogue_insights.serve.connections import allow_many_files

FROM = "127.0.0.2"
HALF = b"GET /titles HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
MOST_SECONDS = 2.0
SECONDS_UNTIL_AGAIN = 5.0
PATHS = ("/titles", "/titles?q=love", "/api/titles?q=drama", "/healthz", "/reports")


async def hold(port: int) -> None:
    """One connection that never says all, again and again."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(FROM, 0))
            writer.write(HALF)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), 30)
            writer.close()
        await asyncio.sleep(SECONDS_UNTIL_AGAIN)


def hold_all(port: int, connections: int) -> None:
    """Many of them, in a process of their own: it is the server that is measured."""

    async def held() -> None:
        await asyncio.gather(*(hold(port) for _ in range(connections)))

    allow_many_files()
    asyncio.run(held())


async def ask(port: int, seconds: float) -> tuple[list[float], int]:
    """Pages, one after the other; how long each took, and how many failed."""
    taken, failures = [], 0
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
    ) as client:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            begun = time.monotonic()
            path = PATHS[len(taken) % len(PATHS)]
            try:
                failures += (await client.get(path)).status_code != 200  # noqa: PLR2004
            except httpx.HTTPError:
                failures += 1
            taken.append(time.monotonic() - begun)
            await asyncio.sleep(0.02)
    return taken, failures


def told(name: str, taken: list[float], failures: int) -> float:
    """Print what was measured; returns the 95th percentile."""
    late = statistics.quantiles(taken, n=20)[-1]
    middle = statistics.median(taken)
    print(
        f"{name}: {len(taken)} requests, median {middle * 1000:.0f} ms, 95th percentile "
        f"{late * 1000:.0f} ms, failed {failures}"
    )
    return late


def measure(port: int, connections: int, seconds: float) -> bool:
    """Ask without and with slow connections."""
    told("alone", *asyncio.run(ask(port, seconds)))
    slow = multiprocessing.Process(target=hold_all, args=(port, connections), daemon=True)
    slow.start()
    time.sleep(2)
    taken, failures = asyncio.run(ask(port, seconds))
    late = told(f"beside {connections} half-sent requests", taken, failures)
    slow.kill()
    return failures == 0 and late < MOST_SECONDS


def main() -> int:
    """Start a server of a copy of the warehouse, and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--connections", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shutil.copyfile(given.warehouse, Path(place) / "warehouse.duckdb")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "catalogue_insights.cli", "serve", "--port", str(port)],
            cwd=place,
            env={**os.environ, "CATALOGUE_SERVE_REQUESTS_PER_SECOND": "0"},
            stdout=subprocess.DEVNULL,
        )
        try:
            begun = time.monotonic()
            while True:
                with contextlib.suppress(httpx.ConnectError):
                    httpx.get(f"http://127.0.0.1:{port}/titles", trust_env=False, timeout=30)
                    break
                time.sleep(0.02)
            print(f"first page {time.monotonic() - begun:.2f} s after the start")
            return 0 if measure(port, given.connections, given.seconds) else 1
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    sys.exit(main())
