"""Who may ask, how much, how long; what browsers may do; and that no secret is told."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Iterator

import anyio
import httpx
import pytest
from commands import catalogue
from pydantic import SecretStr
from served import TOKEN, app_of, client_of, server_of

from catalogue_common.errors import SettingsError
from catalogue_common.settings import load_settings
from catalogue_insights.serve.app import is_loopback
from catalogue_insights.serve.request_guard import MOST_BYTES, Guard, Rules

PATHS = ["/titles", "/titles/id10", "/reports", "/models", "/data", "/sql", "/api/titles"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with client_of(app_of(tmp_path_factory.mktemp("guard"))) as client:
        yield client


def place_of(address: str) -> tuple[str, int]:
    """Where a server listens."""
    return "127.0.0.1", int(address.rpartition(":")[2])


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Open to others, so with a token."""
    app = app_of(tmp_path_factory.mktemp("token"), host="0.0.0.0", token=TOKEN)  # noqa: S104
    with client_of(app) as client:
        yield client


@pytest.mark.parametrize("path", [*PATHS, "/metrics", "/openapi.json", "/static/serve.js", "/none"])
def test_nothing_is_told_without_the_token(guarded, path):
    refused = guarded.get(path)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer no", f"Bearer {TOKEN}x", "Basic !!", "x"])
def test_wrong_token_is_refused(guarded, given):
    assert guarded.get("/titles", headers={"Authorization": given}).status_code == 401


def test_token_is_taken_as_bearer_or_as_password(guarded):
    basic = base64.b64encode(f"anyone:{TOKEN}".encode()).decode()
    for given in (f"Bearer {TOKEN}", f"Basic {basic}"):
        assert guarded.get("/titles", headers={"Authorization": given}).status_code == 200


def test_health_is_told_to_whoever_watches(guarded):
    assert guarded.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    "path", [*PATHS, "/metrics", "/openapi.json", "/reports/latest/index.html"]
)
def test_no_page_tells_the_token(guarded, path):
    given = {"Authorization": f"Bearer {TOKEN}"}
    answer = guarded.get(path, headers=given, follow_redirects=True)
    assert answer.status_code == 200
    assert TOKEN not in answer.text + str(answer.headers)


def test_names_of_other_machines_are_not_answered_to(client):
    assert client.get("/titles", headers={"Host": "evil.example:80"}).status_code == 421
    assert client.get("/titles", headers={"Host": "localhost:8710"}).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/none", "/static/serve.js", "/healthz"])
def test_every_answer_bars_scripts_from_elsewhere(client, path):
    headers = client.get(path).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "uvicorn" not in headers.get("server", "")
    assert "set-cookie" not in headers


def test_pages_hold_no_inline_script_and_no_handler(client):
    for path in PATHS[:-1]:
        page = client.get(path).text
        assert "<script>" not in page
        assert " onclick" not in page
        assert " style=" not in page
        assert "javascript:" not in page


@pytest.mark.parametrize("page", ["index.html", "catalogue.html", "quality.html"])
def test_report_keeps_its_own_policy(client, page):
    report = client.get(f"/reports/2026-W47/{page}")
    assert "script-src &#39;sha256-" in report.text
    assert "unsafe-inline" not in report.text.split("</head>")[0]
    assert "frame-ancestors 'none'" in report.headers["content-security-policy"]


