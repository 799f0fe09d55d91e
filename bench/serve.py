"""Asks `catalogue serve` for many pages at once while two weeks are published.

    python bench/serve.py --warehouse warehouse.duckdb --reports reports/published

Prints the 95th percentile of a search and of a score asked alone, then, of the load, the requests
per second, also by the server's own processor time, the 95th percentile, the errors and the torn
answers. In each of the three weeks every title carries the week's mark: an answer with two marks,
or with another mark than that of its run, is torn. The client takes its share of the processor too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import duckdb

WEEKS = 3
MARK = re.compile(rb"\{mark (\d)\}")
RUN = re.compile(rb"bench-run-(\d)")
WORDS = ("love", "the", "drama", "a", "comedy night", "war", "smith", "garcia", "zzzz", "king")
SORTS = ("match", "hit", "year", "title", "predicted_rating")
SQL = "select run_id, title from title_scores using sample 20"


@dataclass
class Seen:
    """What the answers were."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    runs: Counter[bytes] = field(default_factory=Counter)
    paths: set[str] = field(default_factory=set)
    torn: list[str] = field(default_factory=list)
    processor: float = 0.0


def make_week(source: Path, target: Path, number: int) -> None:
    """A copy of a warehouse in which run and titles carry the week's number."""
    shutil.copyfile(source, target)
    with duckdb.connect(str(target)) as con:
        run, mark = f"bench-run-{number}", f" {{mark {number}}}"
        newest = con.execute("select run_id from marts.title_scores limit 1").fetchone()
        old = {"old": newest[0] if newest else "", "run": run}
        con.execute("update ops.runs set run_id = $run where run_id = $old", old)
        con.execute(
            "update marts.title_scores set run_id = $run, title = title || $mark",
            {"run": run, "mark": mark},
        )


async def get(address: tuple[str, int], path: str, streams: list) -> tuple[int, bytes]:
    """Status and body over a connection that is kept in ``streams``; a score is sent, not asked."""
    if not streams:
        streams.extend(await asyncio.open_connection(*address))
    reader, writer = streams
    path, _, body = path.partition(" ")
    head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html"
    if body:
        head += f"\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    writer.write(f"{head}\r\n\r\n{body}".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
    body = await reader.readexactly(length)
    if b"connection: close" in head.lower():
        writer.close()
        streams.clear()
    return int(head.split(b" ", 2)[1]), body


def any_path(ids: list[str], chance: random.Random) -> str:
    """Pages, JSON and scores as people and programs mix them; no two ideas are the same."""
    idea = f"{chance.choice(WORDS)} {chance.randrange(10**9)}"
    search = f"q={quote(chance.choice(WORDS))}&sort={chance.choice(SORTS)}"
    return chance.choices(
        [
            f"/titles?{search}",
            f"/api/titles?{search}&page={chance.randint(1, 3)}",
            f"/titles/{chance.choice(ids)}",
            f"/api/titles/{chance.choice(ids)}",
            "/models",
            "/data",
            "/reports",
            f"/titles.csv?q={quote(chance.choice(WORDS[4:]))}",
            f"/try?title={quote(idea)}&description=A+detective+sings.&country=SE",
            f"/api/score {json.dumps({'titles': [{'title': idea}]})}",
        ],
        [27, 18, 18, 18, 3, 2, 3, 2, 4, 5],
    )[0]


async def ask_on(
    address: tuple[str, int], next_path: Callable[[], str], until: float, seen: Seen
) -> None:
    """One after the other until the time is over."""
    streams: list = []
    while time.perf_counter() < until:
        path, started = next_path(), time.perf_counter()
        try:
            status, body = await get(address, path, streams)
        except (OSError, asyncio.IncompleteReadError):
            status, body = 0, b""
            streams.clear()
        seen.seconds.append(time.perf_counter() - started)
        seen.statuses[status] += 1
        seen.paths.add(path)
        seen.kinds[re.match(r"/(api/)?[a-z.]+", path)[0]] += 1
        note(path, body, seen)


def note(path: str, body: bytes, seen: Seen) -> None:
    """Whether all marks of an answer are one, and that of the run that it names."""
    marks, runs = set(MARK.findall(body)), set(RUN.findall(body))
    seen.runs.update(runs)
    if len(marks) > 1 or len(runs) > 1 or (marks and runs and marks != runs):
        seen.torn.append(path)


async def alone(address: tuple[str, int], paths: list[str]) -> list[float]:
    """Seconds of each request, one at a time."""
    streams: list = []
    seconds = []
    for path in paths:
        started = time.perf_counter()
        status, _ = await get(address, path, streams)
        assert status == 200, path  # noqa: S101, PLR2004
        seconds.append(time.perf_counter() - started)
    return seconds


