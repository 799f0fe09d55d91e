"""The weekly report: from the published warehouse to three self-contained pages per week."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy.exc import SQLAlchemyError

from catalogue_common.errors import OtherVersionError, QueryError, ReportError
from catalogue_common.files import put_in_place, replace_file
from catalogue_common.report_settings import ReportSettings
from reports import answers
from reports.layout import PAGE_FILES, Layout, load_layout
from reports.neighbours import link_weeks
from reports.page import (
    Chapter,
    Masthead,
    PublishedRun,
    block_of,
    render_index,
    render_latest,
    render_report,
)
from reports.sections import Result, load_section, load_sections, run_section
from warehouse.reading import ReadLimits, open_published
from warehouse.sql_files import SQL

SECTIONS = SQL / "reports"
HEADLINE, BANNER = "headline", "banner"
"""The files of it that are no sections, but the top of the pages."""
WEEK = re.compile(r"\d{4}-W\d{2}")
HEAD = re.compile(
    r'<title>(?P<title>.*?)</title>.*?name="description" content="(?P<about>.*?)"', re.S
)
# Several threads add up numbers in another order each time: the last digits would differ between
# two reports of the same week.
ONE_THREAD = ReadLimits(threads=1)
AS_IT_COMES = ReportSettings()
MODELS = "select model, version from ops.models where run_id = $run_id"


@dataclass(frozen=True)
class Draft:
    """A report that is rendered and on the disk, but not yet in its place."""

    week: str
    drafts: Mapping[str, Path]
    """The rendered pages by the name that they are to have."""
    reports_dir: Path
    answers: bytes

    def put_in_place(self) -> Path:
        """Show the report: the week's pages, linked with the weeks around it, and the list of all.

        The page that the others are reached from comes last of the three. ``latest`` leads to the
        newest week, which is another one where an old week is made again.

        Returns:
            The path of the week's ``index.html``.

        Raises:
            ReportError: a page cannot be put in place.
        """
        page = self.reports_dir / self.week / "index.html"
        try:
            page.parent.mkdir(exist_ok=True)
            replace_file(page.with_name(answers.NAME), self.answers)
            for file in reversed(PAGE_FILES):
                put_in_place(self.drafts[file], page.with_name(file))
            weeks = list_weeks(self.reports_dir)
            link_weeks(self.reports_dir, [week["week"] for week in weeks])
            newest = render_latest(weeks[0]["week"])
            replace_file(self.reports_dir / "latest" / "index.html", newest)
            replace_file(self.reports_dir / "index.html", render_index(weeks))
        except OSError as cause:
            raise ReportError(
                f"The report cannot be put into {self.reports_dir}: {cause}. The warehouse "
                "is published. See that the folder can be written, then run `catalogue report`."
            ) from cause
        return page


def draft_report(
    warehouse: Path, reports_dir: Path, settings: ReportSettings = AS_IT_COMES
) -> Draft:
    """Render the report of the newest run in a warehouse, without showing it.

    Args:
        warehouse: the DuckDB file, published or about to be; it is only read.
        reports_dir: the folder of all weeks.
        settings: which sections stand where, if not as the project has it (``layout.py``), and
            where titles lead.

    Raises:
        ReportError: the report cannot be made; the reports already there are as they were.
    """
    layout = load_layout(settings.sections)
    with connect_published(warehouse) as connection:
        run, results = _ask(connection, layout)
    return _draft(run, results, reports_dir, layout, settings.site_url)


def _draft(
    run: PublishedRun,
    results: Sequence[Result],
    reports_dir: Path,
    layout: Layout,
    site_url: str | None,
) -> Draft:
    rendered = _render(run, results, layout, site_url)
    drafts = {file: reports_dir / f".draft-{file}" for file in rendered}
    try:
        for file, page in rendered.items():
            replace_file(drafts[file], page)
    except OSError as cause:
        raise ReportError(
            f"The report cannot be written to {reports_dir}: {cause}. The reports there "
            "are as they were. See that the folder can be written, or give another --reports."
        ) from cause
    return Draft(run.week, drafts, reports_dir, answers.encode_answers(run, results))


def _render(
    run: PublishedRun, results: Sequence[Result], layout: Layout, site_url: str | None
) -> dict[str, str]:
    """The pages by their files; a week of an earlier version has no banner."""
    by_slug = {result.section.slug: result for result in results}
    headline, banner = by_slug.pop(HEADLINE), by_slug.pop(BANNER, None)
    slugs = list(by_slug)
    stale = [line for row in banner.rows for line in banner.sentences_of(row)] if banner else []
    masthead = Masthead(headline, stale, layout.places(slugs), site_url)
    blocks = {slug: block_of(by_slug[slug], run, site_url) for slug in masthead.places}
    return {
        page.file: render_report(
            run,
            page,
            masthead,
            [Chapter(title, [blocks[s] for s in named]) for title, named in chapters.items()],
        )
        for page, chapters in layout.arrange(slugs).items()
    }


def write_report(
    warehouse: Path, reports_dir: Path, settings: ReportSettings = AS_IT_COMES
) -> Path:
    """Make the newest run's report and show it; see ``draft_report`` and ``Draft``."""
    return draft_report(warehouse, reports_dir, settings).put_in_place()


