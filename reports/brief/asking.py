"""What a brief says: asked of the published week by one query a number, which it shows.

Each file of sql/brief is a section (``reports/sections.py``); those that begin with 3 are the
questions asked of a title, and all return the same columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from catalogue_common.errors import OtherVersionError
from reports.formats import MISSING, plain, text_of
from reports.page import PublishedRun
from reports.query_text import as_asked
from reports.sections import Result, Section, load_sections, run_section
from warehouse.sql_files import SQL

MOST_TITLES = 20
"""Of one brief: what a person reads, and what a page holds."""
MOST_OFFERS = 8
"""Of one title; the others are counted."""
LONGEST_TEXT = 900
FACTS, NAMES, OFFERS, COMPARABLES = "facts", "names", "offers", "comparables"
TOO_OLD = "This week was published before that was known."
STARTS = {"stated": "as stated", "listed": "or since the list before", "first sight": "or before"}

Row = dict[str, Any]


@dataclass(frozen=True)
class BriefNumber:
    """What is expected of one title by one question, as texts, and what became of it.

    ``note`` says why there is none; a chance has no ``low`` and ``high``; ``slug`` names the query.
    """

    slug: str
    label: str
    meaning: str
    low: str
    middle: str
    high: str
    support: str
    note: str
    measured: str


@dataclass(frozen=True)
class BriefTitle:
    """One title as a brief has it."""

    title_id: str
    facts: Mapping[str, Any]
    note: str
    offers: Sequence[Row]
    numbers: Sequence[BriefNumber]
    comparables: Sequence[Row]

    @property
    def name(self) -> str:
        """What it is called."""
        return plain(self.facts["title"] or self.title_id, 200)

    @property
    def line(self) -> str:
        """Type, year, countries, language and genres, as far as they are known."""
        facts = self.facts
        spoken = facts.get("language_name") or facts["original_language"]
        said = [
            text_of(facts["type"], "kind"),
            facts["release_year"],
            facts.get("country_names") or facts["countries"],
            spoken,
            facts["genres"],
            facts["duration_minutes"] and f"{facts['duration_minutes']} minutes",
            facts["season_count"]
            and f"{facts['season_count']} season{'s' if facts['season_count'] > 1 else ''}",
            facts["maturity_rating"],
        ]
        return " · ".join(plain(part, 160) for part in said if part)

    @property
    def original(self) -> str:
        """The original title, where it is another."""
        other = self.facts.get("original_title")
        return plain(other, 200) if other and other != self.facts["title"] else ""

    @property
    def makers(self) -> str:
        """Who made it, directed it and plays in it, as far as that is known."""
        parts = (
            ("Directed by", self.facts["directors"]),
            ("made by", self.facts.get("made_by")),
            ("with", self.facts.get("cast_members")),
        )
        said = "; ".join(f"{word} {plain(names, 160)}" for word, names in parts if names)
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    @property
    def description(self) -> str:
        """What it is about."""
        return plain(self.facts["description"] or "", LONGEST_TEXT)

    @property
    def standing(self) -> str:
        """Whether the catalogue has it."""
        has, day = self.facts["in_catalogue"], self.facts["catalogue_seen_on"]
        if has is None:
            return "Whether the catalogue has it is not known."
        as_of = f", as of {text_of(day, 'date')}" if day else ""
        return f"{'In' if has else 'Not in'} the catalogue{as_of}."


@dataclass(frozen=True)
class Brief:
    """Some titles of one published week, and the queries that were asked about them."""

    run: PublishedRun
    heading: str
    titles: Sequence[BriefTitle]
    results: Mapping[str, Result]
    unknown: Sequence[str] = ()
    """Keys that the week has no title of."""
    left_out: int = 0
    """Titles beyond the most that a brief holds."""
    empties: Mapping[str, str] = field(default_factory=dict)

    @property
    def queries(self) -> list[tuple[Section, str]]:
        """Each section with its statement as it runs by itself in any SQL box."""
        return [
            (result.section, as_asked(result.section.sql, result.params))
            for result in self.results.values()
        ]


def ask_brief(
    connection: sa.Connection,
    run: PublishedRun,
    title_ids: Sequence[str],
    *,
    heading: str = "",
    notes: Mapping[str, str] | None = None,
) -> Brief:
    """Ask all that a brief says of these titles, in their order.

    Args:
        connection: to a published file.
        run: its run.
        title_ids: keys of titles; of more than ``MOST_TITLES`` the first count.
        heading: what the titles are together; by default the one title's name.
        notes: remarks on titles, by key.

    Raises:
        OtherVersionError: the file knows of no titles as they are known today.
    """
    asked = list(dict.fromkeys(title_ids))
    kept = asked[:MOST_TITLES]
    results = _results(connection, run, kept)
    rows = {slug: _by_title(result.rows) for slug, result in results.items()}
    titles = [
        _title(title_id, rows, results, (notes or {}).get(title_id, ""))
        for title_id in kept
        if title_id in rows.get(FACTS, {})
    ]
    if not heading:
        names = [title.name for title in titles] or ["No title"]
        heading = f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]
    found = {title.title_id for title in titles}
    return Brief(
        run,
        plain(heading, 200),
        titles,
        results,
        [title_id for title_id in kept if title_id not in found],
        len(asked) - len(kept),
        {
            section.slug: section.text["empty"] if section.slug in results else TOO_OLD
            for section in _sections()
        },
    )


@cache
def _sections() -> list[Section]:
    return load_sections(SQL / "brief")


def _results(
    connection: sa.Connection, run: PublishedRun, title_ids: Sequence[str]
) -> dict[str, Result]:
    """What each query answers; what an older week does not know is not there."""
    found = {}
    for section in _sections():
        try:
            found[section.slug] = run_section(
                section, connection, {**run.params, "title_ids": list(title_ids)}
            )
        except OtherVersionError:
            if section.slug == FACTS:
                raise
    return found


def _by_title(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row["title_id"]].append(row)
    return dict(grouped)


def _title(
    title_id: str,
    rows: Mapping[str, Mapping[str, list[Row]]],
    results: Mapping[str, Result],
    note: str,
) -> BriefTitle:
    def of(slug: str) -> list[Row]:
        return rows.get(slug, {}).get(title_id, [])

    facts = {**of(FACTS)[0], **(of(NAMES)[0] if of(NAMES) else {})}
    numbers = [
        _number(result.section, of(slug)[0])
        for slug, result in results.items()
        if "measured" in result.section.formats and of(slug)
    ]
    return BriefTitle(title_id, facts, plain(note, 300), of(OFFERS), numbers, of(COMPARABLES))


def _number(section: Section, row: Row) -> BriefNumber:
    formats = section.formats

    def said(name: str) -> str:
        return text_of(row[name], formats[name]) if name in formats else ""

    measured = said("measured")
    if measured != MISSING and row["measured_as"]:
        is_answer = formats["measured"] == "flag"
        measured = row["measured_as"] if is_answer else f"{measured} {row['measured_as']}"
    return BriefNumber(
        section.slug,
        section.text["title"],
        section.text["lede"],
        said("low"),
        said("middle"),
        said("high"),
        said("support"),
        plain(row["note"] or "", 200),
        measured,
    )
