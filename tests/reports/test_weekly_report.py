"""Weeks beside each other: links to and fro, and an old week made again."""

from __future__ import annotations

import gzip
import json
import re
import webbrowser
from pathlib import Path

import duckdb
import pytest
from report_fixture import make_warehouse, whole
from typer.testing import CliRunner

from catalogue_common.errors import OtherVersionError, ReportError
from catalogue_insights import cli
from reports import answers, charts, weekly_report
from reports.weekly_report import write_report, write_week
from warehouse.kept_files import keep

WEEKS = ["2026-W46", "2026-W47", "2026-W48"]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")


def links(reports: Path, week: str, file: str = "index.html") -> list[str]:
    page = (reports / week / file).read_text("utf-8")
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


def test_pages_of_detail_lead_to_the_same_page_of_other_weeks(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    old = reports / "2026-W45" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("<title>One page</title>")
    for week in WEEKS:
        publish(tmp_path, week)
    page = (reports / "2026-W46" / "quality.html").read_text("utf-8")
    assert 'rel="prev" href="../2026-W45/index.html"' in page
    assert 'rel="next" href="../2026-W47/quality.html"' in page
    assert links(reports, "2026-W47", "catalogue.html") == ["2026-W46", "index.html", "2026-W48"]


def test_page_that_leads_to_the_others_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[str] = []
    put = weekly_report.put_in_place

    def noted(draft: Path, page: Path) -> None:
        placed.append(page.name)
        put(draft, page)

    monkeypatch.setattr(weekly_report, "put_in_place", noted)
    publish(tmp_path, "2026-W46")
    assert placed == ["quality.html", "catalogue.html", "index.html"]
    assert not list((tmp_path / "reports").glob(".*"))


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
    before = whole(page)
    for name in ("index.html", "catalogue.html", "quality.html"):
        page.with_name(name).unlink()
    assert write_week("2026-W46", tmp_path / "warehouse.duckdb", reports) == page
    assert whole(page) == before


def test_week_of_a_version_with_one_page_is_made_again(tmp_path: Path) -> None:
    publish(tmp_path, "2026-W46").unlink()
    kept = tmp_path / "reports" / "2026-W46" / answers.NAME
    found = json.loads(gzip.decompress(kept.read_bytes()))
    gone = {"banner.sql", "16_service_changes.sql"}
    found["answers"] = [answer for answer in found["answers"] if answer["file"] not in gone]
    found["answers"][1]["text"] = "-- chapter: This week\n" + found["answers"][1]["text"]
    kept.write_bytes(gzip.compress(json.dumps(found).encode()))
    page = write_week("2026-W46", tmp_path / "warehouse.duckdb", tmp_path / "reports")
    text = whole(page)
    assert 'id="glance"' in text
    assert 'id="service-changes"' not in text
    assert "#service-changes" not in text
    assert '<aside class="stale"' not in text


def test_week_of_an_older_version_is_made_of_what_its_queries_answered(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    page = write_report(warehouse, tmp_path / "reports")
    before = page.read_bytes()
    with duckdb.connect(str(warehouse)) as con:
        con.execute("alter table marts.predicted_hits drop column hit_traits")
    with pytest.raises(OtherVersionError, match="catalogue run"):
        write_report(warehouse, tmp_path / "reports")
    assert write_week(page.parent.name, warehouse, tmp_path / "reports").read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b", gzip.compress(b"[]", mtime=0), gzip.compress(b"{}", mtime=0)]
)
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
