"""The CSV files inside the page: all rows as the query gave them, and no formulas."""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from report_fixture import HOSTILE, RUN, make_warehouse, whole

from reports import charts
from reports.csv_link import csv_uri, section_csv
from reports.sections import load_sections, run_section
from reports.weekly_report import SECTIONS, connect_published, write_report

PARAMS = {"run_id": RUN, "as_of": "2026-11-16", "week": "2026-W47", "since": "2026-W46-test"}
LINK = re.compile(
    r'<a class="csv" download="([^"]+)" href="data:text/csv;charset=utf-8;base64,(.*?)"'
)


def read(encoded: str) -> list[list[str]]:
    text = base64.b64decode(encoded).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_values_are_those_of_the_query() -> None:
    rows = [{"a": 0.125, "b": None, "c": True, "d": date(2026, 11, 16), "e": 'x, "y"\nz'}]
    assert (
        section_csv(list("abcde"), rows) == 'a,b,c,d,e\r\n0.125,,true,2026-11-16,"x, ""y""\nz"\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", " =cmd()", "+1", "-1", "@sum", "\t=1", "＝1"])
def test_formulas_are_defused(text: str) -> None:
    name, cell = csv.reader(io.StringIO(section_csv(["t"], [{"t": text}]), newline=""))
    assert (name, cell) == (["t"], [f"'{text}"])


def test_numbers_are_no_formulas() -> None:
    assert section_csv(["n"], [{"n": -1.5}]) == "n\r\n-1.5\r\n"


def test_text_that_is_no_utf_8_is_written() -> None:
    assert csv_uri(["t"], [{"t": "\ud800"}]).startswith("data:text/csv;charset=utf-8;base64,")


def test_every_section_gives_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")
    warehouse = make_warehouse(tmp_path, titles=HOSTILE)
    page = whole(write_report(warehouse, tmp_path / "reports"))
    files = {name: read(encoded) for name, encoded in LINK.findall(page)}
    with connect_published(warehouse) as connection:
        for section in load_sections(SECTIONS):
            result = run_section(section, connection, PARAMS)
            names, *rows = files.pop(f"2026-W47-{section.slug}.csv")
            assert names == list(section.formats)
            assert len(rows) == len(result.rows)
    assert list(files) == ["2026-W47-headline.csv"]
