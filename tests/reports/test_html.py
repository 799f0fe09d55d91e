"""The pages are HTML without a parse error, whatever the titles are."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from report_fixture import HOSTILE, make_warehouse

from reports.weekly_report import write_report


def faults(source: str) -> list[object]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(source)
    return [fault for _, *fault in parser.errors]


@pytest.mark.parametrize("titles", [[], HOSTILE], ids=["ordinary", "hostile"])
def test_every_page_parses(tmp_path: Path, titles: list[str]) -> None:
    write_report(make_warehouse(tmp_path, titles=titles), tmp_path / "reports")
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 5
    for page in pages:
        assert faults(page.read_text("utf-8")) == []


def test_page_without_data_parses(tmp_path: Path) -> None:
    page = write_report(make_warehouse(tmp_path, empty=True), tmp_path / "reports")
    assert faults(page.read_text("utf-8")) == []


def test_a_fault_is_found() -> None:
    assert faults("<!doctype html><title>t</title><p><div></p></span>")
