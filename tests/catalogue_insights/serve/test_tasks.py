"""Tasks of a working day in a real browser, from the first page, each within four clicks."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from chromium import BROWSER_TESTS
from openpyxl import load_workbook
from served import app_of, server_of

from warehouse.shortlists import Shortlists

expect = pytest.importorskip("playwright.sync_api", reason="no playwright").expect
pytestmark = BROWSER_TESTS
SECONDS = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tasks")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with server_of(app_of(folder)) as address:
        yield address


@pytest.fixture
def page(browser, address: str) -> Iterator[object]:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    page.goto("/")
    started = time.monotonic()
    yield page
    assert time.monotonic() - started < SECONDS
    page.close()


def test_what_a_rival_has_and_we_do_not_in_one_genre(page, folder):
    page.get_by_role("link", name="Licensing").click()
    page.get_by_label("Genre", exact=True).select_option("Dramas")
    page.locator("#offered_by").select_option("Hulu")
    page.wait_for_url("**/licensing?genre=Dramas&offered_by=Hulu&**")
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        (count,) = con.execute(
            "select count(*) from marts.licensing_candidates "
            "where offered_by = 'Hulu' and excluded_as is null"
        ).fetchone()
    expect(page.locator("#results .count strong")).to_have_text(f"{count} titles")
    expect(page.locator('td[data-label="Lower end"]').first).to_contain_text("M")


def test_three_titles_on_a_shortlist_as_a_workbook(page, folder):
    page.get_by_role("link", name="Licensing").click()
    names = page.locator("tbody th a").all_inner_texts()[:3]
    for box in page.locator('input[name="title_id"]').all()[:3]:
        box.check()
    page.get_by_role("button", name="Add to a shortlist").click()
    page.get_by_label("Name of a new shortlist").fill("For spring")
    page.get_by_role("button", name="Add 3 titles").click()
    with page.expect_download() as loaded:
        page.get_by_role("link", name="XLSX").click()
    sheet = load_workbook(io.BytesIO(Path(loaded.value.path()).read_bytes())).active
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == names
    assert len(Shortlists(folder / "warehouse.duckdb").get("For spring").entries) == 3


def test_two_titles_side_by_side(page):
    page.get_by_label("Choose Title 110").check()
    page.locator('input[name="title_id"]').nth(7).check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert page.locator("thead th").count() == 3


def test_how_forecasts_did(page):
    page.get_by_role("link", name="Track record").click()
    expect(page.get_by_role("heading", name="Track record", exact=True)).to_be_visible()


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
