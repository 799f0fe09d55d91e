"""A query with its values in place is the query that was asked."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import duckdb
import html5lib
import pytest
from report_fixture import make_warehouse, whole

from catalogue_common.report_settings import ReportSettings
from reports.query_text import as_asked
from reports.weekly_report import write_report


@pytest.mark.parametrize(
    ("sql", "params", "asked"),
    [
        ("select $a, $b", {"a": 1, "b": 0.5}, "select 1, 0.5"),
        ("select $a::date", {"a": date(2026, 11, 16)}, "select date '2026-11-16'::date"),
        ("select $a", {"a": "it's; -- 1"}, "select 'it''s; -- 1'"),
        ("select $a", {"a": None}, "select null"),
        ("select '$a' -- $a\n, $a", {"a": 7}, "select '$a' -- $a\n, 7"),
        ("select 1::integer, $a", {}, "select 1::integer, $a"),
        ("/* $a */ select\n    $a2 as a", {"a": 1, "a2": 2}, "/* $a */ select\n    2 as a"),
    ],
)
def test_values_stand_in_place_of_parameters(sql, params, asked) -> None:
    assert as_asked(sql, params) == asked


def test_it_answers_the_same() -> None:
    sql, params = (
        "select $a::date + $b as day, $c as text",
        {"a": date(2026, 1, 1), "b": 2, "c": "$a"},
    )
    with duckdb.connect() as con:
        assert con.execute(as_asked(sql, params)).fetchall() == con.execute(sql, params).fetchall()


def test_a_report_leads_to_where_its_queries_run(tmp_path) -> None:
    settings = ReportSettings(site_url="https://catalogue.example.org")
    page = whole(write_report(make_warehouse(tmp_path), tmp_path / "reports", settings))
    links = [
        link.get("href")
        for link in html5lib.parse(page, namespaceHTMLElements=False).iter("a")
        if (link.get("aria-label") or "").startswith("Run this query: ")
    ]
    assert len(links) > 50
    for link in links:
        address = urlsplit(link)
        assert (address.netloc, address.path) == ("catalogue.example.org", "/sql")
        (asked,) = parse_qs(address.query)["q"]
        assert not re.search(r"\$[a-z_]", asked)
        assert len(asked) <= 10_000


def test_a_report_without_a_site_shows_no_link_to_one(tmp_path) -> None:
    page = whole(write_report(make_warehouse(tmp_path), tmp_path / "reports"))
    links = [
        link
        for link in html5lib.parse(page, namespaceHTMLElements=False).iter("a")
        if "/sql?" in (link.get("href") or "")
    ]
    assert len(links) > 50
    assert all(link.get("hidden") is not None for link in links)
