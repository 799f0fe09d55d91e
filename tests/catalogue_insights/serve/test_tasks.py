"""Tasks of a working day in a real browser, from the first page, each within four clicks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from chromium import BROWSER_TESTS
from office import opened_by_office
from openpyxl import load_workbook
from served import app_of, server_of

from warehouse.shortlists import Shortlists

expect = pytest.importorskip("playwright.sync_api", reason="no playwright").expect
pytestmark = BROWSER_TESTS
SECONDS, CLICKS = 10, 4
COUNT = """
addEventListener("click", (event) => {
  if (event.isTrusted && event.detail) counted();
}, true);
addEventListener("change", (event) => {
  if (event.target.matches("select")) counted();
}, true);
"""
"""A click of the mouse counts, and a choice from a list; what the keyboard does is no click."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tasks")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with server_of(app_of(folder)) as address:
        yield address


@pytest.fixture
def page(browser, address: str) -> Iterator[object]:
    """The first page, in a browser that counts clicks and seconds."""
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    clicks: list[str] = []
    page.expose_function("counted", lambda: clicks.append(page.url))
    page.add_init_script(COUNT)
    page.goto("/")
    started = last = time.monotonic()

    def answered(_) -> None:
        nonlocal last
        last = time.monotonic()

    page.on("requestfinished", answered)
    yield page
    assert last - started < SECONDS
    assert 1 <= len(clicks) <= CLICKS
    page.close()


def _ask(folder: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_what_a_rival_has_and_we_do_not_in_one_genre(page, folder):
    page.get_by_role("link", name="Licensing").click()
    page.get_by_label("Genre", exact=True).select_option("Dramas")
    page.locator("#offered_by").select_option("Hulu")
    page.wait_for_url("**/licensing?genre=Dramas&offered_by=Hulu&**")
    ((count,),) = _ask(
        folder,
        "select count(*) from marts.licensing_candidates "
        "where offered_by = 'Hulu' and excluded_as is null",
    )
    expect(page.locator("#results .count strong")).to_have_text(f"{count} titles")
    expect(page.locator('td[data-label="Lower end"]').first).to_contain_text("M")


def test_three_titles_on_a_shortlist_as_a_workbook(page, folder, tmp_path):
    names = page.locator("tbody th a").all_inner_texts()[:3]
    boxes = page.locator('input[name="title_id"]')
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    page.get_by_role("button", name="Add to a shortlist").click()
    page.get_by_label("Name of a new shortlist").fill("For spring")
    page.keyboard.press("Enter")
    with page.expect_download() as loaded:
        page.get_by_role("link", name="XLSX").click()
    loaded.value.save_as(tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == names
    entries = Shortlists(folder / "warehouse.duckdb").get("For spring").entries
    assert len(entries) == 3
    (tmp_path / "office").mkdir()
    _is_the_marts(folder, opened_by_office(tmp_path / "list.xlsx", tmp_path / "office"), entries)


def _is_the_marts(folder: Path, workbook: Path, entries) -> None:
    """What a spreadsheet shows of the titles are the values of the mart, as numbers."""
    head, *lines = load_workbook(workbook).active.iter_rows(values_only=True)
    for entry, line in zip(entries, lines, strict=True):
        ((title, views, low, rating),) = _ask(
            folder,
            "select title, expected_views_91d, expected_views_91d_low, actual_rating "
            f"from marts.title_scores where title_id = '{entry.title_id}'",
        )
        shown = dict(zip(head, line, strict=True))
        assert shown["Title"] == title
        assert shown["Views in 91 days"] == pytest.approx(views)
        assert shown["Lower end"] == pytest.approx(low)
        assert shown["TMDb rating"] == pytest.approx(rating)


def test_two_titles_side_by_side(page):
    page.get_by_label("Choose Title 110").click()
    page.locator('input[name="title_id"]').nth(7).click()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert page.locator("thead th").count() == 3


def test_how_last_quarters_forecasts_did(page, folder):
    page.get_by_role("link", name="Track record").click()
    newest = page.locator("#quarters tbody tr").first
    ((quarter, count, error, base),) = _ask(
        folder,
        "select 'Q' || quarter(quarter) || ' ' || year(quarter), forecast_count, error, base_error "
        "from marts.track_record where question = 'top10' and type = 'all' order by quarter desc "
        "nulls last limit 1",
    )
    for said in (quarter, "Enters the Top 10", str(count), f"{error:.3f}", f"{base:.3f}"):
        expect(newest).to_contain_text(said)


def test_one_numbers_query_runs_changed(page):
    page.get_by_role("link", name="Track record").click()
    page.get_by_role("link", name="Run this query: Quarter by quarter").click()
    question = page.get_by_role("textbox", name="One SELECT statement")
    expect(question).to_be_visible()
    asked = question.input_value() if question.get_attribute("name") else question.inner_text()
    assert "from marts.track_record" in asked
    question.press("Control+a")  # to fill it would leave the lines that are out of sight
    page.keyboard.insert_text(
        "select quarter, error from marts.track_record where question = 'views' "
        "and type = 'movie' and quarter = date '2024-04-01'"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("table.answer tbody tr")).to_have_count(1)
    expect(page.locator("table.answer")).to_contain_text("0.18")


def test_a_brief_is_sent(page, tmp_path):
    pdfium = pytest.importorskip("pypdfium2", reason="no pypdfium2")
    page.get_by_role("link", name="Title 110").click()
    page.get_by_role("link", name="Send a brief").click()
    shown = page.locator("td.middle").first.inner_text()
    with page.expect_download() as loaded:
        page.get_by_role("link", name="As PDF").click()
    loaded.value.save_as(tmp_path / "brief.pdf")
    text = pdfium.PdfDocument(tmp_path / "brief.pdf")[0].get_textpage().get_text_range()
    assert "Title 110" in text
    assert re.search(rf"{re.escape(shown)}\s", text)


def test_chips_let_a_kind_through_and_back(page):
    page.get_by_role("link", name="Licensing").click()
    page.get_by_role("link", name="Let through: rated below 6").click()
    expect(page.locator("#results .count strong")).to_have_text("28 titles")
    page.get_by_role("link", name="Leave out again: rated below 6").click()
    expect(page.locator("#results .count strong")).to_have_text("27 titles")


def test_a_phone_shows_chances_in_cards(browser, address):
    page = browser.new_page(base_url=address, viewport={"width": 390, "height": 800})
    page.goto("/titles?q=title+110")
    chance = page.locator('td[data-label="Chance of being popular on TMDb"]').first
    box = chance.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    expect(chance).to_contain_text("%")
    page.close()
