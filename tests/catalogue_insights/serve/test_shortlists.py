"""Shortlists as pages: made, added to, changed, taken away; written from here alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import pytest
from openpyxl import load_workbook
from served import app_of, client_of, publish

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app
from warehouse.shortlists import Shortlists

KEYS = """
    insert into core.title_key by name
    select title_id as key, title_id from marts.title_scores
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shortlists")
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with duckdb.connect(str(folder / "warehouse.duckdb")) as con:
        con.execute(KEYS)
    app = create_app(folder / "warehouse.duckdb", folder / "reports", Serve(), folder / "artifacts")
    with client_of(app) as client:
        yield client


@pytest.fixture
def shortlists(folder: Path) -> Iterator[Shortlists]:
    shortlists = Shortlists(folder / "warehouse.duckdb")
    yield shortlists
    for found in shortlists.all():
        shortlists.delete(found.key)


def test_a_list_is_made_and_added_to(client, shortlists):
    assert "There is no shortlist yet" in client.get("/shortlists").text
    fields = {"title_id": ["id10", "id110"], "name": "For spring", "note": "ask <b>first</b>"}
    answer = client.post("/shortlists/add", data=fields)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "For spring" in page
    assert 'href="/titles/id110"' in page
    assert "ask &lt;b&gt;first&lt;/b&gt;" in page
    assert "For spring" in client.get("/shortlists/add?title_id=id11").text
    (found,) = shortlists.all()
    client.post("/shortlists/add", data={"title_id": "id11", "shortlist": found.key})
    assert len(shortlists.get(found.key).entries) == 3


def test_a_title_is_taken_off_and_a_list_watched_and_deleted(client, shortlists):
    key = shortlists.create("List")
    shortlists.add(key, {"id10": "Title 10"})
    assert client.post(f"/shortlists/{key}/remove", data={"title_id": "id10"}).status_code == 303
    assert shortlists.get(key).entries == ()
    client.post(f"/shortlists/{key}/watch", data={"watched": "yes"})
    assert shortlists.get(key).is_watched
    client.post(f"/shortlists/{key}/watch", data={"watched": "no"})
    assert not shortlists.get(key).is_watched
    answer = client.post(f"/shortlists/{key}/delete")
    assert answer.headers["location"] == "/shortlists"
    assert client.get(f"/shortlists/{key}").status_code == 404


def test_workbook_and_csv_have_all_titles_and_notes(client, shortlists):
    key = shortlists.create("List")
    shortlists.add(key, {"id92": "=cmd(1)", "gone": "=Gone"}, "=note()")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/shortlists/{key}/titles.csv").text)))
    assert [(row["title"], row["note"]) for row in rows] == [
        ("Title 92", "'=note()"),
        ("'=Gone", "'=note()"),
    ]
    answer = client.get(f"/shortlists/{key}/titles.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, first, second = sheet.iter_rows()
    assert [cell.value for cell in head][-1] == "Note"
    assert (first[0].value, first[-1].value, first[-1].data_type) == ("Title 92", "=note()", "s")
    assert first[0].hyperlink.target.endswith("/titles/id92")
    assert second[0].value == "=Gone"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_pages_write_nothing(client, shortlists, headers):
    answer = client.post("/shortlists", data={"name": "Theirs"}, headers=headers)
    assert answer.status_code == 403
    assert shortlists.all() == []


def test_own_pages_write(client, shortlists):
    own = {"Origin": str(client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert client.post("/shortlists", data={"name": "Ours"}, headers=own).status_code == 303
    assert [found.name for found in shortlists.all()] == ["Ours"]


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/shortlists", {"name": ""}, "1 to 100 letters"),
        ("/shortlists/add", {"title_id": "id10"}, "No shortlist is named"),
        ("/shortlists/add", {"name": "List"}, "No title is named"),
        (
            "/shortlists/add",
            {"name": "List", "title_id": "none"},
            "There is no title &#39;none&#39;",
        ),
        ("/shortlists/000000000000/remove", {"title_id": "id10"}, "There is no shortlist"),
    ],
)
def test_what_cannot_be_written_is_said_and_changes_nothing(client, shortlists, path, fields, said):
    answer = client.post(path, data=fields)
    assert answer.status_code in (404, 422)
    assert said in answer.text
    assert shortlists.all() == []


def test_fifty_people_add_at_once(client, shortlists):
    key = shortlists.create("All")

    def add(number: int) -> int:
        fields = {"title_id": f"id{number}", "shortlist": key, "note": f"from {number}"}
        return client.post("/shortlists/add", data=fields, timeout=60).status_code

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(add, range(50))) == {303}
    assert {e.title_id for e in shortlists.get(key).entries} == {f"id{n}" for n in range(50)}


def test_without_the_token_nothing_is_written(tmp_path):
    warehouse = publish(tmp_path)
    token = "0123456789abcdef"  # noqa: S105 - of no server
    app = create_app(warehouse, tmp_path / "reports", Serve(token=token), tmp_path / "artifacts")
    with client_of(app) as client:
        assert client.post("/shortlists", data={"name": "List"}).status_code == 401
        assert (
            client.post("/shortlists", data={"name": "List"}, auth=("me", token)).status_code == 303
        )


def test_a_week_from_before_shows_names_and_notes(tmp_path):
    app = app_of(tmp_path)
    shortlists = Shortlists(tmp_path / "warehouse.duckdb")
    key = shortlists.create("List")
    shortlists.add(key, {"id10": "Title 10"}, "a note")
    with client_of(app) as client:
        page = client.get(f"/shortlists/{key}").text
    assert "Title 10" in page
    assert "a note" in page


def test_own_forms_say_where_they_stood(client):
    assert client.get("/shortlists").headers["referrer-policy"] == "same-origin"
    own = {"Origin": str(client.base_url).rstrip("/")}
    assert client.post("/shortlists", data={"name": ""}, headers=own).status_code == 422
