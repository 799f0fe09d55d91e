"""Fetches from TMDb what services show in a region: lists, details and genres, as files.

The lists are read whole, and each title's details are asked once; later only for titles that are
new or were edited since. All answers become files at the end, in ``tmdb/`` of the data directory.
"""

from __future__ import annotations

import csv
import gzip
import json
import logging
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from catalogue_common.clock import utc_now
from catalogue_common.fetch_settings import Fetch
from catalogue_common.progress import Progress
from etl.fetch import IncompleteListError, UnansweredError
from etl.fetch.client import Answer, TmdbClient, question
from etl.fetch.lists import (
    FoundTitles,
    TmdbListing,
    network_list,
    provider_lists,
    read_changes,
    read_favourites,
    read_list,
    rows_of,
)
from etl.fetch.place import keep_under_date, part, writing
from etl.fetch.providers import KINDS, service_plans
from etl.fetch.session import Session
from etl.fetch.store import Store
from etl.fetch.token import read_token

log = logging.getLogger("catalogue")

NETFLIX = "Netflix"
"""Of whose series TMDb has a list as a network's, too."""
TOGETHER = "credits,keywords,external_ids,watch/providers"
LONGEST_GAP = timedelta(weeks=8)
"""A title that was not looked at for longer is asked again: cheaper than all changes since."""


@dataclass
class Fetched:
    """What a fetch brought.

    Attributes:
        files: the new files.
        asked: number of titles whose details are in them.
        unanswered: number of titles that TMDb did not answer for; they are asked again next time.
    """

    files: list[Path] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class TmdbOrder:
    """What to ask TMDb for.

    Attributes:
        services: whose lists, by our names, TMDb's or other spellings.
        regions: of which countries, by their ISO codes.
        rivals: more services, of which some may not be sold in a region.
        day: the day that counts as today; by default today in UTC.
        limit: ask for so many titles only, most popular first, and keep no lists: a try.
    """

    services: tuple[str, ...] = ("Netflix",)
    regions: tuple[str, ...] = ("US",)
    rivals: tuple[str, ...] = ()
    day: date | None = None
    limit: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Titles of one kind to ask for, and those that are known to be as they were."""

    kind: str
    ids: list[int]
    unchanged: list[int]


@dataclass(frozen=True)
class Seen:
    """What the lists gave: new files, titles to ask for, and why some lists are no lists."""

    files: list[Path]
    wanted: list[Wanted] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)


def fetch_tmdb(
    data: Path, options: Fetch, progress: Progress, order: TmdbOrder | None = None
) -> Fetched:
    """Fetch into ``data/tmdb``; started again after a kill it goes on where it was.

    Args:
        data: the data directory.
        options: where to ask, and how fast.
        progress: shows how many titles are done.
        order: what to ask for.

    Raises:
        IncompleteListError: a list lacks a page and was not kept; all else was.
        FetchError: no token, a refused one, no answers, an unknown service, or a folder that cannot
            be written.
    """
    token, order = read_token(), order or TmdbOrder()
    with (
        writing(data, "tmdb") as folder,
        closing(Store(folder, order.day or utc_now().date())) as store,
        closing(TmdbClient(token, options)) as client,
    ):
        session = Session(client, store)
        seen = _look_around(session, folder, order)
        unanswered = sum(_ask_details(session, some, progress) for some in seen.wanted)
        return _finish(store, folder, Fetched(seen.files, unanswered=unanswered), seen)


def _look_around(session: Session, folder: Path, order: TmdbOrder) -> Seen:
    """Genres and lists as new files, and which titles to ask for."""
    lists = _lists(session, order)
    if order.limit:
        lists.sort(key=lambda one: one.is_of_subscribers)  # the long ones take what room is left
    seen = Seen([file for file in [_keep_genres(session, folder)] if file])
    listed: dict[str, dict[int, None]] = {kind: {} for kind in KINDS}
    for left, listing in zip(range(len(lists), 0, -1), lists, strict=True):
        try:
            if order.limit:
                room = order.limit - sum(map(len, listed.values()))
                ids = read_favourites(session, listing, -(-room // left))
            else:
                found = read_list(session, listing)
                seen.files.extend(_keep_list(folder, listing, session.store.day, found))
                ids = list(found.rows)
        except IncompleteListError as error:
            seen.holes.append(f"{listing.name}: {error}")
            continue
        listed[listing.kind] |= dict.fromkeys(ids)
    choose = _choose_new if order.limit else _choose
    seen.wanted.extend(choose(session, kind, list(ids)) for kind, ids in listed.items())
    return seen


def _lists(session: Session, order: TmdbOrder) -> list[TmdbListing]:
    """The lists of every service in every region; none before all names are understood."""
    sold = {
        region: service_plans(session, region, order.services, order.rivals)
        for region in order.regions
    }
    made = [network_list()] if any(NETFLIX in services for services in sold.values()) else []
    return made + [
        listing
        for region, services in sold.items()
        for plans in services.values()
        for plan in plans
        for listing in provider_lists(plan, region)
    ]


def _choose_new(session: Session, kind: str, listed: list[int]) -> Wanted:
    known = session.store.known(kind)
    return Wanted(kind, [key for key in listed if key not in known], [])


def _choose(session: Session, kind: str, listed: list[int]) -> Wanted:
    """New titles, edited ones and those not looked at for long."""
    today = session.store.day
    known = {
        key: day for key, day in session.store.known(kind).items() if today - day <= LONGEST_GAP
    }
    looked_at = [known[key] for key in listed if key in known]
    changed = read_changes(session, kind, min(looked_at), today) if looked_at else set()
    ids = [key for key in listed if key not in known or key in changed]
    log.info("  %s: %d of %d titles are new or edited", kind, len(ids), len(listed))
    return Wanted(kind, ids, sorted(set(listed).difference(ids)))


def _keep_genres(session: Session, folder: Path) -> Path | None:
    """The genre table of both kinds as a file; without one the loader's own table serves."""
    questions = [question(f"genre/{kind}/list", language="en") for kind in KINDS]
    answers = [answer for answer in session.ask_all(questions) if isinstance(answer, dict)]
    names = {row["id"]: row.get("name") for answer in answers for row in rows_of(answer, "genres")}
    if not names:
        return None
    temporary = part(folder, "genres.csv")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("genre_id", "genre"), *sorted(names.items())])
    return keep_under_date(temporary, f"{session.store.day}")


