"""Netflix's weekly Top 10: what was new and appealing enough, week after week."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl.synthetic.draw import Draw
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.writing import write_csv

COLUMNS = (
    "week,category,weekly_rank,show_title,season_title,weekly_hours_viewed,runtime,weekly_views,"
    "cumulative_weeks_in_top_10,is_staggered_launch,episode_launch_details"
)
CATEGORIES = ("Films (English)", "Films (Non-English)", "TV (English)", "TV (Non-English)")
RANKS = 10
WARM_UP = 12  # weeks charted but not written, so that the first week holds some old acquaintances
FADING = 0.25  # how much interest is lost a week
STEADY = 2.9  # how far an old title's interest lies below a new one's
STAGGERED = 17  # every so many-th series is shown country by country


def write_top10(
    folder: Path, catalogue: list[SampleTitle], timeline: Timeline, draw: Draw
) -> list[Path]:
    """Write the same growing chart as it was on two days."""
    rows = Top10Chart(catalogue, draw).rows(timeline.chart_weeks)
    return write_charts(folder, rows, [timeline.first_chart_file, timeline.today])


def write_charts(folder: Path, rows: list[dict[str, Any]], days: Iterable[date]) -> list[Path]:
    """Write the chart as it was on each of some days: with the weeks that were over."""
    return [
        write_csv(
            folder / f"all-weeks-global_{day}.tsv",
            COLUMNS,
            [row for row in rows if row["week"] < str(day)],
            delimiter="\t",
        )
        for day in days
    ]


class Top10Chart:
    """The four lists of ten as they change from week to week."""

    def __init__(self, catalogue: list[SampleTitle], draw: Draw) -> None:
        self._draw = draw
        self._titles = {title.number: title for title in catalogue}
        self._groups = _groups(catalogue)
        self._luck = {title.number: draw.normal(0.2) for title in catalogue}
        self._stays: Counter[int] = Counter()

    def rows(self, weeks: list[date]) -> list[dict[str, Any]]:
        """Return the rows of these weeks, newest week first."""
        for back in range(WARM_UP, 0, -1):
            self._week(weeks[0] - timedelta(weeks=back))
        newest_last = [self._week(week) for week in weeks]
        return [row for week in reversed(newest_last) for row in week]

    def _week(self, week: date) -> list[dict[str, Any]]:
        return [row for category in CATEGORIES for row in self._list(category, week)]

    def _list(self, category: str, week: date) -> list[dict[str, Any]]:
        """Return one category's ten rows, by views."""
        demand = {
            title.number: demand_of(title, week) + self._luck[title.number] + self._draw.normal(0.3)
            for title in self._groups[category]
            if (came_to_netflix(title) or week) <= week
        }
        leaders = sorted(demand, key=lambda number: (-demand[number], number))[:RANKS]
        self._stays.update(leaders)
        return [
            _row(self._titles[number], demand[number], self._stays[number], week)
            | {"category": category, "weekly_rank": rank}
            for rank, number in enumerate(leaders, start=1)
        ]


def _groups(catalogue: list[SampleTitle]) -> dict[str, list[SampleTitle]]:
    groups: dict[str, list[SampleTitle]] = {name: [] for name in CATEGORIES}
    for title in catalogue:
        if came_to_netflix(title) is not None and not title.has_left:
            english = "English" if title.country.language == "en" else "Non-English"
            groups[f"{'TV' if title.is_series else 'Films'} ({english})"].append(title)
    return groups


def came_to_netflix(title: SampleTitle) -> date | None:
    """Return when a title came to Netflix; its own count even where this catalogue lacks them."""
    return title.joined or (title.released if title.is_original else None)


def demand_of(title: SampleTitle, week: date) -> float:
    """Return the interest in a title: it fades after arrival, and revives with a new season."""
    arrived = came_to_netflix(title) or week
    if title.renewed is not None and title.renewed <= week:
        arrived = title.renewed
    age = (week - arrived).days / 7
    return 1.9 * title.appeal - min(FADING * age, STEADY)


def _row(title: SampleTitle, demand: float, stay: int, week: date) -> dict[str, Any]:
    season = title.seasons_on(week) if title.is_series else 0
    runtime = round(title.minutes / 60, 4)
    views = max(300_000, 100_000 * round(math.exp(13.2 + 0.65 * demand) / 100_000))
    staggered = title.is_series and title.number % STAGGERED == 0
    return {
        "week": str(week),
        "show_title": title.name,
        "season_title": season_title(title, season),
        "weekly_hours_viewed": 100_000 * round(views * runtime / 100_000),
        "runtime": runtime,
        "weekly_views": views,
        "cumulative_weeks_in_top_10": stay,
        "is_staggered_launch": str(staggered).lower(),
        "episode_launch_details": _launches(title) if staggered else "",
    }


def season_title(title: SampleTitle, season: int) -> str:
    """Return what Netflix calls a season of the title."""
    if not title.is_series:
        return "N/A"
    is_limited = season == 1 and title.number % 3 == 0
    return f"{title.name}: {'Limited Series' if is_limited else f'Season {season}'}"


def _launches(title: SampleTitle) -> str:
    launches = [
        {"episodesLaunched": 4, "countryList": [title.country.iso]},
        {"episodesLaunched": 2, "countryList": ["CA", "DE", "JP"]},
    ]
    return json.dumps(launches, separators=(",", ":"))