def searches(count: int) -> list[str]:
    """Searches of which no two are the same."""
    asked = (
        f"q={quote(WORDS[number % len(WORDS)])}&sort={SORTS[number % len(SORTS)]}"
        for number in range(count)
    )
    return [f"/titles?{words}&year_from={1800 + n}" for n, words in enumerate(asked)]


def ideas(count: int) -> list[str]:
    """Titles to be scored."""
    told = ({"title": f"Harbour {n}", "description": "A detective sings."} for n in range(count))
    return [f"/api/score {json.dumps({'titles': [one]})}" for one in told]


async def publish_two(warehouse: Path, made: list[Path], seconds: float) -> None:
    """Swap a week in after a third and after two thirds of the time."""
    for week in made:
        await asyncio.sleep(seconds / 3)
        started = time.perf_counter()
        os.replace(week, warehouse)  # noqa: PTH105 - as the job does
        print(f"published {week.name} in {1000 * (time.perf_counter() - started):.1f} ms")


async def load(address: tuple[str, int], ids: list[str], made: list[Path], args) -> Seen:
    """All clients at once, with one of them at the SQL box."""
    seen, chance = Seen(), random.Random(args.seed)  # noqa: S311 - no secret
    until = time.perf_counter() + args.seconds
    asking = [
        ask_on(address, lambda: any_path(ids, chance), until, seen)
        for _ in range(args.in_flight - 1)
    ]
    asking.append(ask_on(address, lambda: f"/sql?q={quote(SQL)}", until, seen))
    await asyncio.gather(publish_two(args.published, made, args.seconds), *asking)
    return seen


def processor_seconds(process: int) -> float:
    """What a process has taken of the processor so far, as Linux counts it."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def p95(seconds: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


def report(seen: Seen, seconds: float) -> bool:
    """Print what was seen; whether all was well."""
    errors = sum(n for status, n in seen.statuses.items() if status != 200)  # noqa: PLR2004
    asked = len(seen.seconds)
    print(f"{asked:,} requests, {len(seen.paths):,} different, {asked / seconds:,.0f} per second")
    own = seen.processor
    print(f"the server took {own:.1f} s of the processor: {asked / own:,.0f} requests for each")
    print(f"95th percentile: {p95(seen.seconds):,.0f} ms, longest {max(seen.seconds):.2f} s")
    print(f"asked: {dict(seen.kinds)}; answers by run: {dict(seen.runs)}")
    print(f"statuses: {dict(seen.statuses)}; errors: {errors}; torn answers: {len(seen.torn)}")
    return not errors and not seen.torn and len(seen.runs) == WEEKS


def main() -> int:
    """Make the weeks, start the server, ask, publish, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--reports", type=Path, default=Path("reports/published"))
    parser.add_argument("--artifacts", type=Path, help="Of the models; beside the warehouse.")
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--port", type=int, default=8719)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=args.warehouse.parent) as name:
        made = [Path(name) / f"week{number}.duckdb" for number in range(1, WEEKS + 1)]
        for number, path in enumerate(made, 1):
            make_week(args.warehouse, path, number)
        args.published = made[0]
        with duckdb.connect(str(made[1]), read_only=True) as con:
            sample = con.execute("select title_id from marts.title_scores using sample 500")
            ids = [row[0] for row in sample.fetchall()]
        artifacts = args.artifacts or args.warehouse.parent / "artifacts"
        command = ["serve", "--port", str(args.port), "--warehouse", str(made[0])]
        server = subprocess.Popen(  # noqa: S603 - our own command
            [Path(sys.executable).with_name("catalogue"), *command, "--reports", args.reports],
            env={
                **os.environ,
                "CATALOGUE_ARTIFACTS": str(artifacts.resolve()),
                "CATALOGUE_SERVE_REQUESTS_PER_SECOND": "0",  # all of it comes from one address
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            print(server.stdout.readline().strip() if server.stdout else "")
            address = ("127.0.0.1", args.port)
            for what, paths in (("search", searches(100)), ("score", ideas(100))):
                seconds = asyncio.run(alone(address, paths))[5:]
                print(
                    f"{what} alone: median {1000 * statistics.median(seconds):.0f} ms, "
                    f"95th percentile {p95(seconds):.0f} ms"
                )
            before = processor_seconds(server.pid)
            seen = asyncio.run(load(address, ids, made[1:], args))
            seen.processor = processor_seconds(server.pid) - before
        finally:
            server.terminate()
            server.wait(timeout=20)
    return 0 if report(seen, args.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
