"""Every query that a report or a page shows, asked in the SQL box, which has the marts alone."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from catalogue_common.errors import BusyError
from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from reports.answers import NAME, read_answers
from reports.query_text import as_asked
from reports.sections import Result, load_section, run_section
from reports.weekly_report import connect_published
from warehouse.questions.shapes import SqlAnswer
from warehouse.sql_files import SQL

OF_PAGES = sorted((SQL / "serve" / "sections").glob("*.sql"))


def shown_queries(warehouse: Path, reports: Path) -> list[Result]:
    """What the newest report's sections and those of the site's own pages were asked and said."""
    *_, kept = sorted(reports.glob(f"2*/{NAME}"))
    run, results = read_answers(kept)
    with connect_published(warehouse) as connection:
        own = [run_section(load_section(path), connection, run.params) for path in OF_PAGES]
    return [*results, *own]


def answers_otherwise(warehouse: Path, reports: Path) -> list[str]:
    """Which of them the box refuses, or answers with other columns or another count of rows."""
    wrong, queries = [], shown_queries(warehouse, reports)
    box, week = Sandbox(Allowance()), open_generation(warehouse, request_limits())
    try:
        for shown in queries:
            answer = _answer(box, week, as_asked(shown.section.sql, shown.params))
            wanted = list(shown.section.formats), min(len(shown.rows), Allowance().rows)
            if (answer.names, len(answer.rows)) != wanted:
                wrong.append(shown.section.slug)
    finally:
        week.close()
    return wrong


def _answer(box: Sandbox, week: Generation, sql: str) -> SqlAnswer:
    """The answer; while others keep the machine busy the box may take longer to be ready."""
    for _ in range(5):
        with suppress(BusyError):
            return box.table(week, sql)
    return box.table(week, sql)
