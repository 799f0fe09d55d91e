"""The log of who asked what: a line for each request, no secret, and files of bounded size."""

from __future__ import annotations

import base64
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from served import TOKEN, app_of, client_of

from catalogue_common.errors import ServeError
from catalogue_common.secrets import keep_secret
from catalogue_insights.serve.access_log import AccessLog
from warehouse.tokens import NamedTokens

LATER = datetime.now(UTC).date() + timedelta(days=30)


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "logs" / "access.jsonl"


def test_a_line_says_who_asked_what_and_how_it_went(tmp_path, path):
    app = app_of(tmp_path, host="0.0.0.0", token=TOKEN, access_log=path)  # noqa: S104
    token = NamedTokens(tmp_path / "warehouse.duckdb").add("ada", LATER, ["read"])
    with client_of(app) as client:
        page = client.get("/titles?q=Title%2010", headers={"Authorization": f"Bearer {token}"})
        client.get("/sql?q=select+1", headers={"Authorization": f"Bearer {token}"})
        client.get("/titles", headers={"Authorization": f"Bearer {TOKEN}"})
        client.get("/titles")
        client.get("/titles", headers={"Host": "evil.example"})
        client.get("/healthz")
    lines = lines_of(path)
    assert [(line["who"], line["status"]) for line in lines] == [
        *(("ada", 200), ("ada", 403), ("shared", 200), ("nobody", 401), ("nobody", 421)),
        ("nobody", 200),
    ]
    first = lines[0]
    assert (first["method"], first["path"], first["query"]) == ("GET", "/titles", "q=Title%2010")
    assert first["address"] == "127.0.0.1"
    assert first["bytes"] == len(page.content)
    assert 0 < first["seconds"] < 30
    assert datetime.fromisoformat(first["at"]).utcoffset() is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_on_loopback_who_asks_is_called_so(tmp_path, path):
    with client_of(app_of(tmp_path, access_log=path)) as client:
        client.get("/titles")
    assert [line["who"] for line in lines_of(path)] == ["loopback"]


def test_without_the_setting_nothing_is_noted(tmp_path):
    with client_of(app_of(tmp_path)) as client:
        client.get("/titles")
    assert not list(tmp_path.glob("**/*access*"))


def test_no_secret_comes_into_the_log(tmp_path, path):
    app = app_of(tmp_path, host="0.0.0.0", token=TOKEN, access_log=path)  # noqa: S104
    named = NamedTokens(tmp_path / "warehouse.duckdb").add("ada", LATER, ["read"])
    other, password = "another-servers-secret-1", "hunter2-of-the-mail"
    keep_secret(password)
    basic = base64.b64encode(f"ada:{named}".encode()).decode()
    spelt = "".join(f"%{ord(letter):02x}" for letter in named)
    asked = [
        (f"/titles?token={other}", {}),
        (f"/titles?q=x&Access_Token={other}&api_key={other}&password={other}", {}),
        (f"/titles?q={named}&page=1", {}),
        (f"/titles?q={spelt}", {}),
        (f"/titles?{named}", {}),
        (f"/titles/{named}", {}),
        (f"/titles/{spelt}", {}),
        (f"/titles?q={password}", {}),
        (f"/titles?q={TOKEN}", {}),
        (f"/titles?q=Bearer+{other}", {}),
        ("/titles", {"Authorization": f"Basic {basic}"}),
        ("/titles", {"Authorization": f"Bearer {other}", "Cookie": f"session={other}"}),
        (f"/titles?q={other}", {"Authorization": f"Bearer {other}"}),
        ("/titles", {"Referer": f"https://a.example/?token={other}", "User-Agent": other}),
    ]
    with client_of(app) as client:
        for address, headers in asked:
            client.get(address, headers=headers or {"Authorization": f"Bearer {TOKEN}"})
    text = path.read_text("utf-8")
    assert len(lines_of(path)) == len(asked)
    for secret in (other, named, named[3:], spelt, basic, password, TOKEN):
        assert secret not in text
    assert "q=x&Access_Token=***" in text


def test_what_steers_a_line_stays_in_it(tmp_path, path):
    with client_of(app_of(tmp_path, access_log=path)) as client:
        client.get('/titles/%0A%7B"who":"ada"%7D%00%1b')
        client.get("/titles?q=" + "x" * 9_000)
        client.get("/titles?" + "a=b&" * 9_000)
    first, second, third = lines_of(path)
    assert first["who"] == "loopback"
    assert "\n" in first["path"]
    assert len(second["query"]) == 2_000
    assert len(third["query"]) < 2_001


def test_files_are_bounded_in_size_and_number(path):
    log = AccessLog(path, most_bytes=2_000, kept=3)
    for number in range(1_000):
        log.write({"number": number})
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["access.jsonl", *(f"access.jsonl.{n}" for n in "123")]
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert lines_of(path)[-1] == {"number": 999}


def test_a_log_goes_on_after_what_it_holds(path):
    for number in range(2):
        AccessLog(path).write({"number": number})
    assert lines_of(path) == [{"number": 0}, {"number": 1}]


def test_a_log_that_cannot_be_written_is_said_at_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServeError, match="cannot be written"):
        AccessLog(tmp_path / "file" / "access.jsonl")


def test_a_full_disk_costs_lines_and_no_answers(tmp_path, caplog):
    caplog.set_level("WARNING", logger="catalogue")
    with client_of(app_of(tmp_path, access_log=Path("/dev/full"))) as client:
        assert client.get("/titles").status_code == 200
        assert client.get("/titles").status_code == 200
