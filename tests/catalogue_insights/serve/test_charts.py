"""Charts on the site say their values to a pointer and to the keyboard, and can be kept."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chromium import BROWSER_TESTS, accessibility
from served import app_of, server_of

expect = pytest.importorskip("playwright.sync_api", reason="no playwright").expect
pytestmark = BROWSER_TESTS
SVG = "{http://www.w3.org/2000/svg}"
SHOWN = "svg.chart:visible"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server_of(app_of(tmp_path_factory.mktemp("charts"))) as address:
        yield address


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk", "phone"])
def page(browser, address: str, request) -> Iterator[object]:
    """A page at which the browser has nothing to complain of: the policy holds."""
    width, scheme = request.param
    size = {"width": width, "height": 900}
    page = browser.new_page(base_url=address, viewport=size, color_scheme=scheme)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    assert told == []
    page.close()


def _chart(page, path: str):
    page.goto(path)
    return page.locator(SHOWN).filter(has=page.locator("[data-say]")).first


@pytest.mark.parametrize("path", ["/track", "/models", "/models/tags", "/titles/id10"])
def test_a_pointer_is_told_the_value(page, path):
    chart = _chart(page, path)
    mark = chart.locator("[data-say]").last
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".said")).to_have_text(mark.get_attribute("data-say"))
    said = page.locator(".said").bounding_box()
    assert said["x"] >= 0
    assert said["x"] + said["width"] <= page.viewport_size["width"]
    page.mouse.move(1, 1)
    expect(page.locator(".said")).to_have_text("")


def test_the_keyboard_goes_from_value_to_value(page):
    chart = _chart(page, "/models")
    words = [mark.get_attribute("data-say") for mark in chart.locator("[data-say]").all()]
    chart.focus()
    for key, place in (("ArrowRight", 0), ("ArrowDown", 1), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(page.locator(".said")).to_have_text(words[place])
    page.keyboard.press("Escape")
    expect(page.locator(".said")).to_have_text("")


def test_what_is_said_is_the_row(page):
    chart = _chart(page, "/models/tags")
    cells = page.locator("section:has(svg.chart) tbody tr").first.locator("th, td")
    row = [text.strip() for text in cells.all_inner_texts()]
    first = chart.locator("[data-say]").first.get_attribute("data-say")
    assert row[0] in first


def test_a_chart_is_kept_as_svg_with_its_colours(page):
    chart = _chart(page, "/models")
    with page.expect_download() as loaded:
        page.locator(f"{SHOWN} + .save").first.get_by_role("button", name="Save as SVG").click()
    root = ET.parse(loaded.value.path()).getroot()  # noqa: S314 - our own
    text = ET.tostring(root, encoding="unicode")
    assert "var(" not in text
    assert "data-say" not in text
    assert root[0].tag == f"{SVG}rect"
    assert root[0].get("fill") == page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert root.get("viewBox") == chart.get_attribute("viewBox")
    drawn = chart.locator("text").first
    kept = next(root.iter(f"{SVG}text"))
    assert kept.text == drawn.text_content()
    assert kept.get("fill") == drawn.evaluate("(e) => getComputedStyle(e).fill")


def test_a_chart_is_kept_as_a_picture_that_shows_it(page):
    chart = _chart(page, "/models")
    wide, high = map(float, chart.get_attribute("viewBox").split()[2:])
    with page.expect_download() as loaded:
        page.locator(f"{SHOWN} + .save").first.get_by_role("button", name="Save as PNG").click()
    picture = Path(loaded.value.path()).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", picture[16:24])
    assert size == (2 * int(wide), 2 * int(high))
    assert len(picture) > 4_000, "there is something on it"


def test_a_history_is_kept_as_csv_and_formulas_are_text(page):
    page.goto("/titles/id10")
    page.evaluate("document.querySelector('#history ~ * td').textContent = '=1+1'")
    with page.expect_download() as loaded:
        page.locator(f"{SHOWN} + .save").first.get_by_role("button", name="Save as CSV").click()
    head, *lines = Path(loaded.value.path()).read_text("utf-8-sig").splitlines()
    assert head == '"Week","Rating","Liked","Popular","Top 10"'
    assert lines[0].startswith('"2026-W47","\'=1+1"')
    assert len(lines) == 2


@pytest.mark.parametrize("path", ["/models", "/titles/id10"])
def test_it_stays_accessible_while_it_speaks(browser, address, path):
    page = browser.new_page(base_url=address, bypass_csp=True)
    _chart(page, path).focus()
    page.keyboard.press("ArrowRight")
    found = accessibility(page).response
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    page.close()