@pytest.mark.parametrize("week", ["..", "%2e%2e", "2026-W99", "x", "..%2f..%2fwarehouse.duckdb"])
def test_only_reports_are_served(client, week):
    for page in ("index.html", "quality.html"):
        assert client.get(f"/reports/{week}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["answers.json.gz", ".draft-index.html", "x", "%2e%2e"])
def test_only_the_pages_of_a_week_are_served(client, page):
    assert client.get(f"/reports/2026-W47/{page}").status_code == 404


def test_long_bodies_are_refused_whether_announced_or_not(client):
    assert client.post("/titles", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    parts = (b"x" * 100_000 for _ in range(30))
    assert client.post("/titles", content=parts).status_code in (405, 413)
    long = (b"x" * 100_000 for _ in range(40))
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/score", content=long, headers=headers).status_code == 413


def test_body_that_goes_on_too_long_is_refused():
    async def reading(scope, receive, send):
        while (await receive()).get("more_body"):
            pass

    sent: list[dict] = []

    async def ask() -> None:
        async def receive():
            return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "path": "/", "headers": [(b"host", b"127.0.0.1")]}
        await Guard(reading, Rules())(scope, receive, send)

    anyio.run(ask)
    assert sent[0]["status"] == 413


def test_names_that_are_answered_to_can_be_set(tmp_path):
    named = {"host": "0.0.0.0", "token": TOKEN, "hosts": ["catalogue.example"]}  # noqa: S104
    given = {"Authorization": f"Bearer {TOKEN}"}
    with client_of(app_of(tmp_path, **named)) as client:
        for host, status in {
            "catalogue.example": 200,
            "CATALOGUE.example:8710": 200,
            "192.0.2.7:8710": 200,
            "[2001:db8::1]": 200,
            "evil.example": 421,
            "catalogue.example.evil.example": 421,
            "": 421,
            "[": 421,
        }.items():
            assert client.get("/titles", headers={**given, "Host": host}).status_code == status


@pytest.mark.parametrize("path", ["/titles/", "//evil.example", "//evil.example/titles/", "/sql/"])
def test_no_redirect_follows_the_host(guarded, path):
    given = {"Authorization": f"Bearer {TOKEN}", "Host": "192.0.2.7"}
    address = f"{str(guarded.base_url).rstrip('/')}{path}"
    answer = guarded.get(address, headers=given)
    assert "192.0.2.7" not in answer.headers.get("location", "")
    assert "evil.example" not in answer.headers.get("location", "")


def test_one_address_may_ask_so_often_and_no_more(tmp_path):
    app = app_of(tmp_path, requests_per_second=1)
    with client_of(app) as client:
        statuses = [client.get("/titles").status_code for _ in range(30)]
        refused = client.get("/titles")
        assert client.get("/healthz").status_code == 200
    assert statuses[:10] == [200] * 10
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1


def test_guessing_the_token_takes_more_of_what_one_may_ask(tmp_path):
    app = app_of(tmp_path, host="0.0.0.0", token=TOKEN, requests_per_second=5)  # noqa: S104
    with client_of(app) as client:
        statuses = [client.get("/titles").status_code for _ in range(5)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


def test_a_body_that_does_not_arrive_is_not_waited_for(tmp_path):
    app = app_of(tmp_path, request_seconds=0.5)
    head = b"POST /api/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with server_of(app) as address, socket.create_connection(place_of(address), 10) as sent:
        sent.sendall(head + b"Content-Length: 100\r\n\r\n{")
        assert sent.recv(1_000).startswith(b"HTTP/1.1 408 ")


def test_who_goes_away_within_a_request_is_no_failure(tmp_path, caplog):
    head = b"POST /try HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ntitle="
    with server_of(app_of(tmp_path)) as address:
        with socket.create_connection(place_of(address), 10) as sent:
            sent.sendall(head)
        time.sleep(0.5)
    assert "Traceback" not in caplog.text
    assert "failed" not in caplog.text


def test_request_that_takes_too_long_is_given_up(tmp_path):
    app = app_of(tmp_path, request_seconds=1.5)

    @app.get("/slow")
    def slow() -> None:
        time.sleep(4)

    with client_of(app) as client:
        assert client.get("/slow").status_code == 503
        assert client.get("/titles").status_code == 200


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)],  # noqa: S104
)
def test_which_addresses_are_this_machines(host, is_local):
    assert is_loopback(host) is is_local


def test_address_open_to_others_wants_a_token_and_says_so(tmp_path):
    refused = catalogue(tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104
    assert refused.code == 1
    assert "CATALOGUE_SERVE_TOKEN" in refused.err
    assert "Traceback" not in refused.err


def test_short_token_is_refused_and_not_repeated(monkeypatch):
    monkeypatch.setenv("CATALOGUE_SERVE_TOKEN", "short-one")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "16 letters" in str(refused.value)
    assert "short-one" not in str(refused.value)


def test_token_is_in_no_record_of_the_settings(monkeypatch):
    monkeypatch.setenv("CATALOGUE_SERVE_TOKEN", TOKEN)
    settings = load_settings()
    assert settings.serve.token == SecretStr(TOKEN)
    assert TOKEN not in settings.model_dump_json() + repr(settings)


def test_missing_warehouse_is_told_without_a_traceback(tmp_path):
    refused = catalogue(tmp_path, "serve", "--warehouse", "none.duckdb", "--port", "8799")
    assert refused.code == 1
    assert "catalogue run" in refused.err
