"""Values in words, and drawings in the page's colours."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from catalogue_common.errors import ReportError
from reports.formats import fill, html_of, plain, text_of, tidy
from reports.page import TEMPLATES
from reports.shapes import WIDE, bars, breadth, fit
from reports.svg import THEME, draw


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (7787, "integer", "7,787"),
        (Decimal("12"), "integer", "12"),
        (-3, "change", "−3"),
        (45_900_000, "compact", "45.9 M"),
        (950, "compact", "950"),
        (12_340_000, "views", "12.3M"),
        (999_600, "views", "1M"),
        (23.8e9, "views", "23.8bn"),
        (4_142, "views", "4.14k"),
        (7, "views", "7"),
        (-2.84, "signed", "−2.8"),
        (0.256, "percent", "26%"),
        (0.0004, "percent", "<1%"),
        (0.9996, "percent", ">99%"),
        (0.0, "percent", "0%"),
        (1.0, "percent", "100%"),
        (0.3129, "share", "31.3%"),
        (7.25, "number", "7.25"),
        (2021, "year", "2021"),
        (date(2021, 1, 16), "date", "16 Jan 2021"),
        (datetime(2026, 11, 16, 5, 2), "time", "2026-11-16 05:02 UTC"),
        (True, "flag", "yes"),
        ("movie", "kind", "Film"),
        (None, "integer", "–"),
        (float("nan"), "rating", "–"),
        (["US", "IN"], "list", "US, IN"),
    ],
)
def test_text(value: Any, form: str, text: str) -> None:
    assert text_of(value, form) == text


def test_wrong_kind_of_value_is_named() -> None:
    with pytest.raises(ReportError, match="'abc'"):
        text_of("abc", "integer")


def test_plain_text_is_one_visible_line() -> None:
    assert plain("a\n b\u202e\x00\tc ") == "a b c"
    assert plain("abcdef", 4) == "abc…"


def test_html_is_escaped_and_isolated() -> None:
    assert "<bdi" in html_of("<i>", "title")
    assert "&lt;i&gt;" in html_of("<i>", "title")
    assert html_of("A, B", "list").count('"chip"') == 2


def test_sentence_is_filled() -> None:
    row = {"n": 1, "title": "<x>", "gone": None}
    forms = {"n": "integer", "title": "title", "gone": "integer"}
    assert fill("{n|title|titles}: {title}", row, forms) == "1\xa0title: <bdi>&lt;x&gt;</bdi>"
    assert fill("{gone} left", row, forms) is None
    with pytest.raises(ReportError, match="'other'"):
        fill("{other}", row, forms)


def test_missing_numbers_are_none() -> None:
    assert tidy(float("inf")) is None


def test_names_are_cut_to_their_room() -> None:
    assert fit("short", 100) == "short"
    for name in ("Wide MMMM " * 20, "映画" * 40, "i" * 400):
        cut = fit(name, 100)
        assert cut.endswith("…")
        assert breadth(cut) <= 105


def test_words_are_put_into_the_drawing_as_text() -> None:
    points = [
        {"y_text": "<script>", "x": 0.5, "x_text": "50%"},
        {"y_text": "]]> &", "x": None, "x_text": "–"},
    ]
    spec = bars(points, {"x": "percent", "y": "text"}, WIDE, points)
    svg = draw(spec, label='a "label"', css_class="chart")
    assert "&lt;script&gt;" in svg
    assert "]]&gt; &amp;" in svg
    assert 'aria-label="a &quot;label&quot;"' in svg
    assert svg.count("50%") == 1


def test_charts_and_page_share_their_colours() -> None:
    style = (TEMPLATES / "report.css").read_text("utf-8").partition("@media")[0]
    for name, colour in THEME.items():
        assert f"--{name}: {colour};" in style


def test_links_lead_to_known_sites_alone() -> None:
    value = (
        "https://www.themoviedb.org/movie/12 javascript:alert(1) https://example.org/x "
        "http://www.themoviedb.org/tv/3 https://www.justwatch.com/us/search?q=%22A%22&b"
    )
    assert text_of(value, "links") == "TMDb, JustWatch"
    shown = str(html_of(value, "links"))
    assert re.findall('href="(.*?)"', shown) == [
        "https://www.themoviedb.org/movie/12",
        "https://www.justwatch.com/us/search?q=%22A%22&amp;b",
    ]
