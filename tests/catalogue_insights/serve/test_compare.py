"""Titles side by side."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from served import app_of, client_of, publish

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("compare"))) as client:
        yield client


def _address(*title_ids: str) -> str:
    return "/compare?" + "&".join(f"title_id={title_id}" for title_id in title_ids)


def test_titles_stand_in_the_order_of_the_address(client):
    page = client.get(_address("id12", "id10")).text
    assert 0 < page.index('href="/titles/id12"') < page.index('href="/titles/id10"')
    assert "of-2" in page


def test_each_can_be_taken_off(client):
    page = client.get(_address("id12", "id10", "id11")).text
    assert 'href="/compare?title_id=id12&amp;title_id=id11"' in page


def test_a_chance_that_is_not_its_own_is_a_dash_with_the_reason(client):
    page = client.get(_address("id115", "id10")).text
    assert "no title like it has a known outcome" in page


def test_a_title_twice_counts_once(client):
    assert "of-1" in client.get(_address("id10", "id10")).text


def test_more_than_four_or_an_unknown_one_is_refused_in_words(client):
    answer = client.get(_address("id1", "id2", "id3", "id4", "id5"))
    assert answer.status_code == 422
    assert "Choose up to four" in answer.json()["detail"]
    assert client.get(_address("id10", "nothing")).status_code == 404


def test_nothing_chosen_says_how_to_choose(client):
    assert "No title is chosen" in client.get("/compare").text


def test_hostile_titles_are_text(client):
    page = client.get(_address("id0", "id1", "id2")).text
    assert "<script>document" not in page
    assert "<b onmouse" not in page


def test_a_week_from_before_compares_what_it_has(tmp_path):
    warehouse = publish(tmp_path, is_later=False)
    app = create_app(warehouse, tmp_path / "reports", Serve(), tmp_path / "artifacts")
    with client_of(app) as client:
        assert client.get(_address("id10", "id11")).status_code == 200
