"""Has many clients ask `catalogue serve` for pages and JSON, each every few seconds, for long.

    python bench/soak.py 60 --warehouse warehouse.duckdb --reports reports/published

At a quarter, a half and three quarters of the time a week is published: with --data by a run of the
job on that data directory, else by swapping in a copy that bears another run's name. Prints the
95th percentile, the statuses and the server's memory; ends with 1 where the 95th percentile is 1 s
or more, a request failed otherwise than by being throttled, or memory moved by more than a tenth
from the first quarter (after every page was asked once) to the last.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import duckdb
import httpx

PUBLISHED = 3
PUBLISHED_ONE = (0, 2)  # what a run ends with that published: 2 where a source was skipped
MOST_P95 = 1.0
FLAT = 0.1
OK, THROTTLED = 200, 429
WORDS = ("love", "the", "drama", "a", "comedy night", "war", "smith", "garcia", "zzzz", "king")


@dataclass
class Soaked:
    """What was seen."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int | str] = field(default_factory=Counter)
    runs: set[str] = field(default_factory=set)
    memory: list[float] = field(default_factory=list)
    published: int = 0


def any_page(ids: list[str], chance: random.Random) -> str:
    """A page or JSON, as people and programs mix them."""
    word = quote(chance.choice(WORDS))
    pages = [
        f"/titles?q={word}&page={chance.randint(1, 3)}",
        f"/titles/{chance.choice(ids)}",
        f"/api/titles?q={word}",
        f"/api/titles/{chance.choice(ids)}",
        "/licensing",
        f"/compare?title_id={chance.choice(ids)}&title_id={chance.choice(ids)}",
        "/models",
        "/data",
        "/track",
        "/reports",
        "/shortlists",
    ]
    return chance.choices(pages, [25, 20, 15, 15, 6, 4, 4, 3, 3, 3, 2])[0]


async def ask_every(
    client: httpx.AsyncClient, ids: list[str], args: argparse.Namespace, number: int, seen: Soaked
) -> None:
    """One client, which waits between its requests and not for the others."""
    chance = random.Random(args.seed + number)  # noqa: S311 - no secret
    await asyncio.sleep(chance.uniform(0, args.every))
    while time.perf_counter() < args.until:
        started = time.perf_counter()
        try:
            answer = await client.get(any_page(ids, chance))
            seen.statuses[answer.status_code] += 1
        except httpx.HTTPError as error:
            seen.statuses[type(error).__name__] += 1
        taken = time.perf_counter() - started
        seen.seconds.append(taken)
        await asyncio.sleep(max(0.0, args.every - taken))


async def watch(client: httpx.AsyncClient, process: int, until: float, seen: Soaked) -> None:
    """The server's memory, and which run it shows, twice a second."""
    while time.perf_counter() < until:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        (kilobytes,) = [line.split()[1] for line in told.splitlines() if line[:6] == "VmRSS:"]
        seen.memory.append(int(kilobytes) / 1_000)
        try:
            seen.runs.add((await client.get("/healthz")).json()["run_id"])
        except (httpx.HTTPError, KeyError, ValueError):
            seen.statuses["healthz"] += 1
        await asyncio.sleep(0.5)


def renamed(source: Path, target: Path, run: str) -> None:
    """A copy of a warehouse whose scores are of another run."""
    shutil.copyfile(source, target)
    with duckdb.connect(str(target)) as con:
        newest = con.execute("select run_id from marts.title_scores limit 1").fetchone()
        old = {"old": newest[0] if newest else "", "run": run}
        con.execute("update ops.runs set run_id = $run where run_id = $old", old)
        con.execute("update marts.title_scores set run_id = $run", {"run": run})


async def publish_weeks(warehouse: Path, args: argparse.Namespace, seen: Soaked) -> None:
    """Publish at a quarter, a half and three quarters of the time."""
    for number in range(PUBLISHED):
        await asyncio.sleep(
            max(
                0.0,
                args.until - args.minutes * 45 + args.minutes * 15 * number - time.perf_counter(),
            )
        )
        if args.data:
            command = ["run", "--no-train", "--quiet", "--data", args.data.resolve()]
            places = ["--warehouse", warehouse, "--reports", warehouse.parent / "reports"]
            job = await asyncio.create_subprocess_exec(
                Path(sys.executable).with_name("catalogue"), *command, *places
            )
            seen.published += await job.wait() in PUBLISHED_ONE
        else:
            made = warehouse.with_name("made.duckdb")
            await asyncio.to_thread(renamed, warehouse, made, f"2026-W00-soak-{number}")
            os.replace(made, warehouse)  # noqa: PTH105 - as the job does
            seen.published += 1


