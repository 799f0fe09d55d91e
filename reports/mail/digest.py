"""What the mail says: of each section that asks for it, a picture, a short table or its finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from catalogue_common.errors import ReportError
from reports.formats import MISSING, NUMERIC, Row, SectionColumn, plain, text_of, title_page
from reports.layout import CONTENT, Layout
from reports.mail.pictures import Picture, picture_of
from reports.mail.plaintext import Cell, table
from reports.page import PublishedRun
from reports.sections import Result, Section, load_section, load_sections, run_section
from reports.weekly_report import BANNER, HEADLINE, SECTIONS

KINDS = ("chart", "table", "figures", "finding")
CELL_LIMIT = 110
NAMES_LIMIT = 2
# The encodings that a list shows instead of the picture, in this order.
LISTED = ("group", "y", "x", "down", "from", "low", "high", "mark")
SUBJECT_LIMIT = 110
PREHEADER_LIMIT = 160
# Beyond the Latin, Greek, Cyrillic and Hebrew letters and common signs of the renderer's typeface.
UNDRAWN = re.compile("[^\u0000-\u05ff\u1e00-\u22ff\u2500-\u25ff\ufb00-\ufb06]")


@dataclass(frozen=True)
class Item:
    """One section as the mail shows it; ``finding`` is its headline."""

    kind: str
    slug: str
    title: str
    finding: str
    reading: str = ""
    picture: Picture | None = None
    heads: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def is_drawable(self) -> bool:
        """Whether the picture's typeface has the signs of all names."""
        return not any(UNDRAWN.search(cell.text) for row in self.rows for cell in row)

    @property
    def text_rows(self) -> list[str]:
        """The rows as lines of plain text."""
        if self.kind == "figures":
            return [f"{cell.text} {cell.beneath}" for row in self.rows for cell in row]
        return table(self.heads, self.rows) if self.rows else []


@dataclass(frozen=True)
class Digest:
    """The whole mail, before it is dressed as HTML or as plain text."""

    run: PublishedRun
    sentences: tuple[tuple[str, str, str], ...]
    empty: str
    items: tuple[Item, ...]
    stale: tuple[str, ...] = ()
    """What is older than it should be, in at most two lines."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The file of the page that has each section."""
    is_quiet: bool = False
    """Whether nothing is new since ``run.since``: then that is all there is to say."""

    @property
    def headline(self) -> str:
        """The week's one fact, for the subject: the strong part of the first sentence."""
        strong = [part.rstrip(" ,;:.") for _, part, _ in self.sentences[:1]]
        return plain("".join(strong) or self.empty, SUBJECT_LIMIT)

    @property
    def subject(self) -> str:
        """The ISO week and the headline; a mail of invented numbers says so first."""
        warning = "[Synthetic sample] " if self.run.is_synthetic else ""
        return f"{warning}{self.run.week}: {self.headline}"

    @property
    def preheader(self) -> str:
        """What a list of mails shows behind the subject: the sentences that are not in it."""
        said = [f"{strong} {rest}" for _, strong, rest in self.sentences[1:]]
        return plain(" ".join(said), PREHEADER_LIMIT)

    @property
    def stories(self) -> list[Item]:
        """The sections that show something."""
        return [item for item in self.items if item.kind != "finding"]

    @property
    def briefs(self) -> list[Item]:
        """The sections of which only the finding is shown."""
        return [item for item in self.items if item.kind == "finding"]


def read_digest(
    connection: sa.Connection,
    run: PublishedRun,
    layout: Layout,
    groups: Iterable[str] = (CONTENT,),
    site_url: str | None = None,
) -> Digest:
    """Ask the headline's query and those of the sections that readers of these groups get.

    What is new is told since ``run.since``; where nothing is, that is all that is asked.

    Raises:
        ReportError: a query fails, or a ``mail`` line is missing or cannot be understood.
    """
    headline = run_section(load_section(SECTIONS / f"{HEADLINE}.sql"), connection, run.params)
    banner = run_section(load_section(SECTIONS / f"{BANNER}.sql"), connection, run.params)
    sections = {section.slug: section for section in load_sections(SECTIONS)}
    layout.check(sections)
    is_quiet = bool(headline.rows) and headline.rows[0]["nothing_since"] is not None
    wanted = [] if is_quiet else [sections[slug] for slug in layout.mailed(groups)]
    sentences = headline.sentences[:1] if is_quiet else headline.sentences
    results = [run_section(section, connection, run.params) for section in wanted]
    items = [item_of(result, run.week, site_url) for result in results if result.rows]
    return Digest(
        run=run,
        sentences=tuple((slug, words_of(a), words_of(b)) for slug, a, b in sentences),
        empty=headline.section.text["empty"],
        items=tuple(item for item in items if item.kind != "finding" or item.finding),
        stale=stale_lines(banner),
        places=layout.places(list(sections)),
        is_quiet=is_quiet,
    )


