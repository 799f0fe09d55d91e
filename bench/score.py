"""Times the scoring of many titles: from a DuckDB table back into DuckDB tables.

python bench/score.py --rows 250000 500000 1000000 --plain 50000

Models are trained on the synthetic sample, or taken from a published warehouse (--warehouse), and
score titles put together from the texts, people and features of its titles. Beside it, the same
models the plain way: CountVectorizer, a TfidfTransformer for each, decision_function tag by tag,
Nystroem before Ridge.
Seconds are of the processor, so that what else runs on the machine counts little.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa
from plain_models import make_plain
from threadpoolctl import threadpool_limits

from catalogue_common.clock import utc_now
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.synthetic import write_sample
from models.features import read_unknown
from models.final_models import Scorer
from models.scoring.answer_writer import AnswerWriter
from models.scoring.champions import LineUp, read_champions, scores_of, scores_of_each
from models.scoring.every_title import BATCH_SIZE
from models.scoring.score_tables import ScoreStore
from models.versions.registry import Registry
from scheduler import run_once
from warehouse.sql_files import create_remembered, quote_literal

MAKE = """
create or replace table features.title as
with pool as (
    select *, row_number() over (order by title_id) - 1 as place
    from published.features.title
),

-- Places first, joins after: a place worked out within the join is looked for row by row.
places as (
    select
        i,
        i % size as a_place,
        (i * 7919 + i // size) % size as b_place,
        (i * 104729 + i // size * 31) % size as c_place,
    from range($rows) as made(i)
    cross join (select count(*) as size from pool)
)

select a.* exclude (place) replace (
    format('{:09d}', i) as title_id,
    b.description as description,
    c.overview as overview,
    c.directors as directors,
    b.cast_members as cast_members
)
from places
inner join pool as a on a.place = places.a_place
inner join pool as b on b.place = places.b_place
inner join pool as c on c.place = places.c_place
"""


DUCKDB_MEMORY = "120MB"  # the rest is the models'


class Stages:
    """Processor time and highest memory of each stage, whichever thread it ran in."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.peak: dict[str, float] = defaultdict(float)
        self.lock = Lock()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, measured."""

        def measured(*given: Any, **named: Any) -> Any:
            start = time.thread_time()
            done = work(*given, **named)
            with self.lock:
                self.seconds[name] += time.thread_time() - start
                self.peak[name] = max(self.peak[name], memory_now())
            return done

        return measured


def memory_now() -> float:
    """Resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def memory_peak() -> float:
    """The most it ever was, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def measure(titles: Path, source: Path, *, plain: bool, threads: int) -> dict[str, Any]:
    """Score a file's titles with a warehouse's champions, and return what it took."""
    stages, settings = Stages(), Settings(warehouse=source)
    limits = {"memory_limit": DUCKDB_MEMORY, "threads": "2"}
    with duckdb.connect(str(titles), config=limits) as con:
        lineup = read_champions(Registry(settings.models))
        for scorer in {s.version: s for s in lineup.values()}.values():
            if plain:
                make_plain(scorer)
            _watch(scorer, stages)
        start, started = time.process_time(), time.perf_counter()
        writer = AnswerWriter(ScoreStore(con, "bench", utc_now()))
        make = stages.timed("rows", writer.rows_of)
        writer.add_rows = stages.timed("write", writer.add_rows)  # type: ignore[method-assign]
        tables = iter(read_unknown(con, BATCH_SIZE))
        read = stages.timed("read", lambda: next(tables, None))
        with threadpool_limits(limits=1):
            score = partial(_rows_of, make)
            writer.add_each(scores_of_each(lineup, iter(read, None), threads, score))
        took = time.process_time() - start
        scored = con.sql(
            "select count(*), count(predicted_rating) from scores.title"
        ).fetchone() or (0,)
    return {
        "rows": scored[0],
        "scored": scored,
        "cpu": took,
        "wall": time.perf_counter() - started,
        "peak": memory_peak(),
        "stages": {name: (stages.seconds[name], stages.peak[name]) for name in stages.seconds},
    }


def _rows_of(make: Callable[..., Any], lineup: LineUp, table: pa.Table) -> Any:
    return make(scores_of(lineup, table), table)


def make_titles(file: Path, source: Path, rows: int) -> None:
    """Write a file of features: so many titles, put together from those of a warehouse."""
    with duckdb.connect(str(file)) as con:
        con.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
        con.execute(f"attach {quote_literal(str(source))} as published (read_only)")
        create_remembered(con)
        for table in ("listing", "outcome", "tmdb_file", "viewing", "release"):
            con.execute(f"create table features.{table} as from published.features.{table} limit 0")
        con.execute(MAKE, {"rows": rows})


def _watch(scorer: Scorer, stages: Stages) -> None:
    """Time the parts of a scorer."""
    encoder = scorer.encoder
    encoder.words_.transform = stages.timed("words", encoder.words_.transform)
    encoder.factors_.transform = stages.timed("factors", encoder.factors_.transform)
    scorer.genres.apply = stages.timed("tags", scorer.genres.apply)
    scorer.rating.apply = stages.timed("rating", scorer.rating.apply)
    scorer.audience.apply = stages.timed("audience", scorer.audience.apply)
    for panel in scorer.hits.values():
        panel.apply = stages.timed("hits", panel.apply)


def _sample(folder: Path) -> Path:
    """Train the default models on the synthetic sample, and return its warehouse."""
    write_sample(folder / "sample")
    settings = Settings(
        data=folder / "sample",
        warehouse=folder / "warehouse.duckdb",
        reports=folder / "reports",
        embeddings=False,  # an extra, which `dev` installs
    )
    return run_once(settings, Progress(quiet=True)).warehouse


def _in_own_process(rows: int, source: Path, *options: str) -> dict[str, Any]:
    """So that the highest memory is this measurement's own, and not that of making the titles."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        titles = Path(folder) / "titles.duckdb"
        make_titles(titles, source, rows)
        command = [sys.executable, __file__, "--titles", str(titles), "--warehouse", str(source)]
        done = subprocess.run([*command, *options], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _print(name: str, found: Mapping[str, Any]) -> None:
    rows = found["rows"]
    print(f"{name}: {rows:,} titles, {found['cpu']:.1f} s of processor time, "
          f"{found['wall']:.1f} s in all, {found['peak']:,.0f} MB at most")  # fmt: skip
    for stage, (seconds, peak) in found["stages"].items():
        print(f"    {stage:8} {seconds:7.1f} s {peak:7,.0f} MB")


def main() -> None:
    """Measure each number of rows in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--plain", type=int, default=50_000, help="rows for plain scikit-learn")
    parser.add_argument("--warehouse", type=Path, help="take champions and titles from it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--titles", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--one", choices=["ours", "plain"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        is_plain = given.one == "plain"
        found = measure(given.titles, given.warehouse, plain=is_plain, threads=given.threads)
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        source = given.warehouse or _sample(Path(folder))
        for rows in given.rows:
            ours = _in_own_process(rows, source, "--one", "ours", "--threads", str(given.threads))
            _print("this project", ours)
        if given.plain:
            plain = _in_own_process(given.plain, source, "--one", "plain", "--threads", "1")
            _print("plain scikit-learn", plain)
            each = plain["cpu"] / plain["rows"] / (ours["cpu"] / ours["rows"])
            print(f"plain scikit-learn takes {each:.1f} times the processor time for each title")


if __name__ == "__main__":
    main()