def _keep_list(folder: Path, listing: TmdbListing, day: date, found: FoundTitles) -> list[Path]:
    """The list as a file, whose name says how many titles TMDb says that it has."""
    if not found.rows:
        log.info("  %s: no file is written", listing.name)
        return []
    total = f"_of{found.claimed}" if listing.is_of_a_provider else ""
    temporary = part(folder, f"{listing.name}{total}.jsonl")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        # With the day, or a list that is as it was would be the same bytes and no new observation.
        file.writelines(_line({**row, "seen_on": f"{day}"}) for row in found.rows.values())
    return [keep_under_date(temporary, f"{day}")]


def _details(kind: str, key: int) -> str:
    return question(f"{kind}/{key}", append_to_response=TOGETHER, language="en-US")


def _ask_details(session: Session, wanted: Wanted, progress: Progress) -> int:
    """Ask for each title, so that the store has it; returns for how many there is no answer."""
    failed = 0
    answers = session.ask_all(_details(wanted.kind, key) for key in wanted.ids)
    for answer in progress.track(answers, f"{wanted.kind} details", total=len(wanted.ids)):
        if isinstance(answer, UnansweredError):
            failed += 1
            log.warning("a title of TMDb is left for the next fetch: %s", answer)
    return failed


def _finish(store: Store, folder: Path, fetched: Fetched, seen: Seen) -> Fetched:
    """Make files of the details; only then they count as had."""
    titles: list[tuple[str, int, str]] = []
    for some in seen.wanted:
        file, had = _keep_details(store, folder, some)
        if file:
            fetched.files.append(file)
            titles += [(some.kind, key, file.name) for key in had]
    checked = [(some.kind, key) for some in seen.wanted for key in some.unchanged]
    store.finish(titles, checked, lists_too=not seen.holes)
    fetched.asked = len(titles)
    if seen.holes:
        raise IncompleteListError("\n".join(seen.holes))
    return fetched


def _keep_details(store: Store, folder: Path, wanted: Wanted) -> tuple[Path | None, list[int]]:
    """The answers as one file, and the titles in it."""
    name = f"details_{wanted.kind}"
    temporary = part(folder, f"{name}.jsonl.gz")
    had = []
    # Without a time of writing in it, so that the same answers are the same bytes.
    with temporary.open("wb") as packed, gzip.GzipFile("", "wb", fileobj=packed, mtime=0) as file:
        for key in sorted(wanted.ids):
            answer = store.get(_details(wanted.kind, key))
            if answer is not None:
                file.write(_line(answer).encode())
                had.append(key)
    if had:
        # The number keeps the loader from taking a week with few edits for a shrunken file.
        return keep_under_date(temporary, f"{store.started}_{len(had)}-titles"), had
    temporary.unlink()
    return None, had


def _line(answer: Answer) -> str:
    return json.dumps(answer, separators=(",", ":")) + "\n"  # in ASCII, whatever a title holds
