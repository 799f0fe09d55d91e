"""Times titles in parts: threads of one process, one worker of Dask, and two.

python bench/parts.py --warehouse warehouse.duckdb --rows 200000

Titles are put together as bench/score.py does. Each way scores the same parts into a folder of its
own; the folders must hold the same bytes. Then they are published into a copy of the warehouse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import duckdb
from score import make_titles

from catalogue_common.settings import Settings
from models.features import read_unknown
from models.parts.part_tables import to_parquet
from warehouse.sql_files import read_statement

COMMAND = str(Path(sys.executable).with_name("catalogue"))
SCHEDULER = "import sys; from distributed.cli.dask_scheduler import main; sys.exit(main())"
ADDRESS = "tcp://127.0.0.1:8791"


def _write_parts(folder: Path, source: Path, rows: int, size: int) -> None:
    titles = folder / "titles.duckdb"
    make_titles(titles, source, rows)
    (folder / "in").mkdir()
    with duckdb.connect(str(titles)) as con:
        for number, table in enumerate(read_unknown(con, size)):
            con.register("wanted", table.select(["title_id"]))
            ends = {"first": table["title_id"][0].as_py(), "last": table["title_id"][-1].as_py()}
            part = con.execute(read_statement("parts/of_titles"), ends).to_arrow_table()
            (folder / "in" / f"part-{number:06d}.parquet").write_bytes(to_parquet(part))
    titles.unlink()


def _score(folder: Path, name: str, workers: int, threads: int) -> dict[str, object]:
    """Score the parts by that many workers, or by threads of the command where there are none."""
    with ExitStack() as stack:
        at_work = []
        if workers:
            at_work.append(_start(stack, folder, sys.executable, "-c", SCHEDULER, "--port", "8791",
                                  "--host", "127.0.0.1", "--no-dashboard"))  # fmt: skip
            time.sleep(10)
            at_work += [
                _start(stack, folder, COMMAND, "worker", "--scheduler", ADDRESS, "--quiet")
                for _ in range(workers)
            ]
            time.sleep(20)
        before = sum(map(_cpu, at_work))
        environment = {
            **os.environ,
            "CATALOGUE_THREADS": str(threads),
            "CATALOGUE_SCORING_ENGINE": "dask" if workers else "local",
            **({"CATALOGUE_SCORING_SCHEDULER": ADDRESS} if workers else {}),
        }
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(  # noqa: S603
            [COMMAND, "score-parts", "--in", "in", "--out", name, "--quiet"],
            cwd=folder, env=environment, check=True,
        )  # fmt: skip
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = after.ru_utime + after.ru_stime - own.ru_utime - own.ru_stime
        of_workers = sum(map(_cpu, at_work)) - before
        peak = max([_peak(p) for p in at_work], default=after.ru_maxrss / 1024)
    return {"way": name, "wall": wall, "cpu": command + of_workers, "peak_mb": peak}


def _start(stack: ExitStack, folder: Path, *command: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,  # noqa: S603
                               stderr=subprocess.DEVNULL)  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def _family(process: subprocess.Popen[bytes]) -> list[int]:
    """A process and those below it."""
    found, left = [], [process.pid]
    while left:
        pid = left.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            left += map(int, children.read_text().split())
    return found


def _cpu(process: subprocess.Popen[bytes]) -> float:
    ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
             for pid in _family(process)]  # fmt: skip
    return sum(int(a) + int(b) for a, b in ticks) / os.sysconf("SC_CLK_TCK")


def _peak(process: subprocess.Popen[bytes]) -> float:
    said = [Path(f"/proc/{pid}/status").read_text() for pid in _family(process)]
    return max(int(s.partition("VmHWM:")[2].split()[0]) for s in said) / 1024


def _hash(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def main() -> None:
    """Measure each way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--size", type=int, default=10_000, help="titles of a part")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as name:
        folder = Path(name)
        shutil.copy(given.warehouse, folder / "warehouse.duckdb")
        os.environ["CATALOGUE_ARTIFACTS"] = str(
            Settings(warehouse=given.warehouse).models.resolve()
        )
        _write_parts(folder, given.warehouse, given.rows, given.size)
        sizes = sum(path.stat().st_size for path in (folder / "in").iterdir())
        print(f"{given.rows:,} titles, {sizes / 1e6:.0f} MB in parts")
        ways = [("local-2", 0, 2), ("dask-1", 1, 1), ("dask-2", 2, 1)]
        for way, workers, threads in ways:
            print(json.dumps(_score(folder, way, workers, threads)), flush=True)
        written = sum(p.stat().st_size for p in (folder / "dask-2").rglob("*.parquet"))
        print(f"{written / 1e6:.0f} MB of scores; the same bytes:",
              len({_hash(folder / way) for way, _, _ in ways}) == 1)  # fmt: skip
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        started, before = time.perf_counter(), (folder / "warehouse.duckdb").stat().st_size
        command = [COMMAND, "publish-parts", "--in", "dask-2", "--quiet"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - own.ru_utime - own.ru_stime
        grown = ((folder / "warehouse.duckdb").stat().st_size - before) / 1e6
        print(f"publish: {took:.1f} s of processor time, "
              f"{time.perf_counter() - started:.1f} s in all, {grown:.0f} MB more")  # fmt: skip


if __name__ == "__main__":
    main()
