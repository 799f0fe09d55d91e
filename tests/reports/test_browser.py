"""The page in a real browser: no overflow, no error, no request, on a phone and at a desk."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from chromium import BROWSER_TESTS, accessibility
from report_fixture import HOSTILE, make_warehouse

from reports.weekly_report import write_report

pytestmark = BROWSER_TESTS
TITLES = {
    "index.html": "",
    "catalogue.html": "The catalogue in detail · ",
    "quality.html": "How good scores and data are · ",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    return write_report(make_warehouse(folder, titles=HOSTILE), folder / "reports")


@pytest.fixture(scope="module")
def catalogue(report: Path) -> Path:
    return report.with_name("catalogue.html")


@pytest.mark.parametrize("file", list(TITLES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_whole(report: Path, browser: Any, width: int, scheme: str, file: str) -> None:
    report = report.with_name(file)
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url))
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert told == [report.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() == f"{TITLES[file]}Week 47, 2026 · Catalogue Insights"
    page.close()


def test_the_week_s_page_is_short(report: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report.as_uri())
    assert len(page.inner_text("body").split()) <= 3_000
    assert 10 <= page.locator("main section").count() <= 14
    assert report.stat().st_size <= 600_000
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_old_is_read_on_the_first_screen(report: Path, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())
    lines = page.locator(".stale li")
    assert lines.count() == 2
    assert lines.first.inner_text().startswith(
        "The catalogue is of 16 January 2021: what follows describes that month."
    )
    assert lines.last.inner_text() == "Top 10 lists: 26 October 2026, 21 days old; the limit is 14."
    box = lines.last.bounding_box()
    assert box["y"] + box["height"] < 800
    size = "(line) => parseFloat(getComputedStyle(line).fontSize)"
    assert lines.last.evaluate(size) >= 14
    page.close()


def test_the_pages_of_a_week_are_one_click_apart(report: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(report.as_uri())
    for name in ("The catalogue in detail", "How good scores and data are", "The week's report"):
        page.get_by_label("Pages of this week").get_by_text(name).click()
        assert page.locator(".pages [aria-current=page]").inner_text() == name
    assert page.url == report.as_uri()
    page.close()


def test_charts_fit_the_screen_and_are_recoloured(catalogue: Path, browser: Any) -> None:
    fills = []
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme=scheme)
        page.goto(catalogue.as_uri())
        assert page.locator("svg.wide:visible").count() == 0
        assert page.locator("svg.narrow:visible").count() > 5
        size = page.evaluate(
            "Math.min(...[...document.querySelectorAll('svg.narrow text')]"
            ".map((t) => t.getBoundingClientRect().height))"
        )
        assert size > 10
        bar = page.locator("#likely-hits svg path[fill='var(--a)']").first
        fills.append(bar.evaluate("(path) => getComputedStyle(path).fill"))
        page.close()
    assert fills[0] != fills[1]


def test_table_is_sorted_by_a_click(catalogue: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(catalogue.as_uri())
    page.locator("#countries details.fold summary").click()
    page.locator("#changes details.fold summary").click()
    heading = page.locator("#changes thead th", has_text="Titles")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    column = page.locator("#changes tbody tr td:nth-child(3)").all_inner_texts()
    assert [int(text) for text in column] == [80, 70]
    page.close()


def test_rows_are_found_by_their_words(catalogue: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(catalogue.as_uri())
    page.locator("#likely-hits details.fold summary").click()
    section = page.locator("#likely-hits")
    section.get_by_label("Find").fill("قصير")
    assert section.locator("tbody tr:visible").count() == 0
    section.get_by_label("Find").fill("QUOTES")
    assert section.locator("tbody tr:visible").count() == 1
    assert section.locator("output").inner_text() == "1 of 20 rows"
    page.close()


def test_rows_are_downloaded_without_a_request(
    catalogue: Path, browser: Any, tmp_path: Path
) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(catalogue.as_uri())
    page.on("request", lambda request: told.append(request.url))
    with page.expect_download() as download:
        page.locator("#likely-hits a.csv").click()
    assert download.value.suggested_filename == "2026-W47-likely-hits.csv"
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file)}
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[4]} <= titles
    assert not [text for text in told if not text.startswith("data:text/csv")]
    page.close()


def test_page_is_read_with_the_keyboard_alone(catalogue: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(catalogue.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#likely-hits details.fold summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):  # to the field, the table, its first heading
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#likely-hits th[aria-sort]").inner_text().startswith("Title")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.close()


def test_headlines_lead_to_their_sections(report: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    links = [link.get_attribute("href") for link in page.locator(".headlines a").all()]
    assert len(links) > 3
    assert {link.partition("#")[0] for link in links} == {""}
    for link in links:
        page.goto(report.as_uri())
        page.locator(f".headlines a[href='{link}']").first.click()
        page.wait_for_function(
            "(id) => Math.abs(document.querySelector(id)?.getBoundingClientRect().top) < 120",
            arg=f"#{link.partition('#')[2]}",
        )
    page.close()


def test_print_shows_charts_and_no_controls(report: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 720, "height": 900}, color_scheme="dark")
    page.goto(report.with_name("quality.html").as_uri())
    page.emulate_media(media="print")
    for gone in (".contents", ".csv", "details.query", ".find", "summary", ".neighbours"):
        assert page.locator(f"{gone}:visible").count() == 0
    assert page.locator("svg.wide:visible").count() > 5
    assert page.locator("#doubtful-tags table:visible").count() == 1
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.close()


def test_redirect_leads_to_the_newest_week(report: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((report.parent.parent / "latest" / "index.html").as_uri())
    page.wait_for_url("**/2026-W47/index.html")
    page.close()


@pytest.mark.parametrize("file", list(TITLES))
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_page_is_accessible(report: Path, browser: Any, width: int, scheme: str, file: str) -> None:
    size = {"width": width, "height": 900}
    page = browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    page.goto(report.with_name(file).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    found = accessibility(page).response
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    assert len(found["passes"]) > 20
    page.close()
