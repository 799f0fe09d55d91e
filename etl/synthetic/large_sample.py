"""A sample of any size: ``catalogue sample``.

It is made portion by portion, some at a time in processes of their own, and put together by DuckDB,
which sorts on disk what does not fit into memory. The files are of the same kinds as those of the
usual sample; which processes made them changes nothing in them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.progress import Progress
from etl.synthetic import write_marker
from etl.synthetic.country_files import write_countries
from etl.synthetic.draw import Draw
from etl.synthetic.engagement_files import report_name
from etl.synthetic.portions import (
    CONTENDERS,
    LISTED,
    UNTOLD_FILMS,
    UNTOLD_SERIES,
    World,
    contenders,
    write_portion,
)
from etl.synthetic.service_files import RIVALS
from etl.synthetic.titles import SampleTitle
from etl.synthetic.tmdb_files import tmdb_names
from etl.synthetic.top10_files import Top10Chart, write_charts
from etl.synthetic.writing import cut_last_row
from warehouse.sql_files import quote_literal, read_statement

MEMORY = "600MB"  # beside the portions that are being made


def write_large_sample(folder: Path, world: World, threads: int, progress: Progress) -> None:
    """Write a data directory.

    Args:
        folder: a new or an empty one.
        world: what it is to be.
        threads: how many portions are made at a time; changes no file.
        progress: shows the portions.

    Raises:
        SourceError: the folder is not empty and nothing was written; or a process died or the disk
            is full, and what is in the folder is not whole.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise SourceError(
            f"{folder} is not empty; nothing was written. Name a new or an empty folder."
        )
    try:
        _write(folder, world, threads, progress)
    except (OSError, duckdb.Error) as error:
        raise SourceError(
            f"The sample cannot be written: {' '.join(str(error).split())}. {folder} is not whole: "
            "remove it, make room, and write the sample again."
        ) from error


def _write(folder: Path, world: World, threads: int, progress: Progress) -> None:
    # The marker comes first: even a half-written sample must not pass for real data.
    write_marker(folder, world.seed)
    with TemporaryDirectory(prefix=".portions-", dir=folder) as name:
        scratch = Path(name)
        popular = _make_portions(world, scratch, threads, progress)
        with progress.step("putting the files together"), _database(scratch, threads) as con:
            _write_lists(con, folder, world, scratch)
            _write_tmdb_files(con, folder / "tmdb", world, scratch)
            for first, _ in world.timeline.half_years:
                file = report_name(first)
                _write_best_first(con, folder / "engagement" / file, scratch, file)
        with progress.step("Top 10 lists"):
            _write_top10(folder / "top10", world, popular)


def _make_portions(
    world: World, scratch: Path, threads: int, progress: Progress
) -> list[SampleTitle]:
    """Make all portions; return the titles that may come into a Top 10."""
    work = partial(write_portion, world, scratch=scratch)
    popular: list[SampleTitle] = []
    try:
        with ProcessPoolExecutor(threads, mp_context=get_context("spawn")) as pool:
            made = pool.map(work, range(world.portions))
            for found in progress.track(made, "inventing titles", world.portions):
                popular += found
    except BrokenProcessPool as error:
        raise SourceError(
            "A process that invented titles was killed, mostly for want of memory. "
            f"{scratch.parent} is not whole: remove it, and write the sample again with fewer "
            "threads (a setting)."
        ) from error
    return contenders(popular, world.timeline, CONTENDERS)


@contextmanager
def _database(scratch: Path, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    limits: dict[str, Any] = {
        "memory_limit": MEMORY,
        "threads": threads,
        "temp_directory": f"{scratch}",
    }
    with duckdb.connect(config=limits) as con:
        yield con


def _write_lists(con: duckdb.DuckDBPyConnection, folder: Path, world: World, scratch: Path) -> None:
    """Write each week's list of each service."""
    for day in world.days_up_to(world.timeline.newest_snapshot):
        path = folder / "netflix" / f"netflix_titles_{day}.csv"
        _copy(con, path, "weekly_list", _files(scratch, LISTED), owner="netflix", day=f"{day}")
    for rival in RIVALS:
        for day in world.days_up_to(world.today):
            path = folder / "services" / rival / f"titles_{day}.csv"
            _copy(con, path, "weekly_list", _files(scratch, LISTED), owner=rival, day=f"{day}")


def _write_tmdb_files(
    con: duckdb.DuckDBPyConnection, folder: Path, world: World, scratch: Path
) -> None:
    names, month = tmdb_names(world.timeline), f"{world.today:%Y-%m}"
    for kind in ("dumped", "originals", "others"):
        _write_best_first(con, folder / names[kind], scratch, kind)
    cut_last_row(folder / names["dumped"])
    for kind in ("answered", "detailed"):
        _join(folder / names[kind], sorted(scratch.glob(f"*/{kind}")), header=False)
    for kind in (UNTOLD_FILMS, UNTOLD_SERIES):
        stem = kind.removesuffix(".csv")
        _join(folder / f"TMDB_{stem}_{month}.csv", sorted(scratch.glob(f"*/{kind}")), header=True)


def _write_top10(folder: Path, world: World, popular: list[SampleTitle]) -> None:
    """Write the charts as they were in each of the weeks, and the countries' as they are."""
    draw, timeline = Draw(world.seed), world.timeline
    draw.begin(world.seed, 0)
    rows = Top10Chart(popular, draw).rows(timeline.chart_weeks)
    write_charts(folder / "global", rows, world.days_up_to(world.today))
    write_countries(folder / "countries", popular, timeline, draw)


def _write_best_first(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path, name: str) -> None:
    _copy(con, path, "best_first", _files(scratch, name))


def _files(scratch: Path, name: str) -> list[str]:
    return [str(path) for path in sorted(scratch.glob(f"*/{name}.parquet"))]


def _copy(
    con: duckdb.DuckDBPyConnection, path: Path, statement: str, files: list[str], **values: str
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    query = read_statement(f"synthetic/{statement}").rstrip().rstrip(";")
    to = f"to {quote_literal(str(path))} (format csv, header)"
    con.execute(f"copy ({query}) {to}", {"files": files, **values})


def _join(path: Path, parts: list[Path], *, header: bool) -> None:
    """Put files one after another; of their headers only the first is kept."""
    with path.open("wb") as whole:
        for number, part in enumerate(parts):
            with part.open("rb") as rows:
                if header and number:
                    rows.readline()
                shutil.copyfileobj(rows, whole)
