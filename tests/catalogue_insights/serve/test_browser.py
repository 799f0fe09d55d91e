"""The pages in a real browser: typing narrows, filters, the SQL box, dark mode, a phone, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import BROWSER_TESTS, accessibility
from served import app_of, publish, server_of

expect = pytest.importorskip("playwright.sync_api", reason="no playwright").expect
pytestmark = BROWSER_TESTS
PAGES = [
    "/titles",
    "/titles?sort=hit&order=asc",
    "/titles?q=nothing+like+it",
    "/titles/id0",
    "/titles/id10",
    "/licensing",
    "/licensing?also=failed&column=language&column=top10_probability&sort=title",
    "/licensing?q=nothing+like+it",
    "/titles?q=titel+11",
    "/compare",
    "/compare?title_id=id10&title_id=id115&title_id=id0",
    "/brief?title_id=id10",
    "/brief?title_id=id10&title_id=id115&title_id=id0",
    "/shortlists",
    "/shortlists/add?title_id=id10&title_id=id11",
    "/try",
    "/try?title=%3Cb%3EHarbour%3C/b%3E&description=A+keeper+writes+letters.&type=series",
    "/reports",
    "/models",
    "/models/tags",
    "/track",
    "/data",
    "/sql?q=select+title,+hit_probability+from+title_scores",
    "/sql?q=select+nothing",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(folder: Path, champions_run) -> Iterator[str]:
    with server_of(app_of(folder, champions_run.registry.root)) as address:
        yield address


@pytest.fixture
def page(browser, address: str) -> Iterator[object]:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def _count(page, text: str) -> None:
    expect(page.locator("#results .count strong")).to_have_text(text)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_and_accessible(browser, address, path, width, scheme) -> None:
    size = {"width": width, "height": 900}
    page = browser.new_page(viewport=size, color_scheme=scheme, base_url=address)
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else 1 / 0)
    page.goto(path)
    assert [text for text in told if "400 (Bad Request)" not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    page = browser.new_page(viewport=size, color_scheme=scheme, base_url=address, bypass_csp=True)
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    found = accessibility(page).response
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    page.close()


def test_typing_narrows_at_once_and_the_address_can_be_shared(page) -> None:
    page.goto("/titles")
    page.get_by_label("Title, person or genre").press_sequentially("lindqvist", delay=20)
    _count(page, "2 titles")
    page.wait_for_url("**/titles?q=lindqvist&sort=match")
    page.reload()
    _count(page, "2 titles")


def test_filters_narrow_and_are_kept(page) -> None:
    page.goto("/titles")
    page.get_by_label("Type").select_option("series")
    _count(page, "40 titles")
    page.get_by_label("Popular on TMDb").select_option("yes")
    page.get_by_label("From year").fill("1990")
    _count(page, "4 titles")
    assert "year_from=1990" in page.url
    href = page.get_by_role("link", name="All as CSV").get_attribute("href")
    assert href == "/titles.csv?type=series&year_from=1990&hit=yes"


def test_heading_sorts_and_next_pages(page) -> None:
    page.goto("/titles")
    page.get_by_role("link", name="Chance of being popular on TMDb").click()
    heading = page.get_by_role("columnheader", name="Chance of being popular on TMDb")
    expect(heading).to_have_attribute("aria-sort", "descending")
    page.get_by_role("link", name="Next →").click()
    assert "page=2" in page.url
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()


def test_search_works_without_a_script(browser, address) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/titles")
    page.get_by_label("Title, person or genre").fill("lindqvist")
    page.get_by_role("button", name="Search").click()
    _count(page, "2 titles")
    context.close()


def test_keyboard_alone_finds_a_title(page) -> None:
    page.goto("/titles")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("title 110")
    _count(page, "1 title")
    page.get_by_role("link", name="Title 110").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/titles/id110")


def test_sql_box_answers_and_explains(page) -> None:
    page.goto("/sql")
    page.get_by_label("One SELECT statement").fill("select 6 * 7 as answer")
    page.keyboard.press("Control+Enter")
    expect(page.locator("table.answer td")).to_have_text("42")
    page.get_by_label("One SELECT statement").fill("drop table marts.title_scores")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Ask one question")


def test_sql_example_is_asked_with_a_click(page) -> None:
    page.goto("/sql")
    page.locator("details.mart summary").get_by_text("title_scores", exact=True).click()
    page.locator("details[open]").get_by_role("link", name="Ask this").click()
    expect(page.locator("table.answer tbody tr").first).to_be_visible()


def test_sql_answer_is_a_file_on_request(page) -> None:
    page.goto("/sql")
    page.get_by_label("One SELECT statement").fill("select '=1+1' as a")
    with page.expect_download() as loaded:
        page.get_by_role("button", name="Answer as CSV").click()
    assert Path(loaded.value.path()).read_text().split() == ['"a"', '"\'=1+1"']


def _given(page) -> int:
    return page.locator(".ranked .given").count()


def test_an_idea_is_scored_while_one_types(page) -> None:
    page.goto("/try")
    page.get_by_label("Title").fill("The Quiet Harbour")
    page.get_by_label("What it is about").fill("A lighthouse keeper writes letters.")
    expect(page.get_by_role("heading", name="The Quiet Harbour")).to_be_visible()
    page.get_by_label("Type").select_option("series")
    expect(page.locator(".chances")).to_contain_text("of this week’s series")
    page.wait_for_url("**/try?title=The+Quiet+Harbour&**type=series")
    shown = page.locator("#results").inner_text()
    page.reload()
    assert page.locator("#results").inner_text() == shown


def test_the_slider_changes_the_tags_as_it_moves(page) -> None:
    page.goto("/try?title=The+Quiet+Harbour")
    own = _given(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider = page.get_by_role("slider", name="Threshold in percent")
    counts = []
    for key in ("End", "Home"):
        slider.press(key)
        counts.append(_given(page))
    assert counts[0] < counts[1] == page.locator(".ranked li:has(.bar)").count()
    expect(page.get_by_role("spinbutton", name="Threshold in percent")).to_have_value("5")
    assert page.url.endswith("&threshold=5")
    assert page.locator(".given .bar rect").last.get_attribute("x") == "5.0%"
    page.get_by_role("button", name="Each tag’s own").click()
    assert _given(page) == own
    assert "threshold" not in page.url
    assert asked == []


def test_an_idea_and_its_threshold_work_without_a_script(browser, address) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/try")
    page.get_by_label("Title").fill("The Quiet Harbour")
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Score it").click()
    page.wait_for_url("**/try?title=The+Quiet+Harbour&year=2026")
    own = _given(page)
    page.get_by_label("Threshold").fill("5")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**&threshold=5")
    assert _given(page) > own
    page.get_by_label("What it is about").fill("letters " * 500)
    page.get_by_role("button", name="Score it").click()
    expect(page.get_by_text("too long for an address")).to_be_visible()
    context.close()


def test_the_form_of_an_idea_keeps_the_keyboard(page) -> None:
    page.goto("/try")
    page.get_by_label("Title").focus()
    page.keyboard.type("Harbour")
    expect(page.locator(".chances")).to_be_visible()
    page.keyboard.type(" lights")
    expect(page.get_by_role("heading", name="Harbour lights")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "description"


def test_dark_mode_recolours_drawings(browser, address) -> None:
    inks = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme, base_url=address)
        page.goto("/titles/id10")
        for drawing in ("svg.bar rect:nth-child(2)", "svg.history.wide polyline"):
            style = "(e) => getComputedStyle(e).fill + getComputedStyle(e).stroke"
            inks.add(page.locator(drawing).first.evaluate(style))
        page.close()
    assert len(inks) == 4


def test_phone_folds_unused_filters(browser, address) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800}, base_url=address)
    page.goto("/titles")
    expect(page.get_by_label("Type")).to_be_hidden()
    page.goto("/titles?type=movie")
    expect(page.get_by_label("Type")).to_be_visible()
    page.close()


def test_report_opens_with_its_own_script(page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/reports")
    page.get_by_role("link", name=re.compile("Week 47")).click()
    expect(page.get_by_role("heading", name="Week 47, 2026")).to_be_visible()
    expect(page.locator("thead th button").first).to_be_attached()
    page.get_by_role("link", name="Catalogue Insights").click()
    page.wait_for_url("**/reports")
    assert told == []


def test_new_week_shows_without_a_restart(page, folder) -> None:
    page.goto("/titles")
    publish(folder, run="2026-W47-later")
    expect(page.locator("footer code")).to_have_text("2026-W47-test")
    for _ in range(50):
        page.reload()
        if page.locator("footer code").inner_text() == "2026-W47-later":
            return
        page.wait_for_timeout(100)
    pytest.fail("the new week is not shown")
