"""Briefs on the site: of titles and of shortlists, as a page and as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
from served import TOKEN, app_of, client_of, publish

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app
from catalogue_insights.serve.brief_pages import BriefForm
from warehouse.shortlists import Shortlists

pdfium = pytest.importorskip("pypdfium2", reason="no pypdfium2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("briefs")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with client_of(app_of(folder)) as client:
        yield client


def pdf_text(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    page = pdfium.PdfDocument(answer.content)[0].get_textpage()
    return re.sub(r"\s+", " ", page.get_text_range().replace("\u200b", ""))


def test_a_title_as_page_file_and_pdf(client):
    page = client.get("/brief", params={"title_id": "id10"})
    assert page.status_code == 200
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert 'href="/brief.pdf?title_id=id10"' in page.text
    assert 'href="/sql?q=' in page.text
    assert len(page.content) < 300_000
    file = client.get("/brief.html", params={"title_id": "id10"})
    assert file.headers["content-disposition"] == 'attachment; filename="brief.html"'
    assert 'href="/' not in file.text
    assert "Title 10" in pdf_text(client.get("/brief.pdf", params={"title_id": "id10"}))


def test_hostile_titles_are_escaped(client):
    ids = [f"id{number}" for number in range(6)]
    page = client.get("/brief", params={"title_id": ids}).text
    assert "<script" not in page
    assert "<img" not in page
    assert client.get("/brief.pdf", params={"title_id": ids}).content.startswith(b"%PDF-")


def test_a_shortlist_with_its_notes_and_without_stale_answers(client, folder):
    lists = Shortlists(folder / "warehouse.duckdb")
    key = lists.create("For <b>spring</b>")
    empty = client.get("/brief", params={"shortlist": key})
    assert empty.status_code == 404
    assert "Nothing is on that shortlist" in empty.json()["detail"]
    lists.add(key, {"id10": "Title 10", "gone": "Gone"}, "ask first")
    page = client.get("/brief", params={"shortlist": key}).text
    assert "For &lt;b&gt;spring&lt;/b&gt;" in page
    assert "ask first" in page
    assert "Not in this week: <code>gone</code>" in page
    lists.add(key, {"id11": "Title 11"}, "and this")
    assert "and this" in client.get("/brief", params={"shortlist": key}).text
    assert "Title 11" in pdf_text(client.get("/brief.pdf", params={"shortlist": key}))


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 422),
        ({"title_id": "none"}, 404),
        ({"shortlist": "0123456789ab"}, 404),
        ({"shortlist": "no key"}, 422),
        ({"title_id": "id10", "shortlist": "0123456789ab"}, 422),
        ({"title_id": [f"id{n}" for n in range(21)]}, 422),
        ({"title_id": "id10", "other": "1"}, 422),
    ],
)
@pytest.mark.parametrize("path", ["/brief", "/brief.html", "/brief.pdf"])
def test_what_is_asked_wrongly_is_said(client, path, params, status):
    answer = client.get(path, params=params)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_the_pages_lead_to_it(client, folder):
    assert 'href="/brief?title_id=id10"' in client.get("/titles/id10").text
    assert 'href="/brief?title_id=id10&amp;title_id=id11"' in (
        client.get("/compare?title_id=id10&title_id=id11").text
    )
    for path in ("/titles", "/licensing"):
        assert 'formaction="/brief"' in client.get(path).text
    key = Shortlists(folder / "warehouse.duckdb").create("Another")
    Shortlists(folder / "warehouse.duckdb").add(key, {"id10": "Title 10"}, "")
    assert f'href="/brief?shortlist={key}"' in client.get(f"/shortlists/{key}").text


def test_another_sites_page_makes_no_pdf(client):
    foreign = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    answer = client.get("/brief.pdf", params={"title_id": "id10"}, headers=foreign)
    assert answer.status_code == 403
    assert 'action="/brief.pdf"' in answer.text
    assert client.get("/brief?title_id=id10", headers=foreign).status_code == 200


def test_the_token_is_wanted(tmp_path):
    with client_of(app_of(tmp_path, token=TOKEN)) as client:
        assert client.get("/brief?title_id=id10").status_code == 401
        said = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/brief?title_id=id10", headers=said).status_code == 200


def test_an_older_week_says_what_it_does_not_know(tmp_path):
    warehouse = publish(tmp_path, is_later=False)
    app = create_app(warehouse, tmp_path / "reports", Serve(), tmp_path / "artifacts")
    with client_of(app) as client:
        page = client.get("/brief?title_id=id10").text
        assert page.count("This week was published before that was known.") == 3
        assert client.get("/brief.pdf?title_id=id10").content.startswith(b"%PDF-")
    with duckdb.connect(str(warehouse)) as con:
        con.execute("drop view marts.title_links")
    app = create_app(warehouse, tmp_path / "reports", Serve(), tmp_path / "artifacts")
    with client_of(app) as client:
        answer = client.get("/brief?title_id=id10")
        assert answer.status_code == 404
        assert "another version of the project made it" in answer.json()["detail"]


def test_the_way_back_is_where_one_came_from():
    assert BriefForm(title_id=["a"]).back == ("Title", "/titles/a")
    assert BriefForm(title_id=["a", "b"]).back == ("Titles", "/titles")
    assert BriefForm(shortlist="0123456789ab").back == ("Shortlist", "/shortlists/0123456789ab")