def write_week(
    week: str, warehouse: Path, reports_dir: Path, settings: ReportSettings = AS_IT_COMES
) -> Path:
    """Make a week's report again: of its published file while that is kept and of this version,
    else of what its queries answered then. The numbers are the same.

    Raises:
        ReportError: neither is there; the reports are as they were.
    """
    from warehouse.kept_files import kept_files  # noqa: PLC0415 - brings in all that builds a warehouse

    if not WEEK.fullmatch(week):
        raise ReportError(f"'{week}' is no ISO week like 2026-W47. Nothing was done.")
    for file in (warehouse, *(kept.path for kept in kept_files(warehouse))):
        if file.is_file() and _week_of(file) == week:
            with suppress(OtherVersionError):
                return write_report(file, reports_dir, settings)
    run, results = answers.read_answers(reports_dir / week / answers.NAME)
    return _draft(
        run, results, reports_dir, load_layout(settings.sections), settings.site_url
    ).put_in_place()


def _week_of(file: Path) -> str:
    with connect_published(file) as connection:
        return newest_run(connection).week


@contextmanager
def connect_published(warehouse: Path) -> Iterator[sa.Connection]:
    """Connect to the published file: read-only, and with no way to other files or the network."""
    engine = sa.create_engine(
        "duckdb://",
        creator=lambda: ConnectionWrapper(open_published(warehouse, ONE_THREAD)),
        poolclass=sa.NullPool,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except (QueryError, SQLAlchemyError) as cause:
        said = str(cause)
        if isinstance(cause, SQLAlchemyError):  # it would add the statement and an address
            said = f"{said.splitlines()[0]}. Put back a copy with `catalogue restore`."
        raise ReportError(f"There is no report of {warehouse}. {said}") from cause
    finally:
        engine.dispose()


def ask_published(
    connection: sa.Connection, name: str, **params: object
) -> sa.CursorResult[tuple[Any, ...]]:
    """What the query of that name in sql/published returns."""
    query = (SQL / "published" / f"{name}.sql").read_text(encoding="utf-8")
    return connection.exec_driver_sql(query, params)


def newest_run(connection: sa.Connection) -> PublishedRun:
    """The run whose scores the file holds, with the versions of its models."""
    row = ask_published(connection, "newest_run").mappings().one_or_none()
    if row is None:
        raise ReportError("the warehouse knows of no run: make one with `catalogue run`.")
    if not WEEK.fullmatch(row["week"]):
        raise ReportError(f"run {row['run_id']} has the week '{row['week']}', not like 2026-W47.")
    models = connection.exec_driver_sql(MODELS, {"run_id": row["run_id"]})
    versions = {row.model: row.version for row in models}
    since = ask_published(connection, "run_before", week=row["week"]).mappings().one()["run_id"]
    return PublishedRun(
        **row, models=versions, has_justwatch=_has_justwatch(connection), since=since
    )


def _has_justwatch(connection: sa.Connection) -> bool:
    """Whether JustWatch is owed a line; a file from before there were offers shows none of it."""
    try:
        return bool(ask_published(connection, "credits").scalar_one())
    except SQLAlchemyError as cause:
        if isinstance(getattr(cause, "orig", None), duckdb.CatalogException):
            return False
        raise


def list_weeks(reports_dir: Path) -> list[dict[str, str]]:
    """All weeks with a page, newest first, with what each page says of itself."""
    pages = (path for path in reports_dir.glob("*/index.html") if WEEK.fullmatch(path.parent.name))
    return [
        {"week": path.parent.name, **_head(path)}
        for path in sorted(pages, key=lambda path: path.parent.name, reverse=True)
    ]


def _ask(connection: sa.Connection, layout: Layout) -> tuple[PublishedRun, list[Result]]:
    """The newest run and what all sections' queries answer, the headline's first."""
    run = newest_run(connection)
    sections = load_sections(SECTIONS)
    known = {section.slug for section in sections}
    layout.check(known)
    tops = [load_section(SECTIONS / f"{name}.sql") for name in (HEADLINE, BANNER)]
    for top in tops:
        for slug, _, _ in top.sentences:
            if slug not in known:
                raise ReportError(f"{top.path}: there is no section '{slug}'.")
    wanted = [section for section in sections if section.slug not in layout.left_out]
    return run, [run_section(section, connection, run.params) for section in (*tops, *wanted)]


def _head(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        found = HEAD.search(file.read(4096))
    parts = found.groupdict() if found else {"title": path.parent.name, "about": ""}
    return {name: html.unescape(text).strip() for name, text in parts.items()}
