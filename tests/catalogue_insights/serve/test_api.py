"""The JSON interface keeps what its own description promises, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from served import app_of, server_of

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")


@pytest.fixture(scope="module")
def address(champions_run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = app_of(tmp_path_factory.mktemp("api"), champions_run.registry.root)
    with server_of(app) as address:
        # Once its models are read, the server parses no Python beside this thread's late imports:
        # CPython 3.11 takes two that do at once for a recursion gone wrong.
        httpx.post(f"{address}/api/score", json={"titles": [{"title": "x"}]}, trust_env=False)
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_answers_are_as_described(address: str, mode: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 7
    for operation in operations:
        if mode == "negative" and not (
            operation.path_parameters or operation.query or operation.body
        ):
            continue  # nothing of it could be wrong

        @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate()

        holds()


def test_problems_are_described_and_sent_as_such(client):
    refused = client.get("/api/titles?page=0&sort=none")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "page: " in refused.json()["detail"]
    assert "sort: " in refused.json()["detail"]
    assert client.get("/none").json()["title"] == "Not Found"


def test_description_has_examples_and_no_pages(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) >= {"/api/titles", "/api/titles/{title_id}", "/api/reports"}
    assert "/sql" not in described["paths"]
    assert "example" in described["components"]["schemas"]["TitleRow"]
    assert "HTTPValidationError" not in str(described)


def test_reports_are_listed_with_their_address(client):
    (report,) = client.get("/api/reports").json()
    assert report["week"] == "2026-W47"
    assert client.get(report["address"]).status_code == 200
    assert client.get("/reports/latest/index.html").headers["location"] == report["address"]
    newest = client.get("/reports/latest/quality.html").headers["location"]
    assert newest == report["address"].replace("index.html", "quality.html")


def test_health_names_the_run(client):
    assert client.get("/healthz").json() == {
        "status": "ok",
        "run_id": "2026-W47-test",
        "week": "2026-W47",
    }


def test_metrics_count_by_route_and_never_by_what_was_asked(client):
    client.get("/api/titles?q=secretwish")
    client.get("/titles/id10")
    told = client.get("/metrics").text
    assert 'catalogue_http_requests_total{method="GET",route="/titles/{title_id}"' in told
    assert "catalogue_http_request_duration_seconds_bucket" in told
    assert "secretwish" not in told
    assert "id10" not in told
