"""Five weeks of a small world, written down as a script, and the servers that play it.

What is offered where in which week, what goes wrong in which week, and every change that somebody
who looks each Monday can know of. Each Monday's lists show what is offered in that week.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import openpyxl
from web_servers import TOKEN, FileServer, Reply, TmdbServer, title

MONDAYS = tuple(date(2026, 10, 19) + timedelta(weeks=week) for week in range(5))
SHORT_LIST, SILENT, RENAMED = 3, 4, 3
"""In which week (the first is 1) Hulu's list of films is cut off, TMDb does not answer at all, and
Disney's provider gets another name."""

NETFLIX, DISNEY, HULU, PRIME = "Netflix", "Disney+", "Hulu", "Prime Video"
NUMBERS = {NETFLIX: 8, DISNEY: 337, HULU: 15, PRIME: 9}
NAMES = {8: "Netflix", 337: "Disney Plus", 15: "Hulu", 9: "Amazon Prime Video"}
SHOPS = {2: "Apple TV Store"}
"""Every title can be rented there, every week."""

# Kind, identifiers, service, and in which of the five weeks it is offered there.
OFFERED: tuple[tuple[str, Iterable[int], str, str], ...] = (
    ("movie", range(1, 31), NETFLIX, "11111"),
    ("movie", [31], NETFLIX, ".1111"),
    ("movie", [32], NETFLIX, "...11"),  # comes while TMDb is silent
    ("movie", [33], NETFLIX, "1...."),
    ("movie", [34], NETFLIX, "111.."),  # leaves while TMDb is silent
    ("movie", [35], NETFLIX, "1.111"),  # flickers: back after seven days
    ("movie", [36], NETFLIX, "1...1"),  # leaves, and comes again after three weeks
    ("movie", [37], NETFLIX, "11..."),
    ("movie", [38], HULU, "1...."),  # moves from a rival to us
    ("movie", [38], NETFLIX, ".1111"),
    ("movie", [39], HULU, "11..."),  # the same, while Hulu's list is cut off
    ("movie", [39], NETFLIX, "...11"),
    ("movie", range(1, 4), HULU, "11111"),  # on two services
    ("movie", range(41, 66), HULU, "11111"),
    ("movie", [66], HULU, "11..."),  # leaves when the list is cut off
    ("movie", [67], HULU, "..111"),  # comes when the list is cut off
    ("movie", range(71, 81), DISNEY, "11111"),
    ("movie", [81], DISNEY, "..111"),  # comes when the provider is renamed
    ("movie", [82], DISNEY, "11..."),  # leaves when the provider is renamed
    ("movie", range(1001, 11011), PRIME, "11111"),  # longer than TMDb shows: 500 pages of 20
    ("movie", [11011], PRIME, ".1111"),
    ("movie", [11012], PRIME, "1...."),
    ("tv", range(1, 11), NETFLIX, "11111"),
    ("tv", [11], NETFLIX, ".1111"),
    ("tv", [12], NETFLIX, "1...."),
    ("tv", range(21, 26), HULU, "11111"),
    ("tv", [26], HULU, "11..."),  # its list is whole when that of the films is cut off
)

MADE_BY_NETFLIX = 12
"""The last of its series."""

EDITED = {2: {("movie", 38), ("movie", 1)}, 3: {("movie", 2)}, 5: {("movie", 39), ("tv", 1)}}
"""Titles that TMDb says were edited in the week before."""

# Kind of change, of title, identifier, service, where from, between which weeks, and whether it is
# certain by the fifth: what is missing from one list may be back on the next.
CHANGES = {
    ("new", "movie", 31, NETFLIX, None, 1, 2, True),
    ("new", "movie", 32, NETFLIX, None, 3, 5, True),
    ("removed", "movie", 33, NETFLIX, None, 1, 2, True),
    ("removed", "movie", 34, NETFLIX, None, 3, 5, False),
    ("restated", "movie", 35, NETFLIX, None, 2, 3, True),
    ("removed", "movie", 36, NETFLIX, None, 1, 2, True),
    ("new", "movie", 36, NETFLIX, None, 3, 5, True),
    ("removed", "movie", 37, NETFLIX, None, 2, 3, True),
    ("moved", "movie", 38, NETFLIX, HULU, 1, 2, True),
    ("moved", "movie", 39, NETFLIX, HULU, 2, 5, False),
    ("removed", "movie", 66, HULU, None, 2, 5, False),
    ("new", "movie", 67, HULU, None, 2, 5, True),
    ("new", "movie", 81, DISNEY, None, 2, 3, True),
    ("removed", "movie", 82, DISNEY, None, 2, 3, True),
    ("new", "movie", 11011, PRIME, None, 1, 2, True),
    ("removed", "movie", 11012, PRIME, None, 1, 2, True),
    ("new", "tv", 11, NETFLIX, None, 1, 2, True),
    ("removed", "tv", 12, NETFLIX, None, 1, 2, True),
    ("removed", "tv", 26, HULU, None, 2, 3, True),
}

TOP10 = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tcumulative_weeks_in_top_10\n"
MUSEUM = "show_id,type,title,date_added,release_year,duration,listed_in,description\n"


def offered(service: str, kind: str, week: int) -> set[int]:
    """What a service offers in a week."""
    found = [
        keys for k, keys, s, weeks in OFFERED if (k, s, weeks[week - 1]) == (kind, service, "1")
    ]
    return {key for keys in found for key in keys}


