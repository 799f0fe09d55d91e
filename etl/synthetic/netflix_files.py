"""The Netflix catalogue in Kaggle's shape, a year ago and in three weeks, with its usual flaws."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.writing import write_csv

FIRST_COLUMNS = (
    "show_id,title,director,cast,country,date_added,release_year,rating,duration,"
    "listed_in,description,type"
)
NEWEST_COLUMNS = (
    "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,"
    "listed_in,description"
)
# Above any number that Netflix has given out, so that no invented title is mistaken for a real one.
FIRST_NETFLIX_ID = 990_000_001
SPREADSHEET_DAMAGE = {"9 March": "9-Mar"}
MISPLACED_DURATIONS = 3
# Not strftime("%B"), which speaks the machine's language.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def write_snapshots(folder: Path, catalogue: list[SampleTitle], timeline: Timeline) -> list[Path]:
    """Write the catalogue of a year ago and those of three weeks, of which the last has flaws."""
    return [
        _write_first(folder, catalogue, timeline.first_snapshot),
        *(_write_week(folder, catalogue, timeline, day) for day in timeline.weeks_before),
        _write_newest(folder, catalogue, timeline.newest_snapshot),
    ]


def netflix_id(title: SampleTitle) -> int:
    """Return the title's number on netflix.com; gaps as in real life."""
    return FIRST_NETFLIX_ID + 37 * title.number


def _write_first(folder: Path, catalogue: list[SampleTitle], day: date) -> Path:
    """Write the older one as it was made then: real ids, latest additions first."""
    shown = [title for title in catalogue if title.joined and title.joined <= day]
    shown.sort(key=lambda title: (title.joined or day, title.number), reverse=True)
    rows = [listing_row(title, str(netflix_id(title)), day) for title in shown]
    return write_csv(folder / f"netflix_titles_{day}.csv", FIRST_COLUMNS, rows)


def _write_week(folder: Path, catalogue: list[SampleTitle], timeline: Timeline, day: date) -> Path:
    """Write one of the weeks before the newest."""
    shown = [title for title in catalogue if is_listed(title, timeline, day)]
    return write_csv(folder / f"netflix_titles_{day}.csv", NEWEST_COLUMNS, _rows_now(shown, day))


def is_listed(title: SampleTitle, timeline: Timeline, day: date) -> bool:
    """Whether Netflix shows a title on a day of the last year."""
    is_here = title.joined is not None and title.joined <= day
    return is_here and not (title.has_left and left_on(title, timeline) <= day)


def left_on(title: SampleTitle, timeline: Timeline) -> date:
    """When a title left, by its number, so that nothing else is drawn: any day of the year."""
    year = (timeline.newest_snapshot - timeline.first_snapshot).days
    return timeline.first_snapshot + timedelta(days=1 + 37 * title.number % year)


def _write_newest(folder: Path, catalogue: list[SampleTitle], day: date) -> Path:
    shown = [title for title in catalogue if title.joined and not title.has_left]
    rows = _rows_now(shown, day)
    for row in [row for row in rows if row["type"] == "Movie"][100 : 100 + MISPLACED_DURATIONS]:
        row["rating"], row["duration"] = row["duration"], ""
    return write_csv(folder / f"netflix_titles_{day}.csv", NEWEST_COLUMNS, rows)


def _rows_now(shown: list[SampleTitle], day: date) -> list[dict[str, Any]]:
    """Return the rows as catalogues are made now: row numbers for ids, sorted by title."""
    shown.sort(key=lambda title: (title.name.casefold(), title.number))
    return [listing_row(title, f"s{number}", day) for number, title in enumerate(shown, start=1)]


def listing_row(title: SampleTitle, show_id: str, day: date) -> dict[str, Any]:
    """Return the row of a title in a catalogue of that day."""
    countries = [country for country in (title.country, title.partner) if country]
    names = dict.fromkeys(country.key for country in countries)
    return {
        "show_id": show_id,
        "type": "TV Show" if title.is_series else "Movie",
        "title": SPREADSHEET_DAMAGE.get(title.name, title.name),
        "director": _director(title),
        "cast": "" if _is_every(title, 11) else ", ".join(p.name for p in title.cast),
        "country": "" if _is_every(title, 15) else ", ".join(names),
        "date_added": _date_added(title, day),
        "release_year": title.netflix_year(day),
        "rating": title.maturity,
        "duration": _duration(title, day),
        "listed_in": ", ".join(title.netflix_tags),
        "description": title.description,
    }


def _is_every(title: SampleTitle, count: int) -> bool:
    """Return whether this is every so-manyeth title: some cells are always empty somewhere."""
    return title.number % count == count - 1


def _director(title: SampleTitle) -> str:
    """Return the directors; most series name none."""
    if title.is_series and not _is_every(title, 12):
        return ""
    return ", ".join(person.name for person in title.directors)


def _date_added(title: SampleTitle, day: date) -> str:
    """Return the date as in 'August 4, 2020'; now and then after a blank, rarely not at all."""
    joined = title.joined or day
    if _is_every(title, 300):
        return ""
    blank = " " if _is_every(title, 90) else ""
    return f"{blank}{MONTHS[joined.month - 1]} {joined.day}, {joined.year}"


def _duration(title: SampleTitle, day: date) -> str:
    if not title.is_series:
        return f"{title.minutes} min"
    seasons = title.seasons_on(day)
    return f"{seasons} Season{'s' if seasons > 1 else ''}"
