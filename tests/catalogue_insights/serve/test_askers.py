"""Each right of a named token guards its routes, and a token that does not hold is told so."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from commands import catalogue
from served import TOKEN, app_of, client_of

from catalogue_insights.serve.askers import right_for
from warehouse.tokens import RIGHTS, NamedTokens

TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=30)
READS = {
    *("/", "/titles", "/titles.csv", "/titles/{title_id}", "/compare", "/licensing"),
    *("/licensing.csv", "/licensing.xlsx", "/reports", "/reports/index.html", "/models"),
    *("/reports/{week}/{file}", "/track", "/models/tags", "/data", "/shortlists"),
    *("/shortlists/add", "/shortlists/{key}", "/shortlists/{key}/titles.csv"),
    *("/shortlists/{key}/titles.xlsx", "/api/titles", "/api/titles/{title_id}"),
    *("/api/reports", "/api/licensing", "/metrics", "/openapi.json", "/healthz"),
}


@dataclass(frozen=True)
class Guarded:
    """A server that asks for tokens, and the tokens."""

    client: httpx.Client
    tokens: NamedTokens

    def get(self, path: str, token: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={"Authorization": f"Bearer {token}", **headers})

    def post(self, path: str, token: str, **sent: object) -> httpx.Response:
        return self.client.post(path, headers={"Authorization": f"Bearer {token}"}, **sent)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("askers")
    app = app_of(folder, host="0.0.0.0", token=TOKEN)  # noqa: S104
    with client_of(app) as client:
        yield Guarded(client, NamedTokens(folder / "warehouse.duckdb"))


@pytest.fixture(scope="module")
def by_right(guarded: Guarded) -> dict[str, str]:
    """A token for each right alone."""
    return {right: guarded.tokens.add(f"only-{right}", LATER, [right]) for right in RIGHTS}


ASKED = {
    "read": lambda it, token: it.get("/titles", token),
    "write": lambda it, token: it.post("/shortlists", token, data={"name": f"List {token[-9:]}"}),
    "sql": lambda it, token: it.get("/sql?q=select+1", token),
    "try": lambda it, token: it.post("/api/score", token, json={"titles": [{"title": "A"}]}),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_opens_its_routes_and_no_others(guarded, by_right, right, asked):
    answer = ASKED[asked](guarded, by_right[right])
    if right == asked:
        # 503: there are no models here.
        assert answer.status_code == {"write": 303, "try": 503}.get(right, 200)
    else:
        assert answer.status_code == 403
        assert f"lacks '{asked}'" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/sql.csv?q=select+1", "/try", "/api/licensing", "/metrics"])
def test_a_token_with_another_right_is_refused_everywhere(guarded, by_right, path):
    assert guarded.get(path, by_right["write"]).status_code == 403


def test_every_route_has_its_right(guarded):
    app = app_of(guarded.tokens.path.parent / "routes")
    found = {right: set() for right in (*RIGHTS, None)}
    routers = [app, *(getattr(route, "original_router", None) for route in app.routes)]
    all_routes = [route for router in routers if router for route in router.routes]
    for route in (route for route in all_routes if hasattr(route, "methods")):
        for method in route.methods - {"HEAD"}:
            found[right_for({"path": route.path, "method": method})].add((method, route.path))
    assert {path for _, path in found["read"]} >= READS
    assert {method for method, _ in found["read"]} == {"GET"}
    assert found[None] == {("GET", "/static/{name}")}
    assert {method for method, _ in found["write"]} == {"POST"}
    assert all(path.startswith("/shortlists") for _, path in found["write"])
    assert all(path.startswith("/sql") for _, path in found["sql"])
    assert {path for _, path in found["try"]} == {"/try", "/api/score"}


def test_style_sheets_are_for_whoever_has_a_token(guarded, by_right):
    assert guarded.get("/static/serve.css", by_right["sql"]).status_code == 200
    assert guarded.client.get("/static/serve.css").status_code == 401


def test_a_browser_is_refused_with_a_page(guarded, by_right):
    answer = guarded.get("/sql", by_right["read"], Accept="text/html")
    assert answer.status_code == 403
    assert "<nav" in answer.text
    assert "lacks &#39;sql&#39;" in answer.text


def test_a_token_is_taken_as_password_too(guarded, by_right):
    basic = base64.b64encode(f"anyone:{by_right['read']}".encode()).decode()
    answer = guarded.client.get("/titles", headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200


def test_the_shared_token_may_all(guarded):
    for asked in ASKED.values():
        assert asked(guarded, TOKEN).status_code not in (401, 403)


def test_a_revoked_token_is_refused_from_the_next_request_on(guarded):
    token = guarded.tokens.add("for-a-while", LATER, ["read"])
    assert guarded.get("/titles", token).status_code == 200
    guarded.tokens.revoke("for-a-while")
    answer = guarded.get("/titles", token)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "The token 'for-a-while' was revoked. Ask for another one."


def test_an_expired_token_is_refused_with_its_day(guarded, monkeypatch):
    token = guarded.tokens.add("short", TODAY, ["read"])
    monkeypatch.setattr("warehouse.tokens._today", lambda: TODAY + timedelta(days=1))
    answer = guarded.get("/titles", token)
    assert answer.status_code == 401
    assert f"expired after {TODAY}" in answer.json()["detail"]
    assert guarded.get("/titles", TOKEN).status_code == 200


def test_the_last_use_is_shown_and_reads_do_not_write_each_time(guarded):
    token = guarded.tokens.add("used", LATER, ["read"])

    def last_use() -> str | None:
        (found,) = [each for each in guarded.tokens.all() if each.name == "used"]
        return found.last_used_at

    assert last_use() is None
    guarded.get("/titles", token)
    deadline = time.monotonic() + 10
    while last_use() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert last_use()
    written = guarded.tokens.path.stat().st_mtime_ns
    for _ in range(5):
        guarded.get("/titles", token)
    time.sleep(0.2)
    assert guarded.tokens.path.stat().st_mtime_ns == written


def test_one_token_may_ask_so_often_from_wherever(tmp_path):
    app = app_of(tmp_path, requests_per_second=1, proxies=["127.0.0.1"])
    token = NamedTokens(tmp_path / "warehouse.duckdb").add("ada", LATER, ["read"])
    with client_of(app, proxies=["127.0.0.1"]) as client:
        statuses = [
            client.get(
                "/titles",
                headers={"Authorization": f"Bearer {token}", "X-Forwarded-For": f"192.0.2.{n}"},
            ).status_code
            for n in range(30)
        ]
    assert statuses[:10] == [200] * 10
    assert statuses[-1] == 429


def test_on_loopback_nobody_needs_a_token_and_a_named_one_has_its_rights(tmp_path):
    with client_of(app_of(tmp_path)) as client:
        token = NamedTokens(tmp_path / "warehouse.duckdb").add("ada", LATER, ["read"])
        assert client.get("/sql?q=select+1").status_code == 200
        given = {"Authorization": f"Bearer {token}"}
        assert client.get("/sql?q=select+1", headers=given).status_code == 403
        assert client.get("/titles", headers=given).status_code == 200


@pytest.mark.parametrize("settings", [{"hosts": ["a.example"]}, {"proxies": ["192.0.2.1"]}])
def test_behind_a_proxy_a_token_is_wanted_once_there_is_one(tmp_path, settings: dict):
    with client_of(app_of(tmp_path, **settings)) as client:
        assert client.get("/titles").status_code == 200
        token = NamedTokens(tmp_path / "warehouse.duckdb").add("ada", LATER, ["read"])
        assert client.get("/titles").status_code == 401
        answer = client.get("/titles", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200


def test_tokens_that_cannot_be_read_let_nobody_in_but_with_the_shared_one(tmp_path: Path):
    app = app_of(tmp_path, host="0.0.0.0", token=TOKEN)  # noqa: S104
    NamedTokens(tmp_path / "warehouse.duckdb").path.write_bytes(b"no database" * 100)
    with client_of(app) as client:
        refused = client.get("/titles", headers={"Authorization": "Bearer ci_something"})
        let_in = client.get("/titles", headers={"Authorization": f"Bearer {TOKEN}"})
    assert refused.status_code == 503
    assert let_in.status_code == 200


def test_an_address_open_to_others_wants_a_token_that_holds(tmp_path):
    tokens = NamedTokens(tmp_path / "warehouse.duckdb")
    tokens.add("ada", LATER, ["read"])
    tokens.revoke("ada")
    refused = catalogue(tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104
    assert refused.code == 1
    assert "catalogue token add" in refused.err
