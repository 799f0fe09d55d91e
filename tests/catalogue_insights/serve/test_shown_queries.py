"""Every query that a report or a page shows runs in the SQL box, which has the marts alone."""

from __future__ import annotations

from shown_queries import OF_PAGES, answers_otherwise, shown_queries


def test_every_query_of_a_report_and_of_the_pages_runs(sample_run):
    assert answers_otherwise(sample_run.warehouse, sample_run.reports) == []


def test_those_are_many(sample_run):
    shown = shown_queries(sample_run.warehouse, sample_run.reports)
    assert OF_PAGES
    assert len(shown) > 60 + len(OF_PAGES)
