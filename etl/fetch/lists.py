"""Reads TMDb's lists whole: TMDb shows 500 pages of a list and no more, however long it is.

A list that is longer is read by windows of days, each halved until it fits. Titles that a list
repeats are taken once.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.fetch import IncompleteListError, UnansweredError
from etl.fetch.client import Answer, question
from etl.fetch.providers import Plan
from etl.fetch.session import Session

log = logging.getLogger("catalogue")

MAX_PAGES = 500
PAGE_ROWS = 20
NETWORK = "213"
"""Netflix among TMDb's networks, which series have."""

CHANGES_DAYS = 13
"""TMDb tells the changes of 14 days at most; one less, so that the last day is in it for sure."""

FIRST_DAY, LAST_DAY = date(1870, 1, 1), date(2099, 12, 31)
"""Beyond these a window is open: what is dated earlier or later falls into the outermost ones."""

DAY = timedelta(days=1)
Window = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class TmdbListing:
    """One of TMDb's lists: its name, kind ('movie' or 'tv') and what it is filtered by."""

    name: str
    kind: str
    params: dict[str, str]

    @property
    def is_of_a_provider(self) -> bool:
        """Whether it lists what is offered, of which titles come and go."""
        return "with_watch_providers" in self.params

    @property
    def is_of_subscribers(self) -> bool:
        """Whether it lists what a subscription shows."""
        return self.params.get("with_watch_monetization_types") == "flatrate"

    def page(self, window: Window, number: int) -> str:
        """The question for one page of one window, in an order that does not change meanwhile."""
        day = "primary_release_date" if self.kind == "movie" else "first_air_date"
        bounds = {"sort_by": f"{day}.asc"}
        if window[0] > FIRST_DAY:
            bounds[f"{day}.gte"] = window[0].isoformat()
        elif self.kind == "tv":
            bounds["include_null_first_air_dates"] = "true"
        if window[1] < LAST_DAY:
            bounds[f"{day}.lte"] = window[1].isoformat()
        return question(f"discover/{self.kind}", **self.params, **bounds, page=number)

    def favourites(self, number: int) -> str:
        """The question for one page of the most popular titles."""
        return question(
            f"discover/{self.kind}", **self.params, sort_by="popularity.desc", page=number
        )


@dataclass(frozen=True)
class Changes:
    """TMDb's list of the titles of a kind that were edited."""

    kind: str

    def page(self, window: Window, number: int) -> str:
        """The question for one page. The end is a day late, in case TMDb leaves it out."""
        start, end = window[0].isoformat(), (window[1] + DAY).isoformat()
        return question(f"{self.kind}/changes", start_date=start, end_date=end, page=number)


@dataclass
class FoundTitles:
    """Rows of a list by identifier, and how many TMDb says there are."""

    claimed: int = 0
    rows: dict[int, Answer] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        """How far the two are apart."""
        return abs(self.claimed - len(self.rows))

    def add(self, page: Answer | UnansweredError | None) -> None:
        """Keep the rows of a page that are new.

        Raises:
            IncompleteListError: there is no such page: a list with a hole would lose titles.
        """
        if page is None or isinstance(page, UnansweredError):
            raise IncompleteListError(
                f"A page of TMDb's lists could not be had: {page or 'it is not there (404)'}. What "
                "was answered is kept. Run the same command again later: it goes on from here."
            )
        for row in rows_of(page, "results"):
            self.rows.setdefault(row["id"], row)


def rows_of(answer: Answer, name: str) -> list[Answer]:
    """The objects with an identifier in one of the answer's lists."""
    rows = answer.get(name)
    return [
        row
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and isinstance(row.get("id"), int)
    ]


def network_list() -> TmdbListing:
    """What Netflix made: its series."""
    return TmdbListing(f"discover_tv_network{NETWORK}", "tv", {"with_networks": NETWORK})


def provider_lists(plan: Plan, region: str) -> list[TmdbListing]:
    """What a plan of a service shows in a region: its series and its films.

    Args:
        plan: the service among TMDb's providers, and the way to watch.
        region: the country, by its ISO code.
    """
    access = "" if plan.access == "subscription" else f"_{plan.access}"
    name = f"provider{'-'.join(map(str, plan.numbers))}{access}_{region}"
    shown = {
        "with_watch_providers": "|".join(map(str, plan.numbers)),
        "watch_region": region,
        "with_watch_monetization_types": plan.ways,
    }
    return [TmdbListing(f"discover_{kind}_{name}", kind, shown) for kind in ("tv", "movie")]


def read_list(session: Session, listing: TmdbListing) -> FoundTitles:
    """A list whole: all its rows, and how many titles TMDb says there are.

    Where the two differ, the list may have changed between two of its pages: it is read once more.

    Raises:
        IncompleteListError: TMDb did not answer for one of the pages.
    """
    found = _read(session, listing, (FIRST_DAY, LAST_DAY))
    if found.difference:
        again = _read(session, listing, (FIRST_DAY, LAST_DAY), afresh=True)
        found = min(again, found, key=lambda reading: reading.difference)
    log.info("  %s: %d titles", listing.name, len(found.rows))
    if found.difference:
        log.warning(
            "%s: TMDb says %d titles and lists %d of them (titles without a date, or a list that "
            "changed meanwhile)",
            listing.name,
            found.claimed,
            len(found.rows),
        )
    return found


def read_favourites(session: Session, listing: TmdbListing, limit: int) -> list[int]:
    """Identifiers of the first ``limit`` titles, most popular first."""
    found = FoundTitles()
    (first,) = session.ask_all([listing.favourites(1)])
    found.add(first)
    pages = min(-(-limit // PAGE_ROWS), _number(first, "total_pages"), MAX_PAGES)
    for answer in session.ask_all(map(listing.favourites, range(2, pages + 1))):
        found.add(answer)
    return list(found.rows)[:limit]


def read_changes(session: Session, kind: str, since: date, today: date) -> set[int]:
    """Identifiers of all titles that were edited from a day on; today's edits come next time."""
    changed: set[int] = set()
    first = since
    while first < today:
        last = min(first + (CHANGES_DAYS - 1) * DAY, today - DAY)
        changed.update(_read(session, Changes(kind), (first, last)).rows)
        first = last + DAY
    return changed


def _read(
    session: Session, listing: TmdbListing | Changes, window: Window, *, afresh: bool = False
) -> FoundTitles:
    """All rows of a window, by halves where TMDb does not show all its pages."""
    (first,) = session.ask_all([listing.page(window, 1)], afresh=afresh)
    pages, claimed = _number(first, "total_pages"), _number(first, "total_results")
    found = FoundTitles(claimed)
    found.add(first)
    if pages >= MAX_PAGES and window[0] < window[1]:  # at exactly 500 the number may be cut to it
        middle = window[0] + (window[1] - window[0]) // 2
        for half in ((window[0], middle), (middle + DAY, window[1])):
            found.rows |= _read(session, listing, half, afresh=afresh).rows
        return found
    others = (listing.page(window, number) for number in range(2, min(pages, MAX_PAGES) + 1))
    with closing(
        session.ask_all(others, afresh=afresh)
    ) as answers:  # after a hole the rest is not asked for
        for answer in answers:
            found.add(answer)
    return found


def _number(answer: Answer | UnansweredError | None, name: str) -> int:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, int) else 0
