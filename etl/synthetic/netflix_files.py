"""The Netflix catalogue as two Kaggle files, with the flaws that such files have."""

from __future__ import annotations

from datetime import date
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
    """Write the older and the newer catalogue."""
    return [
        _write_first(folder, catalogue, timeline.first_snapshot),
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


def _write_newest(folder: Path, catalogue: list[SampleTitle], day: date) -> Path:
    """Write the newer one as they are made now: row numbers for ids, sorted by title."""
    shown = [title for title in catalogue if title.joined and not title.has_left]
    shown.sort(key=lambda title: (title.name.casefold(), title.number))
    rows = [listing_row(title, f"s{number}", day) for number, title in enumerate(shown, start=1)]
    for row in [row for row in rows if row["type"] == "Movie"][100 : 100 + MISPLACED_DURATIONS]:
        row["rating"], row["duration"] = row["duration"], ""
    return write_csv(folder / f"netflix_titles_{day}.csv", NEWEST_COLUMNS, rows)


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
