"""Weeks beside each other: links to and fro, and an old week made again."""

from __future__ import annotations

import gzip
import re
import webbrowser
from pathlib import Path

import duckdb
import pytest
from report_fixture import make_warehouse
from typer.testing import CliRunner

from catalogue_common.errors import OtherVersionError, ReportError
from catalogue_insights import cli
from reports import charts
from reports.weekly_report import write_report, write_week
from warehouse.kept_files import keep

WEEKS = ["2026-W46", "2026-W47", "2026-W48"]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")


def links(reports: Path, week: str) -> list[str]:
    page = (reports / week / "index.html").read_text("utf-8")
    nav = page.partition('<nav class="neighbours"')[2].partition("</nav>")[0]
    return re.findall(r'href="\.\./([^/"]+)', nav)


def publish(folder: Path, week: str) -> Path:
    warehouse = make_warehouse(folder / week, week=week)
    write_report(warehouse, folder / "reports")
    return warehouse


def test_each_week_leads_to_the_one_before_and_after(tmp_path: Path) -> None:
    for week in WEEKS:
        publish(tmp_path, week)
    reports = tmp_path / "reports"
    assert links(reports, "2026-W46") == ["index.html", "2026-W47"]
    assert links(reports, "2026-W47") == ["2026-W46", "index.html", "2026-W48"]
    assert links(reports, "2026-W48") == ["2026-W47", "index.html"]


def test_week_that_comes_late_is_linked_from_both_sides(tmp_path: Path) -> None:
    for week in ("2026-W48", "2025-W52", "2026-W46"):
        publish(tmp_path, week)
    assert links(tmp_path / "reports", "2025-W52") == ["index.html", "2026-W46"]
    assert links(tmp_path / "reports", "2026-W48") == ["2026-W46", "index.html"]


def test_week_made_again_is_the_same_and_latest_stays(tmp_path: Path) -> None:
    warehouses = [publish(tmp_path, week) for week in WEEKS]
    reports = tmp_path / "reports"
    before = {path: path.read_bytes() for path in reports.rglob("*.html")}
    write_report(warehouses[0], reports)
    assert {path: path.read_bytes() for path in reports.rglob("*.html")} == before
    assert b"2026-W48" in before[reports / "latest" / "index.html"]


def test_page_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    old = tmp_path / "reports" / "2026-W40" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"<title>Old</title>\xff")
    publish(tmp_path, "2026-W46")
    assert old.read_bytes() == b"<title>Old</title>\xff"
    assert links(tmp_path / "reports", "2026-W46") == ["2026-W40", "index.html"]


def test_command_makes_a_kept_week_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    warehouse, reports = tmp_path / "warehouse.duckdb", tmp_path / "reports"
    for week in WEEKS[:2]:
        publish(tmp_path, week).replace(warehouse)
        keep(warehouse, f"{week}-run", 5)
    page = reports / "2026-W46" / "index.html"
    before = page.read_bytes()
    page.unlink()
    places = ["--warehouse", str(warehouse), "--reports", str(reports)]
    result = CliRunner().invoke(cli.app, ["report", "--week", "2026-W46", "--open", *places])
    assert result.exit_code == 0, result.output
    assert page.read_bytes() == before
    assert opened == [page.resolve().as_uri()]
    result = CliRunner().invoke(cli.app, ["report", "--week", "2026-W01", *places])
    assert "Neither a published file of 2026-W01 is kept nor" in str(result.exception)


def test_week_whose_file_is_gone_is_made_of_what_its_queries_answered(tmp_path: Path) -> None:
    for week in WEEKS:
        publish(tmp_path, week).unlink()
    reports = tmp_path / "reports"
    page = reports / "2026-W46" / "index.html"
    before = page.read_bytes()
    page.unlink()
    assert write_week("2026-W46", tmp_path / "warehouse.duckdb", reports) == page
    assert page.read_bytes() == before


def test_week_of_an_older_version_is_made_of_what_its_queries_answered(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    page = write_report(warehouse, tmp_path / "reports")
    before = page.read_bytes()
    with duckdb.connect(str(warehouse)) as con:
        con.execute("alter table marts.predicted_hits drop column hit_traits")
    with pytest.raises(OtherVersionError, match="catalogue run"):
        write_report(warehouse, tmp_path / "reports")
    assert write_week(page.parent.name, warehouse, tmp_path / "reports").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b", gzip.compress(b"[]"), gzip.compress(b"{}")])
def test_damaged_answers_are_refused(tmp_path: Path, content: bytes) -> None:
    publish(tmp_path, "2026-W46")
    reports = tmp_path / "reports"
    before = (reports / "2026-W46" / "index.html").read_bytes()
    (reports / "2026-W46" / "answers.json.gz").write_bytes(content)
    with pytest.raises(ReportError, match="cannot be read"):
        write_week("2026-W46", tmp_path / "warehouse.duckdb", reports)
    assert (reports / "2026-W46" / "index.html").read_bytes() == before


def test_week_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no ISO week"):
        write_week("../2026-W46", tmp_path / "warehouse.duckdb", tmp_path)
