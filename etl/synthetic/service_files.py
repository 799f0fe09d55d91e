"""Two rivals' catalogues in three weekly lists each: what they show comes, goes and moves there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl.synthetic.netflix_files import (
    NEWEST_COLUMNS,
    SPREADSHEET_DAMAGE,
    left_on,
    listing_row,
)
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.writing import write_csv

RIVALS = {"hulu": 0, "disney-plus": 1}
WEEKS = 3
# Of what only TMDb knows a rival shows every third title, of what Netflix shows a few.
SHARE, SHARED_WITH_NETFLIX = 3, 40
# One in so many comes in the second or third week, one leaves before it.
COMING, GOING = 30, 45


def write_services(folder: Path, catalogue: list[SampleTitle], timeline: Timeline) -> list[Path]:
    """Write each rival's lists of the last weeks."""
    days = [timeline.today - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [
        _write_list(
            folder / rival,
            [title for title in catalogue if is_shown(number, title, week, day, timeline)],
            day,
        )
        for rival, number in RIVALS.items()
        for week, day in enumerate(days)
    ]


def _write_list(folder: Path, shown: list[SampleTitle], day: date) -> Path:
    shown.sort(key=lambda title: (title.name.casefold(), title.number))
    rows = [service_row(title, f"s{number}", day) for number, title in enumerate(shown, start=1)]
    return write_csv(folder / f"titles_{day}.csv", NEWEST_COLUMNS, rows)


def service_row(title: SampleTitle, show_id: str, day: date) -> dict[str, Any]:
    """Return the row of a title in a rival's list of that day."""
    return listing_row(title, show_id, day) | {"date_added": f"{_added_on(title, day)}"}


def _added_on(title: SampleTitle, day: date) -> date:
    """The day that a rival says it added a title: some time after its release."""
    return min(title.released + timedelta(days=20 + title.number % 400), day - timedelta(weeks=4))


def is_shown(  # noqa: PLR0913, PLR0917 - who, what and when
    rival: int, title: SampleTitle, week: int, day: date, timeline: Timeline, weeks: int = WEEKS
) -> bool:
    """Whether the rival shows a title that week: by its number, so that nothing else is drawn."""
    if _is_moving(title, timeline):
        return week >= weeks - 2 and title.number % len(RIVALS) == rival
    if not title.is_on_tmdb or title.is_original or title.name in SPREADSHEET_DAMAGE:
        return False
    if title.released > day - timedelta(weeks=8):
        return False
    is_elsewhere = title.joined is None or title.has_left
    if title.number % (SHARE if is_elsewhere else SHARED_WITH_NETFLIX) != rival:
        return False
    place = title.number // SHARE
    comes = week >= place // COMING % weeks if place % COMING == 0 else True
    goes = week >= 1 + place // GOING % max(weeks - 1, 1) if place % GOING == 1 else False
    return comes and not goes


def _is_moving(title: SampleTitle, timeline: Timeline) -> bool:
    """Whether a title leaves Netflix in the newest week, to come to a rival in the next."""
    is_newly_gone = title.has_left and left_on(title, timeline) > timeline.weeks_before[-1]
    return is_newly_gone and title.is_on_tmdb
