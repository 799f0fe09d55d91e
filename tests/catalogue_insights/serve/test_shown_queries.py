"""Every query that a report or a page shows runs in the SQL box, which has the marts alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from reports.answers import NAME, read_answers
from reports.query_text import as_asked
from reports.sections import load_section, run_section
from reports.weekly_report import connect_published
from warehouse.sql_files import SQL

OF_PAGES = sorted((SQL / "serve" / "sections").glob("*.sql"))


@pytest.fixture(scope="module")
def week(sample_run) -> Iterator[Generation]:
    opened = open_generation(sample_run.warehouse, request_limits())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def box() -> Sandbox:
    return Sandbox(Allowance())


def test_every_query_of_a_report_runs(sample_run, week, box):
    (kept,) = sample_run.reports.glob(f"*/{NAME}")
    _, results = read_answers(kept)
    assert len(results) > 60
    for result in results:
        answer = box.table(week, as_asked(result.section.sql, result.params))
        assert answer.names == list(result.section.formats), result.section.slug
        assert len(answer.rows) == min(len(result.rows), Allowance().rows), result.section.slug


@pytest.mark.parametrize("path", OF_PAGES, ids=lambda path: path.stem)
def test_every_query_of_a_page_s_own_sections_runs(path, week, box, sample_run):
    with connect_published(sample_run.warehouse) as connection:
        result = run_section(load_section(path), connection, week.run.params)
    answer = box.table(week, as_asked(result.section.sql, result.params))
    assert len(answer.rows) == min(len(result.rows), Allowance().rows)