async def soak(address: str, process: int, warehouse: Path, args: argparse.Namespace) -> Soaked:
    """All clients at once, while weeks are published."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        sample = "select title_id from marts.title_scores using sample 500"
        ids = [key for (key,) in con.execute(sample).fetchall()]
    seen = Soaked()
    # Shorter than the server keeps them: a browser asks again where the two cross, httpx does not.
    many = httpx.Limits(
        max_connections=None, max_keepalive_connections=args.clients, keepalive_expiry=4
    )
    async with httpx.AsyncClient(
        base_url=address, trust_env=False, timeout=60, limits=many, follow_redirects=True
    ) as client:
        args.until = time.perf_counter() + 60 * args.minutes
        await asyncio.gather(
            watch(client, process, args.until, seen),
            publish_weeks(warehouse, args, seen),
            *(ask_every(client, ids, args, number, seen) for number in range(args.clients)),
        )
    return seen


def report(seen: Soaked, args: argparse.Namespace) -> bool:
    """Print what was seen; whether all was well."""
    quarter = max(1, len(seen.memory) // 4)
    first = statistics.median(seen.memory[quarter // 2 : quarter])
    last = statistics.median(seen.memory[-quarter:])
    p95 = statistics.quantiles(seen.seconds, n=20)[-1]
    median = statistics.median(seen.seconds)
    print(f"{len(seen.seconds):,} requests of {args.clients} clients in {args.minutes:g} minutes")
    print(f"median {1000 * median:.0f} ms, 95th percentile {1000 * p95:.0f} ms, ", end="")
    print(f"longest {max(seen.seconds):.2f} s; load {os.getloadavg()[0]:.0f}")
    print(f"statuses: {dict(seen.statuses)}")
    print(f"weeks published: {seen.published}; runs shown: {len(seen.runs)}")
    moved = last / first - 1
    print(f"memory: {first:.0f} MB at first, {last:.0f} MB at last ({moved:+.1%}), ", end="")
    print(f"{max(seen.memory):.0f} MB at most")
    errors = sum(n for status, n in seen.statuses.items() if status not in (OK, THROTTLED))
    is_shown = seen.published == PUBLISHED and len(seen.runs) == PUBLISHED + 1
    return not errors and p95 < MOST_P95 and abs(moved) <= FLAT and is_shown


def main() -> int:
    """Copy the warehouse, serve it, ask, publish, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("minutes", type=float, nargs="?", default=2)
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--reports", type=Path, default=Path("reports/published"))
    parser.add_argument("--data", type=Path, help="Publish by runs of the job on these files.")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--every", type=float, default=3)
    parser.add_argument("--port", type=int, default=8721)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=args.warehouse.parent) as name:
        warehouse = Path(name) / "warehouse.duckdb"
        shutil.copyfile(args.warehouse, warehouse)
        shutil.copytree(args.reports, Path(name) / "reports")
        artifacts = args.warehouse.parent / "artifacts"
        if artifacts.is_dir():
            shutil.copytree(artifacts, Path(name) / "artifacts")
        command = ["serve", "--port", str(args.port), "--warehouse", warehouse]
        server = subprocess.Popen(  # noqa: S603 - our own command
            [
                *(Path(sys.executable).with_name("catalogue"), *command),
                *("--reports", Path(name) / "reports"),
            ],
            env={**os.environ, "CATALOGUE_SERVE_CONNECTIONS_PER_ADDRESS": "0"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            print(server.stdout.readline().strip() if server.stdout else "")
            address = f"http://127.0.0.1:{args.port}"
            seen = asyncio.run(soak(address, server.pid, warehouse, args))
        finally:
            server.terminate()
            server.wait(timeout=20)
    return 0 if report(seen, args) else 1


if __name__ == "__main__":
    sys.exit(main())
