"""What the pages and ``/api/score`` say of titles that no source names."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from commands import catalogue
from served import app_of, client_of

FIGURES = [
    "predicted_rating", "predicted_rating_low", "predicted_rating_high", "liked_probability",
    "hit_probability", "top10_probability",
]  # fmt: skip
HARBOUR = {"title": "The Quiet Harbour", "description": "A keeper writes letters.", "year": "2026"}
HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}\u202e"


@pytest.fixture(scope="module")
def models(champions_run):
    return champions_run.registry.root


@pytest.fixture(scope="module")
def client(models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("score"), models)) as client:
        yield client


def as_sent(title: dict) -> dict:
    """A title of the warehouse as a program would send it."""
    said = {name: value for name, value in title.items() if name != "title_id" and value}
    return json.loads(json.dumps(said, default=str))


def score(client: httpx.Client, *titles: dict) -> list[dict]:
    answer = client.post("/api/score", json={"titles": titles})
    assert answer.status_code == 200, answer.text
    return answer.json()["scores"]


def test_job_command_and_server_agree_to_the_last_bit(client, champions_run, models, tmp_path):
    titles = champions_run.unknown_titles(40)
    sent = [as_sent(title) for title in titles]
    (tmp_path / "titles.json").write_text(json.dumps(sent))
    done = catalogue(tmp_path, "score", "titles.json", "--json", CATALOGUE_ARTIFACTS=str(models))
    of_command = [{n: v for n, v in s.items() if n != "models"} for s in json.loads(done.out)]
    of_server = score(client, *sent)
    assert of_server == of_command
    for title, told in zip(titles, of_server, strict=True):
        of_job = champions_run.con.execute(
            f"select {', '.join(FIGURES)} from scores.title where title_id = ?",
            [title["title_id"]],
        ).fetchone()
        assert tuple(told[name] for name in FIGURES) == of_job


def test_a_title_that_no_source_tells_of_scores_alike_by_command_page_and_server(
    client, models, tmp_path
):
    done = catalogue(
        tmp_path, "score", "--json", "--title", HARBOUR["title"], "--year", "2026",
        "--description", HARBOUR["description"], CATALOGUE_ARTIFACTS=str(models),
    )  # fmt: skip
    (of_command,) = json.loads(done.out)
    sent = {**HARBOUR, "release_year": 2026}
    del sent["year"]
    (of_server,) = score(client, sent)
    assert of_server | {"models": of_command["models"]} == of_command
    page = client.get("/try", params=HARBOUR).text
    for tag in of_server["genres_netflix"]:
        assert f'data-chance="{tag["probability"]}"' in page


def test_a_thousand_titles_are_scored_at_once_and_one_more_is_refused(client):
    titles = [{"title": f"Title {number}"} for number in range(1_001)]
    scored = score(client, *titles[:1_000])
    assert [one["title"] for one in scored] == [title["title"] for title in titles[:1_000]]
    refused = client.post("/api/score", json={"titles": titles})
    assert refused.status_code == 422
    assert "titles: " in refused.json()["detail"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"titles": []},
        {"titles": [{"description": "no title"}]},
        {"titles": [{"title": "x", "year": 2020}]},
        {"titles": [{"title": "x", "released_on": "2026-02-30"}]},
        {"titles": [{"title": "x", "countries": "SE"}]},
        {"titles": [{"title": "\ud800"}]},
    ],
)
def test_what_is_no_title_is_refused_with_the_reason(client, sent):
    refused = client.post(
        "/api/score", content=json.dumps(sent), headers={"Content-Type": "application/json"}
    )
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "titles" in refused.json()["detail"]


def test_a_score_takes_less_than_a_tenth_of_a_second_once_warm(client):
    seconds = []
    for number in range(15):
        started = time.perf_counter()
        score(client, {"title": f"Title {number}", "description": "A detective sings."})
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.1


def test_pages_are_made_while_others_score(client):
    many = {"titles": [{"title": f"Title {number}"} for number in range(1_000)]}
    with ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(client.post, "/api/score", json=many) for _ in range(20)]
        time.sleep(0.2)
        assert client.get("/titles").status_code == 200
        assert not all(answer.done() for answer in asked)
    assert {answer.result().status_code for answer in asked} == {200}


def test_an_idea_has_an_address_unless_it_is_too_long(client):
    sent = client.post("/try", data={**HARBOUR, "country": "", "threshold": "40"})
    assert sent.status_code == 303
    address = urlsplit(sent.headers["location"])
    assert parse_qs(address.query) == {
        **{name: [value] for name, value in HARBOUR.items()},
        "threshold": ["40"],
    }
    long = client.post("/try", data={"title": "x", "description": "letters " * 1_000})
    assert long.status_code == 200
    assert "too long for an address" in long.text


def test_the_threshold_of_the_address_decides_the_tags(client):
    few = client.get("/try", params={**HARBOUR, "threshold": 95}).text
    many = client.get("/try", params={**HARBOUR, "threshold": 5}).text
    assert few.count('<li class="given"') < many.count('<li class="given"')


@pytest.mark.parametrize(
    "fields", [{"year": "soon"}, {"threshold": "0"}, {"country": "Sweden"}, {"title": "x" * 501}]
)
def test_a_form_out_of_bounds_is_refused(client, fields):
    for refused in (client.get("/try", params=fields), client.post("/try", data=fields)):
        assert refused.status_code == 422
    assert client.post("/try", content=b"title=%ff").status_code == 422
    assert client.post("/try", content="&".join(["a=b"] * 99)).status_code == 422


def test_hostile_text_is_text(client):
    page = client.get("/try", params={"title": HOSTILE, "cast": HOSTILE, "maturity": "<b>"}).text
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "{{ 7 * 7 }}" in page
    (told,) = score(client, {"title": HOSTILE, "cast_members": ["'); drop table told; --\0"]})
    assert told["title"] == HOSTILE


def test_without_champions_page_and_server_say_so_until_there_are_some(models, tmp_path):
    with client_of(app_of(tmp_path)) as client:
        assert "There are no champion models" in client.get("/try", params=HARBOUR).text
        assert "No version of the models is kept" in client.get("/models").text
        refused = client.post("/api/score", json={"titles": [{"title": "x"}]})
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        assert "catalogue train" in refused.json()["detail"]
        shutil.copytree(models, tmp_path / "artifacts")
        assert score(client, {"title": "x"})


def test_models_page_tells_champions_from_challengers(models, tmp_path):
    kept = shutil.copytree(models, tmp_path / "artifacts")
    with client_of(app_of(tmp_path)) as client:
        page = client.get("/models").text
        assert "<strong>champion</strong>" in page
        assert "baseline " in page
        # Whole at once, as the job puts a version in place: half a copy would be listed as none.
        later = shutil.copytree(kept / "rating" / "test", tmp_path / "later")
        later.rename(kept / "rating" / "later")
        until = time.monotonic() + 60
        while "challenger, not promoted" not in client.get("/models").text:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_many_mistakes_are_told_in_few_words(client):
    refused = client.post("/api/score", json={"titles": [{}] * 1_000})
    assert refused.json()["detail"].endswith("; and 990 more")


def test_champions_that_cannot_be_used_leave_those_before_at_work(models, tmp_path):
    kept = shutil.copytree(models, tmp_path / "artifacts")
    with client_of(app_of(tmp_path)) as client:
        before = score(client, {"title": "x"})
        (kept / "champions.json").write_text("{")
        until = time.monotonic() + 60
        while "catalogue_champions_refused 1.0" not in client.get("/metrics").text:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert score(client, {"title": "x"}) == before
