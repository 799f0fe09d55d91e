"""What other sites' pages ask for through a reader's browser: nothing is run for them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from served import app_of, client_of

PAGE = {"Accept": "text/html"}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
]
OWN = [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
SQL = "/sql?q=select+6*7+as+answer"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("foreign"))) as client:
        yield client


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_question_from_elsewhere_is_shown_and_not_run(client, headers):
    shown = client.get(SQL, headers=PAGE | headers)
    assert shown.status_code == 403
    assert "select 6*7 as answer</textarea>" in shown.text
    assert '<button type="submit">Run it</button>' in shown.text
    assert ">42<" not in shown.text


@pytest.mark.parametrize("headers", OWN)
def test_ones_own_question_is_run(client, headers):
    assert ">42<" in client.get(SQL, headers=PAGE | headers).text


def test_what_is_filled_in_is_escaped(client):
    hostile = "</textarea><script>alert(1)</script>"
    headers = PAGE | FOREIGN[0]
    for path in ("/sql", "/try"):
        shown = client.get(path, params={"q": hostile, hostile: hostile}, headers=headers)
        assert shown.status_code == 403
        assert "<script>alert" not in shown.text


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/api/score", "/try"])
def test_nothing_is_sent_from_elsewhere(client, headers, path):
    refused = client.post(path, json={"titles": [{"title": "x"}]}, headers=headers)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_file_or_a_program_gets_a_problem(client):
    refused = client.get("/sql.csv?q=select+1", headers=FOREIGN[0])
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("Another site's page")


def test_links_to_what_is_only_shown_are_followed(client):
    for path in ("/titles", "/titles?q=a", "/sql", "/try", "/titles/id10"):
        assert client.get(path, headers=PAGE | FOREIGN[0]).status_code == 200


def test_the_same_origin_by_its_own_name_is_no_other_site(client):
    own = {"Origin": f"http://{client.base_url.host}:{client.base_url.port}"}
    assert client.post("/api/score", json={}, headers=own).status_code == 422