def stale_lines(banner: Result) -> tuple[str, ...]:
    """The catalogue's day where it is old, and the names of the other old sources."""
    lines = [
        words_of(strong)
        for row in banner.rows
        if row["source"] is None
        for _, strong, _ in banner.sentences_of(row)
    ]
    names = [plain(row["source"], 24) for row in banner.rows if row["source"] is not None]
    more = len(names) - NAMES_LIMIT
    if names:
        listed = ", ".join(names[:NAMES_LIMIT]) + (f" and {more} more" if more > 0 else "")
        lines.append(f"{'Old, too' if lines else 'Out of date'}: {listed}.")
    return tuple(lines)


def item_of(result: Result, week: str, site_url: str | None = None) -> Item:
    """The section as its ``mail`` line wants it."""
    section = result.section
    kind, top, names = _parse(section)
    rows = result.rows[:top]
    finding = words_of(result.finding) if result.finding else ""
    item = Item(kind, section.slug, section.text["title"], finding)
    if kind == "figures":
        return replace(item, rows=_figures(result, top))
    if kind == "table":
        columns = [_column(section, name) for name in names]
        heads = tuple(Cell(c.label, "", c.form in NUMERIC) for c in columns if c.label != "+")
        cells = [_cells(columns, row, site_url) for row in rows]
        return replace(item, heads=heads, rows=tuple(cells))
    if kind == "chart":
        picture = picture_of(result, top, week)
        reading = section.text.get("reading", "").replace("  ", "\u2003")
        heads, listed = _listed(result, top, site_url)
        return replace(item, reading=reading, picture=picture, heads=heads, rows=listed)
    return item


def words_of(markup: object) -> str:
    """A sentence of the report as plain text."""
    striptags = getattr(markup, "striptags", None)
    return plain(striptags() if striptags else markup)


def _parse(section: Section) -> tuple[str, int, list[str]]:
    if "mail" not in section.text:
        raise ReportError(
            f"{section.path}: the mail is to show it, and its header has no line 'mail:'."
        )
    kind, *rest = section.text["mail"].split()
    if kind not in KINDS or (kind != "finding" and not (rest and rest[0].isdigit())):
        raise ReportError(
            f"{section.path}: 'mail: {section.text['mail']}' is not understood; "
            "it should be like `chart 8`, `table 5 title rating`, `figures 4` or `finding`."
        )
    return kind, int(rest[0]) if rest else 1, rest[1:] or [section.columns[0].name]


def _column(section: Section, name: str) -> SectionColumn:
    for column in section.columns:
        if column.name == name:
            return column
    raise ReportError(f"{section.path}: 'mail:' names '{name}', which is no column.")


def _cells(columns: Sequence[SectionColumn], row: Row, site_url: str | None) -> tuple[Cell, ...]:
    """One cell for each column; those labelled ``+`` go beneath the one before them."""
    cells: list[Cell] = []
    for column in columns:
        text = plain(text_of(row[column.name], column.form), CELL_LIMIT)
        if column.label != "+" or not cells:
            address = title_page(row, column, site_url)
            cells.append(Cell(text, "", column.form in NUMERIC, address))
        elif text != MISSING:
            cells[-1] = replace(cells[-1], beneath=text)
    return tuple(cells)


def _figures(result: Result, top: int) -> tuple[tuple[Cell, ...], ...]:
    """Rows of at most four big figures."""
    by = result.section.chart.by if result.section.chart else {}
    if "form" not in by:
        raise ReportError(f"{result.section.path}: 'mail: figures' needs a chart of figures.")
    cells = [
        Cell(text_of(row[by["value"]], row[by["form"]]), plain(row[by["label"]], 40))
        for row in result.rows[:top]
    ]
    return tuple(tuple(cells[start : start + 4]) for start in range(0, len(cells), 4))


def _listed(
    result: Result, top: int, site_url: str | None
) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """What the chart shows, as a table: for the plain text."""
    by = result.section.chart.by if result.section.chart else {}
    names = list(dict.fromkeys(by[key] for key in LISTED if key in by))
    found = [_column(result.section, name) for name in names]
    columns = [c for c in found if c.label != "-" or c.name in (by.get("y"), by.get("x"))]
    heads = tuple(Cell(column.label.strip("-"), "", column.form in NUMERIC) for column in columns)
    return heads, tuple(_cells(columns, row, site_url) for row in result.rows[:top])
