"""Charts of views: titles have a thousand times as many as others, so scales are logarithmic."""

from __future__ import annotations

import math
from typing import Any

import pytest

from reports.charts import SectionChart
from reports.formats import SectionColumn
from reports.scatter import scatter
from reports.shapes import WIDE, across_powers, powers_of_ten, ranges
from reports.svg import draw

FORMS = {"x": "views", "y": "views"}
COLUMNS = [
    SectionColumn("expected", "Expected", "views"),
    SectionColumn("views", "Views", "views"),
    SectionColumn("type", "Type", "kind"),
]


def titles(count: int) -> list[dict[str, Any]]:
    return [
        {"expected": 10.0 ** (3 + n % 5), "views": 5.0 * 10 ** (3 + n % 4), "type": kind}
        for n in range(count)
        for kind in ("movie", "series")
    ]


def test_every_title_is_a_dot_in_its_types_colour():
    chart = SectionChart.parse("scatter x=expected y=views colour=type")
    [panel] = chart.panels(titles(20), COLUMNS, "Expected against watched, in views.")
    assert len(panel.drawings) == 2
    for drawing in panel.drawings:
        for ink in ("var(--a)", "var(--b)"):
            assert drawing.count(f'fill="{ink}"') == 20 + 1  # and the legend's
        assert "Film" in drawing


def test_the_diagonal_goes_from_corner_to_corner_of_equal_scales():
    spec = scatter([{"x": 1e4, "y": 3e6}, {"x": 1e5, "y": 1e5}], FORMS, WIDE, [])
    assert spec["width"] == spec["height"]
    ends = spec["layer"][1]["data"]["values"]
    assert [end["x"] for end in ends] == [end["y"] for end in ends]
    assert ends[0]["x"] < 1e4
    assert ends[1]["x"] > 3e6


@pytest.mark.parametrize("views", [0, None])
def test_what_nobody_watched_has_no_place_on_a_logarithmic_scale(views):
    chart = SectionChart.parse("scatter x=expected y=views colour=type")
    rows = [*titles(1), {"expected": 1e5, "views": views, "type": "movie"}]
    [panel] = chart.panels(rows, COLUMNS, "Expected against watched, in views.")
    assert panel.drawings[0].count('fill="var(--a)"') == 1 + 1


def test_nothing_watched_at_all_is_no_chart():
    chart = SectionChart.parse("scatter x=expected y=views")
    assert chart.panels([], COLUMNS, "Expected against watched.") == []


def test_hostile_kinds_stay_text():
    rows = [{"expected": 1e5, "views": 1e6, "type": "<script>"} for _ in range(2)]
    rows[1]["type"] = "]]> &"
    chart = SectionChart.parse("scatter x=expected y=views colour=type")
    [panel] = chart.panels(rows, COLUMNS, 'a "label" of views')
    assert "<script>" not in panel.drawings[0]
    assert "&lt;script&gt;" in panel.drawings[0]


def test_intervals_of_views_lie_on_powers_of_ten_and_all_marks_are_on_the_scale():
    point = {"low": 5e4, "x": 2e5, "high": 9e5, "mark": 2e7, "x_text": "200k", "y_text": "A"}
    forms = {"x": "views", "low": "views", "high": "views", "mark": "views"}
    spec = ranges([point], forms, WIDE, [point])
    across = spec["layer"][0]["encoding"]["x"]
    assert across["scale"]["type"] == "log"
    assert across["scale"]["domain"][1] > 2e7
    assert across["axis"]["values"] == [1e5, 1e6, 1e7]
    assert "200k" in draw(spec, label="a chart of views in intervals", css_class="chart")


def test_what_stands_at_the_end_of_a_line_can_be_another_value():
    point = {"low": 1.0, "x": 2.0, "high": 3.0, "x_text": "2", "value_text": "20M", "y_text": "A"}
    assert ranges([point], {"x": "views"}, WIDE, [point])["usermeta"]["words"] == ["20M"]


def test_powers_of_ten_between_two_ends():
    assert powers_of_ten(900, 2e4) == [1e3, 1e4]
    assert powers_of_ten(200, 300) == [200, 300]
    low, high = across_powers([None, 0.0, 50.0, 500.0])
    assert (low < 50, high > 500) == (True, True)
    assert math.isclose(across_powers([])[1], 11.5)


def test_a_curve_can_fall_by_powers_of_ten():
    columns = [SectionColumn("age", "Age", "integer"), SectionColumn("level", "Left", "share")]
    rows = [{"age": age, "level": 10.0**-age} for age in range(3)]
    [panel] = SectionChart.parse("lines x=age y=level log=yes").panels(
        rows, columns, "How it falls"
    )
    for tick in ("100%", "10%", "1%"):
        assert f">{tick}<" in panel.drawings[0]
