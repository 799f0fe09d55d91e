"""Times the loading of a large TMDb-like CSV beside DuckDB's bare ``read_csv`` of the same file.

    python bench/load.py --rows 1000000

Prints the wall and processor time of the bare read into a table, of the load with its rejects and
the typed staging table, their ratios, and the most memory that each took. Each runs in a process of
its own. On a busy machine only the processor times compare.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.load.load import load_all
from warehouse.build import build
from warehouse.sql_files import build_table, in_order

# Every 100,000th row is broken: its identifier is no number.
GENERATE = """
copy (
    select
        if(i % 100000 = 7, 'none', (i + 1)::varchar) as id,
        'The ' || ['Quiet', 'Last', 'Golden', 'Hidden'][i % 4 + 1] || ' Title ' || i as title,
        round(random() * 10, 3) as vote_average,
        (random() * 5000)::integer as vote_count,
        'Released' as status,
        date '1980-01-01' + (random() * 15000)::integer as release_date,
        (random() * 1e8)::bigint as revenue,
        (60 + random() * 120)::integer as runtime,
        'False' as adult,
        (random() * 1e8)::bigint as budget,
        '' as homepage,
        'tt' || lpad(i::varchar, 8, '0') as imdb_id,
        ['en', 'fr', 'ja', 'es', 'de'][i % 5 + 1] as original_language,
        if(i % 5 in (1, 3), 'Título, "número" ', 'The Last Title ') || i as original_title,
        repeat('A keeper of small things writes, in winter, to a town that was never built. ', 4)
        || i as overview,
        round(random() * 100, 3) as popularity,
        'Every letter ''finds'' its reader' as tagline,
        'Drama, Comedy, Science Fiction' as genres,
        'Studio One, Studio Two' as production_companies,
        'United States of America, France' as production_countries,
        'English, French' as spoken_languages,
        'letters, winter, town' as keywords,
    from range($rows) as r(i)
) to '{path}' (header)
"""


def bare(path: Path, folder: Path) -> float:
    """Read the file into a table as DuckDB does by itself; returns seconds."""
    con = duckdb.connect(str(folder / "bare.duckdb"), config={"threads": 2})
    con.execute("set enable_progress_bar = false")
    start = time.perf_counter()
    con.execute("create table titles as select * from read_csv($path)", {"path": str(path)})
    con.execute("checkpoint")
    return time.perf_counter() - start


def ours(path: Path, folder: Path) -> float:
    """Load the file with its rejects and stage it; returns seconds."""
    settings = Settings(warehouse=folder / "warehouse.duckdb", threads=2, memory_limit="1GB")
    staging = next(f for f in in_order("staging") if f.path.stem == "stg_tmdb__titles")
    with build(settings) as new:
        new.con.execute("set enable_progress_bar = false; set variable as_of = today()")
        start = time.perf_counter()
        loads = load_all(new.con, path.parent.parent, run_id="bench", progress=Progress(quiet=True))
        loaded = time.perf_counter() - start
        build_table(new.con, staging)
        new.close()
        seconds = time.perf_counter() - start
    load = loads[0]
    print(f"  read {load.rows_read:,}, loaded {load.rows_loaded:,}, rejected {load.rows_rejected}")
    print(f"  load {loaded:.1f} s, stage {seconds - loaded:.1f} s")
    return seconds


Figures = tuple[float, float, float]


def measure(work: Callable[[Path, Path], float], path: Path, folder: Path) -> Figures:
    """Run in a process of its own: wall seconds, processor seconds, and peak memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (work, path, folder))


def _measured(work: Callable[[Path, Path], float], path: Path, folder: Path) -> Figures:
    before = time.process_time()
    seconds = work(path, folder)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return seconds, time.process_time() - before, peak


def main() -> None:
    """Make the file, time both ways and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        path = folder / "data" / "tmdb" / "titles.csv"
        path.parent.mkdir(parents=True)
        duckdb.execute("set enable_progress_bar = false")
        duckdb.execute(GENERATE.format(path=path), {"rows": rows})
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        plain = measure(bare, path, folder)
        full = measure(ours, path, folder)
    for label, (wall, cpu, memory) in (("read_csv", plain), ("load and stage", full)):
        print(f"{label}: {wall:.1f} s, {cpu:.1f} s of processor time, {memory:,.0f} MB")
    print(f"ratio: {full[0] / plain[0]:.2f}, of processor time {full[1] / plain[1]:.2f}")


if __name__ == "__main__":
    main()
