"""The pages as HTML: templates with autoescape on, and nothing that leaves the file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.charts import Panel
from reports.csv_link import csv_uri
from reports.formats import (
    NUMERIC,
    SHORT,
    Row,
    SectionColumn,
    html_of,
    linked_items,
    plain,
    text_of,
    title_page,
)
from reports.layout import PAGES, ReportPage
from reports.query_text import ask_address, highlighted
from reports.sections import Result, Sentence

TEMPLATES = Path(__file__).parent / "templates"
TMDB_CREDIT = "This product uses the TMDB API but is not endorsed or certified by TMDB."
JUSTWATCH_CREDIT = "Availability data by JustWatch."


@dataclass(frozen=True)
class PublishedRun:
    """What the warehouse says about the run that the report shows."""

    run_id: str
    week: str
    as_of: date
    finished_at: datetime | None
    is_synthetic: bool
    version: str
    models: Mapping[str, str]
    has_justwatch: bool = False
    since: str | None = None

    @property
    def params(self) -> dict[str, object]:
        """What every section's query may ask: the run, its day and week, what news are since."""
        return {
            "run_id": self.run_id,
            "as_of": self.as_of,
            "week": self.week,
            "since": self.since,
        }

    @property
    def credits(self) -> str:
        """What is owed to those whose data are shown."""
        owed = [TMDB_CREDIT, JUSTWATCH_CREDIT] if self.has_justwatch else [TMDB_CREDIT]
        return " ".join(owed)

    @property
    def week_number(self) -> int:
        """The ISO week's number in its year."""
        return int(self.week[-2:])

    @property
    def year(self) -> str:
        """The ISO week's year."""
        return self.week[:4]


MODELLED = {
    "genres_netflix": "Netflix tags",
    "genres_tmdb": "TMDb genres",
    "rating": "ratings",
    "hit": "popularity on TMDb",
    "top10": "the Top 10",
    "audience": "audience",
}
"""What each model says, as readers know it."""


@dataclass(frozen=True)
class Block:
    """One section as the template sees it: its result, its pictures, its place in the page."""

    result: Result
    panels: list[Panel]
    provenance: str
    site_url: str | None = None
    """Where titles have pages of their own; '' on the site itself."""

    @property
    def slug(self) -> str:
        """The section's address in the page."""
        return self.result.section.slug

    @property
    def text(self) -> Mapping[str, str]:
        """The words of the section's header."""
        return self.result.section.text

    @property
    def table(self) -> str:
        """Whether the rows are open, folded beneath a chart that shows them, or not there."""
        chart = self.result.section.chart
        return self.text.get("table", "folded" if chart else "open")

    @property
    def fields(self) -> list[tuple[SectionColumn, list[SectionColumn]]]:
        """The table's columns, each with those that stand small beneath it."""
        fields: list[tuple[SectionColumn, list[SectionColumn]]] = []
        for column in self.result.section.columns:
            if column.label == "+":
                fields[-1][1].append(column)
            elif column.label != "-":
                fields.append((column, []))
        return fields

    def cell(self, row: Row, column: SectionColumn) -> Markup:
        """A value in its cell; a title leads to its page, where there is a site."""
        if column.form == "items" and (items := linked_items(row, column, self.site_url)):
            return items
        written = html_of(row[column.name], column.form)
        address = title_page(row, column, self.site_url)
        return Markup('<a href="{}">{}</a>').format(address, written) if address else written


@dataclass(frozen=True)
class Chapter:
    """A heading of a page, and the sections beneath it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Masthead:
    """What all pages of a week begin with: the headline, what is stale, and the way to sections."""

    headline: Result
    stale: Sequence[Sentence]
    places: Mapping[str, str]
    """The file of the page that has each section."""
    site_url: str | None = None
    """Where queries can be run; None where there is no site."""


def block_of(result: Result, run: PublishedRun, site_url: str | None = None) -> Block:
    """Draw the section's chart and say where its rows come from and its titles lead."""
    section = result.section
    finding = result.finding.striptags() if result.finding else section.text["lede"]
    label = plain(f"{section.text['title']}. {finding}")
    panels: list[Panel] = []
    if section.chart:
        says = site_url == ""  # the site has a script that shows them
        panels = section.chart.panels(result.rows, section.columns, label, says_values=says)
    versions = {name: run.models[name] for name in section.models if name in run.models}
    models = [
        MODELLED.get(name, name) + ("" if version == run.run_id else f" ({version})")
        for name, version in versions.items()
    ]
    return Block(result, panels, ", ".join(models), site_url)


def week_dates(week: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week such as ``2026-W47``."""
    year, number = int(week[:4]), int(week[-2:])
    return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)


def render_report(
    run: PublishedRun, page: ReportPage, masthead: Masthead, chapters: Sequence[Chapter]
) -> str:
    """A page of the week, not yet linked to the weeks around it (``neighbours.py``)."""

    def address(slug: str) -> str:
        """Where the section is, seen from this page; '' where no page has it."""
        file = masthead.places.get(slug)
        if file is None:
            return ""
        return f"#{slug}" if file == page.file else f"{file}#{slug}"

    return _render(
        "report.html.j2",
        run=run,
        page=page,
        pages=PAGES,
        masthead=masthead,
        headline=masthead.headline,
        chapters=chapters,
        address=address,
        neighbours=Markup(render_neighbours(None, None)),  # noqa: S704 - escaped by its template
    )


def render_neighbours(before: str | None, after: str | None) -> str:
    """The links from a week's page to the weeks around it.

    Args:
        before: the page of the week before, such as ``2026-W46/index.html``; None if there is none.
        after: that of the week after.
    """
    return _render("report_neighbours.html.j2", before=before, after=after)


def render_index(weeks: Sequence[Mapping[str, Any]]) -> str:
    """The page that lists all weeks, newest first."""
    return _render("index.html.j2", weeks=weeks)


def render_latest(week: str) -> str:
    """The page that leads to the newest week."""
    return _render("latest.html.j2", week=week)


def environment(*folders: Path) -> Environment:
    """Templates of these folders, then of the report's: autoescape on, the house formats known."""
    templates = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"cell": html_of, "words": text_of, "highlighted": highlighted}
    templates.filters["ask_address"] = ask_address
    templates.filters["csv"] = lambda result: csv_uri(list(result.section.formats), result.rows)
    templates.globals |= {"numeric": NUMERIC, "short": SHORT, "week_dates": week_dates}
    return templates


def _render(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    """Read and compiled once."""
    script, style = (
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.js", "report.css")
    )
    templates = environment()
    templates.globals |= {
        "script": Markup(script),  # noqa: S704 - the project's own files
        "style": Markup(style),  # noqa: S704
        "policy": _policy(script, style),
    }
    return templates


def _policy(script: str, style: str) -> str:
    """What the page may do: show itself in its own style and run its own script, nothing else."""
    return (
        f"default-src 'none'; style-src {digest_of(style)}; script-src {digest_of(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def digest_of(text: str) -> str:
    """How a policy names a text that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
