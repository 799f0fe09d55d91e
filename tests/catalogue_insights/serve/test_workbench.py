"""The SQL workbench: marts with their comments, links that hold questions, forms of an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from chromium import BROWSER_TESTS, accessibility
from served import server_of

from catalogue_common.settings import Serve
from catalogue_insights.serve.answer_chart import draw_answer
from catalogue_insights.serve.app import create_app
from catalogue_insights.serve.generation import open_generation, request_limits
from catalogue_insights.serve.mart_list import described_marts, functions_of, marts_by_question
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from warehouse.dictionary import questions
from warehouse.questions.shapes import SqlAnswer

COPIES = "navigator.clipboard.writeText = async (text) => { window.copied = text; }"
BY_GENRE = "select genre, count(*) as n from title_genres group by genre order by n desc limit 5"
BY_WEEK = "select week, count(*) as n from top10_weeks group by week"


@pytest.fixture(scope="module")
def address(sample_run) -> Iterator[str]:
    folder = sample_run.folder
    app = create_app(sample_run.warehouse, sample_run.reports, Serve(), folder / "artifacts")
    with server_of(app) as address:
        yield address


@pytest.fixture(scope="module")
def client(address) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def week(sample_run):
    opened = open_generation(sample_run.warehouse, request_limits())
    yield opened
    opened.close()


def test_marts_are_listed_with_the_comments_of_the_file(week):
    marts = {mart.name: mart for mart in described_marts(week)}
    assert len(marts) > 50
    assert all(mart.comment and mart.columns and mart.example for mart in marts.values())
    assert all(column.comment for mart in marts.values() for column in mart.columns)
    columns = {column.name: column for column in marts["title_scores"].columns}
    assert columns["title_id"].kind == "VARCHAR"
    assert columns["title_id"].comment.startswith("stable key of the title")
    assert marts["offered_on"].parameters == ("day",)
    assert {"day", "state"} <= {column.name for column in marts["offered_on"].columns}


def test_marts_are_grouped_as_in_the_dictionary(week):
    grouped = marts_by_question(week)
    assert list(grouped)[: len(questions())] == list(questions())
    assert [mart.name for mart in grouped["Most questions"]] == questions()["Most questions"]
    names = [mart.name for marts in grouped.values() for mart in marts]
    assert sorted(names) == sorted(mart.name for mart in described_marts(week))


def test_functions_are_those_that_may_be_called(week):
    box, functions = Sandbox(Allowance()), functions_of(week)
    assert {"date_trunc", "sum", "regexp_matches"} <= set(functions)
    assert not {"getenv", "current_setting", "duckdb_tables", "json_serialize_sql"} & set(functions)
    assert box.table(week, "select date_trunc('month', date '2026-11-16')").rows


def test_the_page_is_small_and_packed(client):
    page = client.get("/sql", headers={"Accept-Encoding": "gzip"})
    sizes = [int(page.headers["content-length"])]
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        asset = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert asset.headers["content-encoding"] == "gzip"
        sizes.append(int(asset.headers["content-length"]))
    assert sum(sizes) < 300_000
    plain = client.get("/sql", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == page.text


def test_an_answer_is_a_file_of_json(client):
    answer = client.get("/sql.json", params={"q": BY_GENRE})
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.json"'
    assert [set(row) for row in json.loads(answer.text)] == [{"genre", "n"}] * 5


def test_a_chart_is_drawn_by_the_first_text_and_number(client):
    page = client.get("/sql", params={"q": BY_GENRE, "show": "chart"})
    assert page.text.count('class="chart ') == 2
    assert 'aria-label="n by genre"' in page.text
    assert "There is nothing to draw" in client.get("/sql?q=select+1&show=chart").text
    assert client.get("/sql?q=select+1&show=cake").status_code == 422


@pytest.mark.parametrize(
    ("labels", "numbers", "shown"),
    [
        (["a", None, "<b>"], ["1", None, "2.5"], "&lt;b&gt;"),
        (["2026-01-02", "2026-01-01"], ["3", "inf"], ">3</text>"),
        (["2026-01-02 05:00:00", "2026-02-30"], ["1e40", "-1"], "2026-02-30"),
    ],
)
def test_awkward_answers_are_drawn(labels, numbers, shown):
    rows = [list(row) for row in zip(labels, numbers, strict=True)]
    (panel,) = draw_answer(SqlAnswer(["x", "y"], [False, True], rows, is_cut=False))
    assert shown in "".join(panel.drawings)


def test_what_cannot_be_drawn_is_not():
    for kinds, rows in (([True], [["1"]]), ([False], [["a"]]), ([False, True], [["a", None]])):
        assert draw_answer(SqlAnswer(["x", "y"], kinds, rows, is_cut=False)) == []


def test_a_link_from_elsewhere_runs_nothing(client):
    headers = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    page = client.get("/sql", params={"q": BY_GENRE, "show": "chart"}, headers=headers)
    assert page.status_code == 403
    assert BY_GENRE in page.text
    assert "Run it" in page.text
    assert "<svg" not in page.text
    assert client.get("/sql.json?q=select+1", headers=headers).status_code == 403


class TestInABrowser:
    """With the script, and without."""

    pytestmark = BROWSER_TESTS

    @pytest.fixture
    def page(self, browser, address):
        context = browser.new_context(base_url=address)
        context.add_init_script(COPIES)
        page, told = context.new_page(), []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        yield page
        context.close()
        assert [text for text in told if "400 (Bad Request)" not in text] == []

    def editor(self, page):
        return page.get_by_role("textbox", name="One SELECT statement")

    def test_ctrl_and_enter_asks_and_the_address_holds_it(self, page):
        page.goto("/sql")
        self.editor(page).fill(BY_GENRE)
        page.keyboard.press("Control+Enter")
        page.locator("table.answer tbody tr").nth(4).wait_for()
        assert parse_qs(urlsplit(page.url).query)["q"] == [BY_GENRE]
        page.keyboard.type(" -- and on")  # the editor kept the keyboard
        page.get_by_role("button", name="Copy link").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("window.copied")
        page.goto(copied)
        assert page.locator("#question").input_value().endswith("limit 5 -- and on")
        assert page.locator("table.answer tbody tr").count() == 5
        page.go_back()
        page.locator("table.answer tbody tr").nth(4).wait_for()

    def test_columns_marts_and_functions_complete(self, page):
        page.goto("/sql")
        for typed, found in (("hit_pr", "hit_probability"), ("date_tr", "date_trunc")):
            self.editor(page).fill("select \nfrom title_scores")
            page.keyboard.press("Control+Home")
            page.keyboard.press("End")
            page.keyboard.type(typed)
            option = page.get_by_role("option", name=re.compile(found)).first
            option.wait_for()
            page.wait_for_timeout(
                100
            )  # it takes no key at once, so that none is taken for a choice
            page.keyboard.press("Enter")
            assert found in page.locator("#question").input_value()
        self.editor(page).fill("from clus")
        page.keyboard.press("Control+Space")
        page.get_by_role("option", name=re.compile("^clusters")).wait_for()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Ask"

    def test_a_chart_says_its_values_and_can_be_saved_after_each_question(self, page):
        page.goto(f"/sql?q={quote(BY_GENRE)}&show=chart")
        self.editor(page).fill(BY_WEEK)
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**top10_weeks**")
        page.locator("#results:not([aria-busy])").wait_for()
        chart = page.locator("svg.chart:visible").first
        page.get_by_role("button", name="Save as SVG").first.wait_for()
        assert page.locator("svg.chart:visible + p.save").count() == 1
        chart.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("p.said").inner_text() != ""

    def test_without_the_script_the_field_does_the_work(self, browser, address):
        context = browser.new_context(java_script_enabled=False, base_url=address)
        page = context.new_page()
        page.goto("/sql")
        page.get_by_label("One SELECT statement").fill(BY_WEEK)
        page.get_by_role("button", name="Ask").click()
        page.get_by_role("link", name="Chart").click()
        assert page.locator("svg.chart").count() == 2
        context.close()

    def test_what_the_editor_adds_is_accessible(self, browser, address):
        page = browser.new_page(base_url=address, bypass_csp=True)
        page.goto(f"/sql?q={quote(BY_GENRE)}&show=chart")
        self.editor(page).click()
        page.keyboard.press("Control+Home")
        page.keyboard.type("title_")
        page.get_by_role("option").first.wait_for()
        found = accessibility(page).response
        assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
        page.close()
