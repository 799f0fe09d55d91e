"""The Titles page: what is found, in which order, at which address, as page and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import httpx
import pytest
from served import app_of, client_of

from catalogue_insights.serve.search import Search


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("titles"))) as client:
        yield client


def _ids(client: httpx.Client, query: str) -> list[str]:
    answer = client.get(f"/api/titles?{query}").json()
    return [row["title_id"] for row in answer["titles"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("title 110", ["id110"]),
        ("TITLE   110", ["id110"]),
        ("lindqvist", ["id10", "id11"]),
        ("zoe a lindqvist", ["id10"]),
        ("nobody", []),
    ],
)
def test_every_word_is_found_in_a_title_or_a_person(client, words, found):
    assert sorted(_ids(client, f"q={words}")) == found


@pytest.mark.parametrize("words", ["tilte 110", "titl 110", "tittle 110", "tytle 110"])
def test_one_slip_is_forgiven(client, words):
    assert _ids(client, f"q={words}")[0] == "id110"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lindqivst", ["id10", "id11"]),
        ("ada lindquist", ["id10", "id11"]),
        ("lindkvist drama", ["id10", "id11"]),
    ],
)
def test_people_and_original_titles_are_found_by_other_spellings(client, words, found):
    assert sorted(_ids(client, f"q={words}")) == found


def test_the_fewest_slips_come_first(client):
    assert _ids(client, "q=title 10 (frist)")[0] == "id10"


def test_what_is_spelt_as_asked_is_found_alone(client):
    assert _ids(client, "q=title 110") == ["id110"]
    assert "Nothing is spelt" not in client.get("/titles?q=title 110").text
    assert "Nothing is spelt “<bdi>lindqivst</bdi>”" in client.get("/titles?q=lindqivst").text


def test_a_filter_holds_for_other_spellings(client):
    assert _ids(client, "q=lindqivst&in_catalogue=false") == []


def test_facets_count_what_is_found_and_lead_there(client):
    page = client.get("/titles?q=title 11").text
    total = client.get("/api/titles?q=title 11").json()["total"]
    counts = []
    for kind, label in (("movie", "Films"), ("series", "Series")):
        count = client.get(f"/api/titles?q=title 11&type={kind}").json()["total"]
        address = f'href="/titles?q=title+11&amp;type={kind}"'
        assert f'{address}><bdi>{label}</bdi> <span class="tally">{count}</span>' in page
        counts.append(count)
    assert sum(counts) == total
    assert "<bdi>Series</bdi>" not in client.get("/titles?q=title 11&type=series").text
    assert "year_from=2010&amp;year_to=2019" in page


def test_titles_own_words_come_before_a_persons(client):
    assert _ids(client, "q=title 11")[0] == "id11"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 120),
        ("type=series", 40),
        ("genre=Dramas", 112),
        ("country=US", 0),
        ("year_from=1991&year_to=1992", 8),
        ("in_catalogue=false", 44),
        ("hit=yes", 12),
        ("hit=unknown", 60),
        ("rating_from=8.5", 10),
    ],
)
def test_filters_narrow(client, query, count):
    assert client.get(f"/api/titles?{query}").json()["total"] == count


def test_page_and_json_agree(client):
    page = client.get("/titles?type=series&sort=hit").text
    for title_id in _ids(client, "type=series&sort=hit"):
        assert f'href="/titles/{title_id}"' in page


def test_sorting_goes_both_ways(client):
    down = [r["hit_probability"] for r in client.get("/api/titles?sort=hit").json()["titles"]]
    up = client.get("/api/titles?sort=hit&order=asc").json()["titles"]
    assert down == sorted(down, reverse=True)
    assert [r["hit_probability"] for r in up] == sorted(r["hit_probability"] for r in up)


def test_paging_shows_each_title_once(client):
    pages = [_ids(client, f"sort=year&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len(set().union(*pages)) == 120


def test_page_beyond_the_last_is_the_last(client):
    assert client.get("/api/titles?page=99").json()["page"] == 3
    assert client.get("/titles?page=99").status_code == 200


def test_address_says_only_what_is_asked():
    search = Search(q="a b", type="movie", in_catalogue=False, page=3)
    assert search.address() == "/titles?q=a+b&type=movie&in_catalogue=false&page=3"
    assert search.address(page=1) == "/titles?q=a+b&type=movie&in_catalogue=false"
    assert Search().address() == "/titles"


def test_empty_fields_of_the_form_ask_for_nothing(client):
    fields = "q=&type=&genre=&country=&year_from=&year_to=&in_catalogue=&hit=&rating_from="
    assert "120 titles" in client.get(f"/titles?{fields}&sort=match").text


def test_csv_holds_all_and_no_formula(client):
    answer = client.get("/titles.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 120
    assert "total" not in rows[0]
    assert not [r["title"] for r in rows if r["title"].startswith(("=", "+", "-", "@"))]
    assert "attachment" in answer.headers["content-disposition"]


def test_hostile_titles_are_text(client):
    page = client.get("/titles?sort=predicted_rating").text
    assert "<script>document" not in page
    assert "&lt;script&gt;document" in page
    assert "onerror=alert(1)>" not in page.replace("onerror=alert(1)&gt;", "")


def test_hostile_words_stay_words(client):
    page = client.get("/titles", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "No title is found" in page
