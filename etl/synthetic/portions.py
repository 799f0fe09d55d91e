"""A large world portion by portion: each is made for itself, from the seed and its number.

What a portion says of its titles goes to files of rows in a scratch folder; ``large_sample`` puts
the portions together. Only the titles that may come into a Top 10 are handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from heapq import nlargest
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.synthetic import engagement_files, netflix_files, tmdb_files
from etl.synthetic.catalogue import CANDIDATES, ODD_NAMES, make_candidates, make_catalogue
from etl.synthetic.crowded_studio import CrowdedStudio, crowd_of
from etl.synthetic.draw import Draw
from etl.synthetic.service_files import RIVALS, is_shown, service_row
from etl.synthetic.timeline import CHART_WEEKS, Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.top10_files import WARM_UP, came_to_netflix, demand_of
from etl.synthetic.writing import write_csv, write_json_lines

PORTION = 10_000  # titles: few enough to take little memory
KNOWN = 0.3  # the share of titles of which an outcome is known
EVERY_WEEKS = 3  # how often it is looked who may come into a Top 10
CONTENDERS = 20  # films and series of each country, at a time
LISTED = "listed"
LISTED_COLUMNS = (
    *("owner", "first_day", "last_day", "number"),
    *netflix_files.NEWEST_COLUMNS.split(","),
)
# What TMDb has of a title that nobody has voted on or sorted yet.
UNTOLD = {"genres": "", "genre_ids": "", "popularity": "", "vote_average": "", "vote_count": ""}
UNTOLD_FILMS, UNTOLD_SERIES = "untold_films.csv", "untold_series.csv"


@dataclass(frozen=True)
class World:
    """What a large sample is to be.

    Args:
        titles: how many there are in all; of three in ten an outcome is known.
        weeks: how many weekly lists each service has.
        seed: what the invention starts from.
        today: the day that the sample is made for.
    """

    titles: int
    weeks: int
    seed: int
    today: date

    @property
    def timeline(self) -> Timeline:
        """The days that matter; the first week's chart is as long as the usual one."""
        return Timeline(self.today, CHART_WEEKS + self.weeks - 1)

    @property
    def portions(self) -> int:
        """How many portions it is made in."""
        return -(-self.titles // PORTION)

    def numbers(self, portion: int) -> range:
        """The numbers of a portion's titles."""
        cuts = [self.titles * at // self.portions for at in (portion, portion + 1)]
        return range(*cuts)

    def days_up_to(self, last: date) -> list[date]:
        """The days of the weekly lists, oldest first."""
        return [last - timedelta(weeks=back) for back in reversed(range(self.weeks))]


def write_portion(world: World, portion: int, scratch: Path) -> list[SampleTitle]:
    """Make a portion and write its rows; return those that may come into a Top 10."""
    studio = _studio(world)
    studio.begin(world.seed, portion)
    numbers = world.numbers(portion)
    netflix = round(len(numbers) * KNOWN / (1 + CANDIDATES))
    catalogue = make_catalogue(
        studio, netflix, first=numbers.start, odd_names=() if portion else ODD_NAMES
    )
    untold = make_candidates(studio, numbers[len(catalogue) :])
    folder = scratch / f"{portion:04d}"
    folder.mkdir()
    _write_rows(folder / f"{LISTED}.parquet", _listed(world, catalogue), LISTED_COLUMNS)
    for name, columns, rows in _ranked(world, catalogue, studio):
        _write_rows(folder / f"{name}.parquet", rows, columns)
    files = tmdb_files.TmdbFiles.of(catalogue)
    write_json_lines(folder / "answered", map(tmdb_files.film_answer, files.answered))
    write_json_lines(folder / "detailed", map(tmdb_files.series_answer, files.detailed))
    _write_untold(folder, untold)
    return contenders(catalogue, world.timeline, max(2, CONTENDERS // world.portions))


@cache
def _studio(world: World) -> CrowdedStudio:
    """The studio with its people, who are the same in all portions."""
    draw = Draw(world.seed)
    return CrowdedStudio(
        draw, world.timeline, crowd=crowd_of(world.titles), portions=world.portions
    )


def contenders(titles: Iterable[SampleTitle], timeline: Timeline, count: int) -> list[SampleTitle]:
    """Those that may come into a Top 10, with no more of each than that needs.

    Args:
        titles: of whatever kind.
        timeline: which weeks are charted.
        count: how many films and how many series of each country contend at a time.
    """
    here = [title for title in titles if came_to_netflix(title) and not title.has_left]
    here.sort(key=_group)
    weeks = timeline.chart_weeks
    asked = [weeks[0] - timedelta(weeks=WARM_UP), *weeks[::EVERY_WEEKS], weeks[-1]]
    chosen: dict[int, SampleTitle] = {}
    for week in asked:
        there = (title for title in here if (came_to_netflix(title) or week) <= week)
        for _, group in groupby(there, key=_group):
            wanted = ((demand_of(title, week), title.number, title) for title in group)
            chosen |= {number: title for _, number, title in nlargest(count, wanted)}
    nothing: Any = {"themes": (), "cast": [], "directors": [], "keywords": []}
    return [replace(title, **nothing) for _, title in sorted(chosen.items())]


def _group(title: SampleTitle) -> tuple[str, str]:
    return title.kind, title.country.iso


def _listed(world: World, catalogue: list[SampleTitle]) -> Iterator[dict[str, Any]]:
    """The rows of all lists of all services, each with the first and the last day it is right."""
    timeline = world.timeline
    netflix_days = world.days_up_to(timeline.newest_snapshot)
    days = world.days_up_to(timeline.today)
    for title in catalogue:
        shown = [day for day in netflix_days if netflix_files.is_listed(title, timeline, day)]
        for _, run in groupby(shown, key=title.seasons_on):
            same = list(run)
            row = netflix_files.listing_row(title, "", same[0])
            yield _spanning("netflix", title, same[0], same[-1], row)
        for rival, number in RIVALS.items():
            for week, day in enumerate(days):
                if is_shown(number, title, week, day, timeline, world.weeks):
                    yield _spanning(rival, title, day, day, service_row(title, "", day))


def _spanning(
    owner: str, title: SampleTitle, first: date, last: date, row: dict[str, Any]
) -> dict[str, Any]:
    return {
        "owner": owner,
        "first_day": f"{first}",
        "last_day": f"{last}",
        "number": title.number,
        **row,
    }


def _ranked(
    world: World, catalogue: list[SampleTitle], studio: CrowdedStudio
) -> Iterator[tuple[str, Sequence[str], Iterator[dict[str, Any]]]]:
    """Name, columns and rows of each file that is sorted by how well its titles did."""
    files, rank = tmdb_files.TmdbFiles.of(catalogue), ("rank", "number")
    dump, pages = tmdb_files.DUMP_COLUMNS.split(","), tmdb_files.DISCOVER_COLUMNS.split(",")
    yield (
        "dumped",
        (*rank, *dump),
        (
            {"rank": film.vote_count, "number": film.number, **tmdb_files.dump_row(film)}
            for film in files.dumped
        ),
    )
    for name in ("originals", "others"):
        titles: list[SampleTitle] = getattr(files, name)
        rows = (
            {"rank": title.popularity, "number": title.number, **tmdb_files.page_row(title)}
            for title in titles
        )
        yield name, (*rank, *pages), rows
    luck = {title.number: studio.draw.normal(0.25) for title in catalogue}
    columns = (*rank, *engagement_files.COLUMNS.split(","))
    for first, last in world.timeline.half_years:
        watched = (
            {"rank": row["Hours Viewed"], "number": title.number, **row}
            for title in catalogue
            for row in engagement_files.half_year_rows(
                title, luck[title.number], first, last, studio.draw
            )
        )
        yield engagement_files.report_name(first), columns, watched


def _write_untold(folder: Path, titles: list[SampleTitle]) -> None:
    """Write what TMDb has of titles of which nothing else is known."""
    films = (tmdb_files.dump_row(title) | UNTOLD for title in titles if not title.is_series)
    series = (tmdb_files.page_row(title) | UNTOLD for title in titles if title.is_series)
    dump, pages = tmdb_files.DUMP_COLUMNS, tmdb_files.DISCOVER_COLUMNS
    write_csv(folder / UNTOLD_FILMS, dump, (_only(row, dump) for row in films))
    write_csv(folder / UNTOLD_SERIES, pages, (_only(row, pages) for row in series))


def _only(row: dict[str, Any], columns: str) -> dict[str, Any]:
    return {name: row[name] for name in columns.split(",") if name in row}


def _write_rows(path: Path, rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> None:
    """Write rows as texts; of rank and number, by which they are sorted, as numbers."""
    found = list(rows)
    types = {"rank": pa.float64(), "number": pa.int64()}
    arrays = {
        name: pa.array([row[name] for row in found], types[name])
        if name in types
        else pa.array([_text(row.get(name)) for row in found], pa.string())
        for name in columns
    }
    pq.write_table(pa.table(arrays), path, compression="zstd")


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
