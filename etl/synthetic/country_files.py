"""Netflix's weekly Top 10 of single countries: each likes its own titles, and has its own taste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from heapq import nsmallest
from pathlib import Path
from typing import Any

from etl.synthetic.draw import Draw
from etl.synthetic.lexicon import Country, lexicon
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.top10_files import RANKS, came_to_netflix, demand_of, season_title
from etl.synthetic.writing import write_csv

COLUMNS = (
    "country_name,country_iso2,week,category,weekly_rank,show_title,season_title,"
    "cumulative_weeks_in_top_10"
)
OF_ITS_OWN, OF_ITS_LANGUAGE, TASTE = 1.2, 0.5, 0.8


def write_countries(
    folder: Path, catalogue: list[SampleTitle], timeline: Timeline, draw: Draw
) -> list[Path]:
    """Write the lists of all countries over the charted weeks, newest first."""
    here = [title for title in catalogue if came_to_netflix(title) and not title.has_left]
    groups = {
        "Films": [title for title in here if not title.is_series],
        "TV": [title for title in here if title.is_series],
    }
    rows: list[dict[str, Any]] = []
    for country in lexicon().countries:
        liking = {title.number: _liking(title, country) + draw.normal(TASTE) for title in here}
        place = {"country_name": country.key, "country_iso2": country.iso}
        for category, titles in groups.items():
            lists = _lists(titles, timeline.chart_weeks, liking)
            rows += [place | {"category": category} | row for row in lists]
    rows.sort(key=lambda row: row["week"], reverse=True)
    return [
        write_csv(
            folder / f"all-weeks-countries_{timeline.today}.tsv", COLUMNS, rows, delimiter="\t"
        )
    ]


def _lists(
    titles: list[SampleTitle], weeks: list[date], liking: Mapping[int, float]
) -> Iterator[dict[str, Any]]:
    stays: dict[int, int] = {}
    for week in weeks:
        wanted = [
            (-demand_of(title, week) - liking[title.number], title.number, title)
            for title in titles
            if (came_to_netflix(title) or week) <= week
        ]
        for rank, (_, number, title) in enumerate(nsmallest(RANKS, wanted), start=1):
            stays[number] = stays.get(number, 0) + 1
            yield {
                "week": str(week),
                "weekly_rank": rank,
                "show_title": title.name,
                "season_title": season_title(title, title.seasons_on(week)),
                "cumulative_weeks_in_top_10": stays[number],
            }


def _liking(title: SampleTitle, country: Country) -> float:
    is_own = country.iso in {title.country.iso, title.partner.iso if title.partner else ""}
    speaks = title.country.language == country.language
    return OF_ITS_OWN * is_own + OF_ITS_LANGUAGE * speaks
