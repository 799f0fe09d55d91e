"""Netflix's engagement reports: how long each title was watched, half-year by half-year."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from etl.synthetic.draw import Draw
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.top10_files import season_title
from etl.synthetic.writing import write_csv

COLUMNS = "Sheet,Title,Available Globally?,Release Date,Hours Viewed,Runtime,Views"
# Most interest is down to a third within weeks, some of it lasts for years.
NEW_FOR, OLD_FOR, LASTING = 8.0, 150.0, 0.08
FEWEST_HOURS = 200_000
GLOBAL = 3  # of other studios' titles, every so many-th can be seen everywhere


def write_engagement(
    folder: Path, catalogue: list[SampleTitle], timeline: Timeline, draw: Draw
) -> list[Path]:
    """Write a report for each of the last half-years that are over."""
    luck = {title.number: draw.normal(0.25) for title in catalogue}
    written = []
    for first, last in timeline.half_years:
        rows = [
            row
            for title in catalogue
            for row in half_year_rows(title, luck[title.number], first, last, draw)
        ]
        rows.sort(key=lambda row: (row["Sheet"], -row["Hours Viewed"], row["Title"]))
        written.append(write_csv(folder / report_name(first), COLUMNS, rows))
    return written


def report_name(first: date) -> str:
    """What the report of the half-year from this day on is called."""
    return f"What_We_Watched_{first.year}{'Jan-Jun' if first.month == 1 else 'Jul-Dec'}.csv"


def half_year_rows(
    title: SampleTitle, luck: float, first: date, last: date, draw: Draw
) -> Iterator[dict[str, Any]]:
    """A film's row, or one for each season that was watched enough in the half-year."""
    for season, came_on in _seasons(title, last):
        interest = _interest(came_on, first, last)
        views = 10 ** (5.6 + 0.45 * title.appeal + luck + draw.normal(0.12)) * interest
        hours = 100_000 * round(views * title.minutes / 60 / 100_000)
        if hours < FEWEST_HOURS:
            continue
        yield {
            "Sheet": "TV" if title.is_series else "Film",
            "Title": season_title(title, season) if title.is_series else title.name,
            "Available Globally?": _is_global(title),
            # Netflix reports the day of its own titles alone.
            "Release Date": str(came_on) if title.is_original else "",
            "Hours Viewed": hours,
            "Runtime": f"{title.minutes // 60}:{title.minutes % 60:02d}",
            "Views": 100_000 * round(views / 100_000),
        }


def _seasons(title: SampleTitle, last: date) -> Iterator[tuple[int, date]]:
    if title.joined is None or title.has_left or title.joined >= last:
        return
    yield title.seasons, title.joined
    if title.renewed is not None and title.joined < title.renewed < last:
        yield title.seasons + 1, title.renewed


def _interest(came_on: date, first: date, last: date) -> float:
    """Return the weeks' interest added up: it fades after the title came, first fast."""
    start, end = ((max(day, came_on) - came_on).days / 7 for day in (first, last))
    return sum(
        share * weeks * (math.exp(-start / weeks) - math.exp(-end / weeks))
        for share, weeks in ((1.0, NEW_FOR), (LASTING, OLD_FOR))
    )


def _is_global(title: SampleTitle) -> str:
    return "Yes" if title.is_original or title.number % GLOBAL == 0 else "No"
