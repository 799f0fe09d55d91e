"""The page of one title, in weeks with and without similar titles and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from served import app_of, client_of, publish

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app
from catalogue_insights.serve.drawings import apart, chances, views_interval


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("title"))) as client:
        yield client


def test_page_tells_what_is_known(client):
    page = client.get("/titles/id10").text
    for told in (
        "Title 10",
        "Netflix tags",
        "Thrillers",
        "85%",
        "lighthouse",
        "5.0 to 7.0, 9 times in 10",
        "Matched with TMDb’s number 10 by title and year",
        "netflix/titles_2021-01.csv",
        "rated 7.1, 120 votes",
        'href="/titles/id11"',
        "2026-W46",
    ):
        assert told in page


def test_offers_say_where_since_when_and_how_that_is_known(client):
    offers = client.get("/api/titles/id10").json()["offers"]
    told = [(o["service"], o["region"], o["offered_from"], o["offered_until"]) for o in offers]
    assert told == [
        ("Netflix", "US", "2020-01-18", None),
        ("Hulu", "US", "2020-01-18", "2021-02-01"),
    ]
    assert [offer["is_offered"] for offer in offers] == [True, False]
    page = client.get("/titles/id10").text
    for words in (
        "Where it is offered",
        "now, as far as is known",
        "or before",
        "not yet confirmed",
    ):
        assert words in page


def test_views_stand_beside_what_was_expected(client):
    audience = client.get("/api/titles/id10").json()["audience"]
    told = [(h["period_start"], h["views"], h["is_coming"]) for h in audience["half_years"]]
    assert told == [
        ("2020-01-01", 22e6, False),
        ("2020-07-01", 22e6, False),
        ("2021-01-01", None, True),
    ]
    assert audience["half_years"][0]["expected_views"] == pytest.approx(24.2e6)
    page = client.get("/titles/id10").text.partition('id="audience"')[2].partition("</section>")[0]
    for words in (
        "<strong>11M views</strong> in its first 91 days, 9 times in 10 between 1.1M and 55M",
        "<strong>10 countries</strong> (0 to 20; of ten or more 33%, of fifty 11%)",
        "The countries: <bdi>language ×1.4; country ×0.8</bdi>",
        "by the half-year before (2.0M views) ×0.62",
        "genres and text ×1.3",
        "January to June 2020",
        "5.5M to 77M",
        "after the newest report",
        "Netflix&#39;s own audience only",
    ):
        assert words in page


def test_the_likeliest_countries_are_named(client):
    audience = client.get("/api/titles/id10").json()["audience"]
    assert audience["countries"] == [
        {"country_code": "SE", "country": "Sweden", "chance": 0.83, "has_stood": True},
        {"country_code": "XX", "country": None, "chance": 0.4, "has_stood": None},
    ]
    assert "marketing is not in the data" in audience["cannot_tell"]
    page = client.get("/titles/id10").text
    assert "Sweden" in page
    assert "83%" in page


def test_a_title_without_a_half_year_says_what_is_expected_and_no_more(client):
    answer = client.get("/api/titles/id100").json()
    assert answer["title"]["expected_views_91d"] == 41e6
    assert answer["audience"]["half_years"] == []
    page = client.get("/titles/id100").text
    assert "41M views" in page
    assert "Views by half-year" not in page


def test_audience_is_documented(client):
    shapes = client.get("/openapi.json").json()["components"]["schemas"]
    assert "audience" in shapes["TitleDetail"]["properties"]
    for shape in ("TitleAudience", "HalfYear", "CountryChance"):
        assert shapes[shape]["description"]
    assert "91 days" in shapes["TitleRow"]["properties"]["expected_views_91d"]["description"]


def test_a_title_that_nobody_offers_says_so(client):
    assert client.get("/api/titles/id100").json()["offers"] == []
    assert "No source says that any service offers it" in client.get("/titles/id100").text


def test_names_that_sources_call_it_by(client):
    aliases = client.get("/api/titles/id10").json()["aliases"]
    assert aliases[0] == {"alias": "Title Ten", "sources": "tmdb, top 10", "is_original": False}
    assert "Known as" in client.get("/titles/id10").text


def test_offers_are_documented(client):
    shapes = client.get("/openapi.json").json()["components"]["schemas"]
    assert "offers" in shapes["TitleDetail"]["properties"]
    assert shapes["TitleOffer"]["properties"]["offered_until"]["description"]


def test_justwatch_is_credited_where_its_data_are_loaded(client):
    assert "Availability data by JustWatch." in client.get("/titles/id10").text


def test_outcomes_stand_beside_the_scores(client):
    row = client.get("/api/titles/id10").json()["title"]
    assert (row["is_hit"], row["entered_top10"]) == (True, None)
    page = client.get("/titles/id10").text
    assert "<td>yes</td>" in page.partition("among the most visited tenth")[2]


def test_week_from_before_there_were_similar_titles_reasons_and_languages(tmp_path):
    app = create_app(publish(tmp_path, is_later=False), tmp_path, Serve(), tmp_path / "artifacts")
    with client_of(app) as client:
        page = client.get("/titles/id10").text
        assert "before titles were compared" in page
        assert "before offers were known" in page
        assert "before audiences were predicted" in page
        assert client.get("/api/titles/id10").json()["title"]["expected_views_91d"] is None
        assert client.get("/api/titles?sort=views").json()["total"] == 120
        assert "data by JustWatch" not in page
        assert client.get("/api/titles/id10").json()["tags"][0]["reasons"] == []
        assert client.get("/try").status_code == 200  # it lists no languages then


def test_match_worth_a_look(client):
    page = client.get("/titles/id12").text
    assert "Worth a look: <strong>narrow</strong>" in page
    assert "<bdi>Other title</bdi> (2003), number 99" in page


@pytest.mark.parametrize("number", range(8))
def test_hostile_title_is_text(client, number):
    page = client.get(f"/titles/id{number}")
    assert page.status_code == 200
    own = r'<script src="/static/charts\.js\?v=\w+" defer></script>'
    assert re.sub(own, "", page.text, count=1).count("<script") == 0


def test_unknown_title_is_a_page_for_people_and_a_problem_for_programs(client):
    page = client.get("/titles/none", headers={"Accept": "text/html"})
    assert (page.status_code, "There is no title" in page.text) == (404, True)
    answer = client.get("/api/titles/none", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_history_is_drawn_with_its_gaps():
    rows = [
        {
            "week": f"2026-W4{n}",
            "hit_probability": p,
            "top10_probability": None,
            "liked_probability": 0.5,
        }
        for n, p in enumerate([0.1, None, 0.3])
    ]
    drawing = chances(rows)
    assert drawing.count("<polyline") == 2 * 2
    assert "hit 10% to 30%" in drawing


def test_views_lie_on_powers_of_ten_and_none_of_them_off_the_drawing():
    drawing = views_interval(1e4, 1e6, 1e10, 1)
    for place in ('x1="0.0%"', 'cx="40.0%"', 'x2="100.0%"', 'cx="0.0%"'):
        assert place in drawing
    assert drawing.count("<circle") == 2
    assert views_interval(1e4, 1e6, 1e9, 0).count("<circle") == 1  # nobody watched: no ring
    assert views_interval(None, None, None, 5e6) == ""


def test_labels_do_not_lie_on_each_other():
    assert apart([50, 10, 52]) == [50, 10, 65]


def test_a_title_leads_to_its_pages_elsewhere(client):
    page = client.get("/titles/id10").text
    assert re.search(r'href="https://www\.themoviedb\.org/(movie|tv)/\d+" rel="noopener', page)
    assert 'href="https://www.justwatch.com/us/search?q=' in page