def _day_of(key: int) -> str:
    return f"{1990 + key % 30}-{1 + key % 12:02}-{1 + key % 28:02}"


class WorldServer(TmdbServer):
    """TMDb in one of the five weeks."""

    def __init__(self) -> None:
        super().__init__()
        for kind, keys, _, _ in OFFERED:
            self.add(kind, *(self._written(kind, key) for key in keys))
        self.play(1)

    @staticmethod
    def _written(kind: str, key: int) -> dict[str, object]:
        about = f"Number {key} of many harbours, where a {kind} begins."
        votes = {"vote_average": 4 + key % 50 / 10, "vote_count": 50 + key}
        # What Netflix made itself is in the list of its network before it is on Netflix.
        networks = (
            [{"id": 213, "name": "Netflix"}] if kind == "tv" and key <= MADE_BY_NETFLIX else []
        )
        more = {"overview": about, "original_language": "en", "networks": networks} | votes
        return title(kind, key, _day_of(key), **more)

    def play(self, week: int) -> None:
        """Let it be that week."""
        self.week = week
        self.providers = {"US": NAMES | SHOPS}
        if week >= RENAMED:
            self.providers["US"][NUMBERS[DISNEY]] = "Disney Plus Premium"
        shown: dict[tuple[str, int], list[int]] = defaultdict(list)
        for kind, keys, service, weeks in OFFERED:
            for key in keys:
                shown[kind, key] += [NUMBERS[service]] if weeks[week - 1] == "1" else []
        self.offer(
            {one: {"US": {"flatrate": by, "rent": list(SHOPS)}} for one, by in shown.items()}
        )
        edited = f"{MONDAYS[week - 1] - timedelta(days=3)}"
        self.changed = {"movie": {}, "tv": {}}
        for kind, key in EDITED.get(week, ()):
            self.changed[kind][key] = edited

    def answer(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        if self.week == SILENT:
            return Reply(status=503)
        page = path, query.get("with_watch_providers"), query.get("page")
        if self.week == SHORT_LIST and page == ("discover/movie", str(NUMBERS[HULU]), "2"):
            return Reply(status=500)
        return super().answer(path, query, headers)


class World:
    """All servers that a run asks, in one of the five weeks."""

    def __init__(self) -> None:
        self.tmdb, self.files = WorldServer(), FileServer()
        self.files.files["museum.csv"] = _museum()
        self.files.files["2026Jan-Jun.xlsx"] = _report()
        self.play(1)

    def play(self, week: int) -> None:
        """Let it be that week."""
        self.tmdb.play(week)
        rows = [_top10_rows(date(2026, 9, 6) + timedelta(weeks=n)) for n in range(5 + week)]
        self.files.files["global.tsv"] = (TOP10 + "".join(rows)).encode()
        countries = "".join(f"Sweden\tSE\t{row}\n" for row in "".join(rows).splitlines())
        self.files.files["countries.tsv"] = (
            f"country_name\tcountry_iso2\t{TOP10}{countries}".encode()
        )

    @contextmanager
    def running(self) -> Iterator[dict[str, str]]:
        """Serve; gives the variables by which the command finds everything here."""
        with self.tmdb.running(), self.files.running():
            yield {
                "TMDB_READ_TOKEN": TOKEN,
                "CATALOGUE_FETCH_TMDB_URL": self.tmdb.url,
                "CATALOGUE_FETCH_TOP10_GLOBAL_URL": f"{self.files.url}/global.tsv",
                "CATALOGUE_FETCH_TOP10_COUNTRIES_URL": f"{self.files.url}/countries.tsv",
                "CATALOGUE_FETCH_ENGAGEMENT_URL": f"{self.files.url}/2026Jan-Jun.xlsx",
                "CATALOGUE_FETCH_NETFLIX_URL": f"{self.files.url}/museum.csv",
                "CATALOGUE_FETCH_REQUESTS_PER_SECOND": "100000",
                "CATALOGUE_FETCH_TRIES": "1",
                "CATALOGUE_RETRIES_NETWORK_ATTEMPTS": "2",
                "CATALOGUE_RETRIES_NETWORK_BACKOFF": "0",
                "NO_PROXY": "127.0.0.1",
            }


def _top10_rows(week: date) -> str:
    return "".join(
        f"{week}\tFilms (English)\t{rank}\tInvented movie {rank}\tN/A\t1\n" for rank in range(1, 11)
    )


def _museum() -> bytes:
    """A catalogue of 2021: two films that are still there and two that are long gone."""
    rows = [
        f's{key},Movie,{name},"March {key}, 2021",{_day_of(key)[:4]},90 min,Dramas,Of a harbour.\n'
        for key, name in enumerate(("Invented movie 1", "Invented movie 2", "Gone", "Away"), 1)
    ]
    return (MUSEUM + "".join(rows)).encode()


def _report() -> bytes:
    """An engagement report of the films that stay."""
    book = openpyxl.Workbook()
    book.active.title = "Film"
    for row in (["Views from January to June 2026"], ["Title", "Hours Viewed", "Runtime", "Views"]):
        book.active.append(row)
    for key in range(1, 31):
        book.active.append([f"Invented movie {key}", 100_000 * key, "1:30", 66_000 * key])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
