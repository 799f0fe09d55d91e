"""What is older than its limit is said at the top: each such source, with its day and limit."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from report_fixture import RUN, make_warehouse, whole

from catalogue_common.report_settings import Freshness
from etl.sources import SOURCES
from reports import charts
from reports.sections import Result, load_section, run_section
from reports.weekly_report import SECTIONS, connect_published, write_report

PARAMS = {"run_id": RUN, "as_of": "2026-11-16", "week": "2026-W47"}
FRESH_CATALOGUE = "update marts.service_lists set is_fresh = true where is_catalogue"
FRESH_SOURCES = "update marts.data_quality set status = 'ok' where area = 'freshness'"
CATALOGUE = (
    "The catalogue is of 16 January 2021: what follows describes that month. "
    "It is 2,130 days old; the limit is 120."
)
TOP10 = "Top 10 lists: 26 October 2026, 21 days old; the limit is 14."


def asked(folder: Path, *changes: str) -> Result:
    warehouse = make_warehouse(folder)
    with duckdb.connect(str(warehouse)) as con:
        for change in changes:
            con.execute(change)
    with connect_published(warehouse) as connection:
        return run_section(load_section(SECTIONS / "banner.sql"), connection, PARAMS)


def lines(result: Result) -> list[str]:
    said = [result.sentences_of(row) for row in result.rows]
    assert [len(sentences) for sentences in said] == [1] * len(said)
    return [f"{a.striptags()} {b.striptags()}" for ((_, a, b),) in said]


def test_the_catalogue_comes_first_and_stands_for_its_source(tmp_path: Path) -> None:
    assert lines(asked(tmp_path)) == [CATALOGUE, TOP10]


def test_a_source_that_is_not_the_catalogue_s_has_its_own_line(tmp_path: Path) -> None:
    assert lines(asked(tmp_path, FRESH_CATALOGUE)) == [
        "Netflix title lists: 16 January 2021, 2,130 days old; the limit is 120.",
        TOP10,
    ]


def test_an_old_catalogue_is_said_though_every_source_is_fresh(tmp_path: Path) -> None:
    assert lines(asked(tmp_path, FRESH_SOURCES)) == [CATALOGUE]


def test_where_nothing_is_old_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")
    assert lines(asked(tmp_path, FRESH_CATALOGUE, FRESH_SOURCES)) == []
    report = write_report(tmp_path / "warehouse.duckdb", tmp_path / "reports")
    assert '<aside class="stale"' not in whole(report)


def test_every_source_has_a_limit_and_a_name_in_the_banner() -> None:
    limits = set(Freshness.model_fields)
    assert limits == set(SOURCES) - {"overrides.csv"}  # a team's own corrections do not age
    named = re.findall(r"^\s+\('(\w+)', '", (SECTIONS / "banner.sql").read_text("utf-8"), re.M)
    assert set(named) == limits
