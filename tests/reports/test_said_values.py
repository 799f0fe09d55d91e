"""Each point of a chart has its row's values in words, however the renderer orders them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from reports.charts import SectionChart
from reports.formats import SectionColumn

COLUMNS = [
    SectionColumn("day", "Day", "text"),
    SectionColumn("kind", "Kind", "text"),
    SectionColumn("low", "-", "views"),
    SectionColumn("views", "Views", "views"),
    SectionColumn("high", "-", "views"),
]
ROWS: list[dict[str, Any]] = [
    {
        "day": f"2026-0{1 + n % 4}-01",
        "kind": f"<b>{n % 2}",
        "low": 5.0,
        "views": 90.0 - n,
        "high": 99.0,
    }
    for n in range(8)
]
SAID = re.compile(r'data-say="([^"]*)"')


def _said(kind: str, rows: list[dict[str, Any]] = ROWS, **named: bool) -> list[list[str]]:
    panels = SectionChart.parse(kind).panels(rows, COLUMNS, "Views.", **named)
    return [
        [unescape(text) for text in SAID.findall(drawing)]
        for panel in panels
        for drawing in panel.drawings
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "bars y=kind x=views",
        "ranges y=kind x=views low=low high=high",
        "pairs y=kind x=views from=low",
        "scatter x=low y=views",
        "lines x=low y=views group=kind",
        "lines x=low y=views colour=kind",
    ],
)
def test_each_row_is_said_once_in_each_drawing(kind):
    drawings = _said(kind, says_values=True)
    assert len(drawings) == 2
    for said in drawings:
        values = sorted(re.search(r"Views: (\d+)", text)[1] for text in said)
        assert values == sorted(str(90 - n) for n in range(8))
        assert all(text.count("<b>") == ("Kind" in text) for text in said)


def test_panels_say_their_own_rows():
    first, second = _said("bars y=day x=views group=kind", says_values=True)
    assert {text.rpartition("Kind: ")[2] for text in first} == {"<b>0"}
    assert {text.rpartition("Kind: ")[2] for text in second} == {"<b>1"}


def test_a_report_that_has_no_script_for_it_says_nothing():
    assert _said("bars y=kind x=views") == [[], []]
