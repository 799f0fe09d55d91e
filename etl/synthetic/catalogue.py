"""The whole invented world: Netflix's titles and their fates, and what only TMDb knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from etl.synthetic.draw import Draw
from etl.synthetic.studio import Studio
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle

# Films whose names have tripped real loaders.
ODD_NAMES = (
    "9 March",
    "Salt & Cinder",
    "<Reboot>",
    "Less < More > Enough",
    '"Hush" and Other Orders',
    "Who Is Q?",
    "99% Perspiration",
    "Mind; the Gap",
)
NETFLIX_SERIES, CANDIDATE_SERIES = 0.36, 0.5
CANDIDATES = 0.5  # titles that only TMDb knows, per Netflix title
ARRIVALS = 0.27  # the share of Netflix's titles that came after the first snapshot
RENEWALS = 0.15
FIRST_YEAR = 1950
CLASSICS = 0.08  # the share of older titles that are very old


def make_catalogue(
    studio: Studio, titles: int, *, first: int = 0, odd_names: Sequence[str] = ODD_NAMES
) -> list[SampleTitle]:
    """Return all titles: those of Netflix first, then those that only TMDb knows.

    Args:
        studio: makes them.
        titles: how many Netflix has or had; TMDb knows half as many more.
        first: the number of the first; the others follow it.
        odd_names: what some of Netflix's films are called.
    """
    catalogue = [_netflix_title(studio, number) for number in range(first, first + titles)]
    _set_fates(catalogue, studio, odd_names)
    after = first + titles
    return catalogue + make_candidates(studio, range(after, after + round(titles * CANDIDATES)))


def make_candidates(studio: Studio, numbers: range) -> list[SampleTitle]:
    """Return titles of these numbers that Netflix does not show here."""
    return [_candidate(studio, number) for number in numbers]


def _netflix_title(studio: Studio, number: int) -> SampleTitle:
    draw, timeline = studio.draw, studio.timeline
    kind = "series" if draw.chance(NETFLIX_SERIES) else "movie"
    is_arrival = draw.chance(ARRIVALS)
    joined = _joined(draw, timeline, is_arrival=is_arrival)
    is_original = draw.chance((0.7 if kind == "series" else 0.3) + 0.15 * is_arrival)
    released = joined if is_original else _earlier(draw, joined, 6)
    title = studio.make(number, kind, released, is_original=is_original)
    title.joined = joined
    if is_original:
        title.is_on_tmdb = draw.chance(0.96 if kind == "series" else 0.9)
    else:
        title.is_on_tmdb = draw.chance(0.35 if kind == "series" else 0.6)
    return title


def _joined(draw: Draw, timeline: Timeline, *, is_arrival: bool) -> date:
    first, newest = timeline.first_snapshot, timeline.newest_snapshot
    if not is_arrival:
        return draw.day(first - timedelta(days=365 * 10), first, skew=2.0)
    return draw.day(first + timedelta(days=1), newest, skew=2.0)


def _candidate(studio: Studio, number: int) -> SampleTitle:
    """Return a title that Netflix does not show here; a few are its own, shown elsewhere."""
    draw, timeline = studio.draw, studio.timeline
    kind = "series" if draw.chance(CANDIDATE_SERIES) else "movie"
    is_original = draw.chance(0.15 if kind == "series" else 0.06)
    if is_original:
        released = draw.day(timeline.today - timedelta(days=365 * 6), timeline.today, skew=3.0)
    else:
        released = _earlier(draw, timeline.today, 9)
    return studio.make(number, kind, released, is_original=is_original)


def _earlier(draw: Draw, day: date, mean_years: float) -> date:
    waited = draw.waiting(mean_years) + (draw.waiting(30) if draw.chance(CLASSICS) else 0)
    years = min(waited, day.year - FIRST_YEAR)
    return day - timedelta(days=30 + round(365 * years))


def _set_fates(catalogue: list[SampleTitle], studio: Studio, odd_names: Sequence[str]) -> None:
    """Decide which titles leave, which series return, and which have awkward names."""
    draw, timeline = studio.draw, studio.timeline
    names = list(odd_names)
    for title in catalogue:
        if title.joined is None or title.joined > timeline.first_snapshot:
            continue
        title.has_left = draw.chance(0.05 if title.is_original else 0.2)
        if title.has_left or not title.is_on_tmdb:
            continue
        if title.is_series and title.is_original and draw.chance(RENEWALS):
            title.renewed = draw.day(timeline.first_snapshot, timeline.newest_snapshot, skew=1.4)
        elif names and not title.is_series:
            title.name = title.original_name = names.pop(0)
