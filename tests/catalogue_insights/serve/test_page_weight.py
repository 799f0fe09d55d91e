"""Every page of a week that the job made is light, and something of it is seen at once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from chromium import BROWSER_TESTS
from served import server_of

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app
from catalogue_insights.serve.pages import REPORT_POLICY
from reports.layout import PAGE_FILES

pytest.importorskip("playwright.sync_api", reason="no playwright")
pytestmark = BROWSER_TESTS
MOST_BYTES, MOST_MILLISECONDS, TRIES = 300_000, 300, 20
PAGES = [
    "/titles",
    "/titles?q=love",
    "/titles/{title_id}",
    "/compare?title_id={title_id}",
    "/brief?title_id={title_id}",
    "/licensing",
    "/shortlists",
    "/try",
    "/reports",
    "/track",
    "/models",
    "/models/tags",
    "/data",
    "/sql",
    *(f"/reports/{{week}}/{file}" for file in PAGE_FILES),
]
SENT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, sent) => sum + sent.encodedBodySize, 0)"""
PAINTED = '() => performance.getEntriesByType("paint")[0]?.startTime'


@pytest.fixture(scope="module")
def served(two_weeks) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server of the job's newest week, and what addresses of pages name."""
    ((title_id,),) = two_weeks.ask(
        "select title_id from marts.similar_titles group by 1 order by count(*) desc, 1 limit 1"
    )
    week = max(page.parent.name for page in two_weeks.folder.glob("reports/2*/index.html"))
    app = create_app(
        two_weeks.warehouse, two_weeks.folder / "reports", Serve(), two_weeks.folder / "artifacts"
    )
    with server_of(app) as address:
        yield address, {"title_id": title_id, "week": week}


def _opened(browser, address: str, path: str) -> tuple[float, int]:
    """Milliseconds until something is seen, in a browser that has nothing yet; bytes that came."""
    page = browser.new_page(base_url=address)
    page.goto(path)
    for _ in range(100):
        painted = page.evaluate(PAINTED)
        if painted is not None:
            break
        page.wait_for_timeout(10)
    sent = page.evaluate(SENT)
    page.close()
    return painted, sent


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_seen_at_once(browser, served, path):
    address, names = served
    for _ in range(TRIES):  # others keep the processor busy now and then
        painted, sent = _opened(browser, address, path.format(**names))
        assert 1_000 < sent <= MOST_BYTES
        if painted < MOST_MILLISECONDS:
            return
    pytest.fail(f"{path}: nothing is seen before {painted:.0f} ms")


def test_a_report_is_the_same_packed_and_unpacked(served):
    address, names = served
    for file in PAGE_FILES:
        where = f"{address}/reports/{names['week']}/{file}"
        packed = httpx.get(where, headers={"Accept-Encoding": "gzip"}, trust_env=False)
        plain = httpx.get(where, headers={"Accept-Encoding": "identity"}, trust_env=False)
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.text == plain.text
        for answer in (packed, plain):
            assert answer.headers["content-security-policy"] == REPORT_POLICY
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["vary"] == "Accept-Encoding"


def test_a_report_on_the_site_leads_to_where_its_queries_run(served):
    address, names = served
    text = httpx.get(f"{address}/reports/{names['week']}/catalogue.html", trust_env=False).text
    assert text.count('<a href="/sql?q=') > 20
    assert "data-on-site" not in text
