"""Asks `catalogue serve` all hostile statements of the tests, and measures what they got.

    python bench/sql_box.py --warehouse warehouse.duckdb

A copy of the warehouse gets a canary in its hidden tables, and so do the server's environment and
a file. Each statement is asked as a page, each third as CSV too. Prints how many answers told of
the canary, how many took over a tenth more than they may of time, memory or bytes, and the
server's memory before and after. Ends with 1 where any of these is too much.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from hostile_statements import CANARY, Hostile, hostile_statements, plant, signs_of_a_leak

SECONDS, MEGABYTES, PAGE_BYTES, CSV_BYTES = 5.0, 256, 2_000_000, 20_000_000
"""What the server's settings allow unless told otherwise (docs/serve.md)."""
SLACK = 1.1
SECONDS_OF_THE_WEB = 0.5
"""Beyond the question: the page around it, and a process that is started anew."""
FRAME_OF_A_PAGE = 200_000
"""Bytes of the page around the answer: the question itself, and the examples."""
MOST_GROWTH = 100
LOOK_SECONDS = 0.02


@dataclass
class Measured:
    """What was seen."""

    leaks: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    heavy: list[str] = field(default_factory=list)
    longest: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)


class Children:
    """Looks at the server's processes: how much memory each has beyond one that stands by."""

    def __init__(self, server: int) -> None:
        self.server, self.is_over = server, False
        self.most: dict[int, int] = {}
        self.first = max((memory_of(pid, "VmRSS") for pid in children_of(server)), default=0)
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def largest_growth(self) -> int:
        """In MB, of any process."""
        return max(self.most.values(), default=0) - self.first

    def _look(self) -> None:
        while not self.is_over:
            for pid in children_of(self.server):
                if (data := memory_of(pid, "VmRSS")) and is_answering(pid):
                    self.most[pid] = max(self.most.get(pid, 0), data)
            time.sleep(LOOK_SECONDS)


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, listed.read_text().split())
        except OSError:
            continue
    return found


def is_answering(pid: int) -> bool:
    """Whether a process answers questions."""
    try:
        return b"warehouse.questions.answering" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def memory_of(pid: int, name: str) -> int:
    """In MB, as the system counts it; 0 where the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(name)), 0)


@contextmanager
def server_over(folder: Path) -> Iterator[tuple[str, int]]:
    """A server of the warehouse in a folder; gives its address and number."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "catalogue_insights.cli", "serve", "--port", str(port)]
    place = {
        **os.environ,
        "CATALOGUE_CANARY": CANARY,
        "CATALOGUE_SERVE_REQUESTS_PER_SECOND": "0",  # all of it comes from one address
    }
    server = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=place, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/healthz", trust_env=False)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(20)


def ask(client: httpx.Client, one: Hostile, path: str, seen: Measured) -> None:
    """One statement, and what came of it."""
    begun = time.monotonic()
    answer = client.get(path, params={"q": one.sql})
    seconds = time.monotonic() - begun
    seen.statuses[answer.status_code] = seen.statuses.get(answer.status_code, 0) + 1
    seen.longest = max(seen.longest, seconds)
    said = f"{path} {answer.status_code} {seconds:.2f} s {len(answer.content):,} B {one.sql[:70]!r}"
    if signs_of_a_leak(answer.text):
        seen.leaks.append(said)
    if seconds > SECONDS * SLACK + SECONDS_OF_THE_WEB:
        seen.slow.append(said)
    most = CSV_BYTES if path.endswith(".csv") else PAGE_BYTES + FRAME_OF_A_PAGE
    if len(answer.content) > SLACK * most:
        seen.large.append(said)


def measure(address: str, server: int, chosen: list[Hostile]) -> bool:
    """Ask them all; prints what was seen and returns whether it is as it should be."""
    seen = Measured()
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        for _ in range(5):
            client.get("/sql", params={"q": "select count(*) from title_scores"})
            client.get("/sql.csv", params={"q": "from title_scores limit 10"})
        before, children = memory_of(server, "VmRSS"), Children(server)
        for number, one in enumerate(chosen):
            ask(client, one, "/sql", seen)
            if number % 3 == 0:
                ask(client, one, "/sql.csv", seen)
        children.is_over = True
        client.get("/sql", params={"q": "select 1"}).raise_for_status()
        after = memory_of(server, "VmRSS")
    growth = children.largest_growth()
    if growth > SLACK * MEGABYTES:
        seen.heavy.append(f"{growth} MB")
    print(f"{len(chosen)} statements, {sum(seen.statuses.values())} requests: {seen.statuses}")
    print(f"leaks: {len(seen.leaks)}")
    over = [*seen.slow, *seen.large, *seen.heavy]
    print(f"over a limit by more than a tenth: {len(over)}")
    print(
        f"longest: {seen.longest:.2f} s; most memory of a process: {growth} MB beyond one that "
        "stands by"
    )
    print(f"memory of the server: {before} MB before, {after} MB after")
    for said in [*seen.leaks, *over]:
        print(f"  {said}")
    return not seen.leaks and not over and after - before <= MOST_GROWTH


def main() -> int:
    """Ask them all of a copy of a warehouse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="ask only each so many-th")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copyfile(given.warehouse, folder / "warehouse.duckdb")
        plant(str(folder / "warehouse.duckdb"))
        (folder / "kept_secret.txt").write_text(CANARY)
        with server_over(folder) as (address, server):
            is_held = measure(address, server, hostile_statements()[:: given.every])
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
