"""The TMDb client against a real server: rate, back-off, Retry-After, broken answers, the token."""

import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from web_servers import TOKEN, Reply, TmdbServer, reply, title

from catalogue_common.fetch_settings import Fetch
from etl.fetch import FetchError, UnansweredError
from etl.fetch.client import TmdbClient
from etl.fetch.patience import asked_wait
from etl.fetch.token import read_token

ASKED = "tv/1?append_to_response=credits"


@pytest.fixture
def server(tmdb: TmdbServer) -> TmdbServer:
    tmdb.add("tv", title("tv", 1))
    return tmdb


def ask(server: TmdbServer, asked: str = ASKED, **options: float):
    quick = {"requests_per_second": 10_000, "tries": 3, "backoff_seconds": 0.01} | options
    client = TmdbClient(read_token(), Fetch(tmdb_url=server.url, **quick))
    try:
        return client.get(asked)
    finally:
        client.close()


def test_an_answer(server):
    assert ask(server)["name"] == "Invented tv 1"


@pytest.mark.parametrize(
    "failure",
    [
        Reply(status=500),
        Reply(status=503),
        Reply(b'{"id": 1, "na'),
        Reply(b"[]"),
        Reply(b"<html>busy</html>"),
        reply({"success": False, "status_code": 43}),
        Reply(b'{"id": 1', cut=99),
    ],
)
def test_what_may_pass_is_asked_again(server, failure):
    server.first("tv/1", failure, failure)
    assert ask(server)["id"] == 1
    assert len(server.asked) == 3


def test_an_answer_without_end_is_given_up(server):
    server.first("tv/1", Reply(b'{"id": "' + b"x" * (2 << 20) + b'"}'))
    with pytest.raises(UnansweredError, match="more than 1 MB"):
        ask(server, answer_megabytes=1)


def test_no_more_often_than_allowed(server):
    server.first("tv/1", *[Reply(status=500)] * 5)
    with pytest.raises(UnansweredError, match=r"the server failed \(500\) \(tried 3 times\)"):
        ask(server)
    assert len(server.asked) == 3


def test_too_many_requests_wait_as_long_as_asked(server):
    server.first("tv/1", Reply(status=429, headers={"Retry-After": "1"}))
    started = time.monotonic()
    assert ask(server, backoff_seconds=0)["id"] == 1
    assert 1 <= time.monotonic() - started < 3


def test_a_wait_that_is_too_long_is_not_waited_for(server):
    server.first("tv/1", Reply(status=429, headers={"Retry-After": "86400"}))
    with pytest.raises(UnansweredError, match="86400"):
        ask(server)


def test_retry_after_may_be_a_date():
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    seconds = asked_wait(httpx.Response(429, headers={"Retry-After": in_a_minute}))
    assert 55 < seconds <= 60
    assert asked_wait(httpx.Response(429, headers={"Retry-After": "soon"})) is None


def test_a_slow_answer_is_asked_again(server):
    server.first("tv/1", reply({}, delay=0.6))
    assert ask(server, timeout_seconds=0.2)["id"] == 1


def test_requests_keep_the_rate(server):
    client = TmdbClient(read_token(), Fetch(tmdb_url=server.url, requests_per_second=20))
    started = time.monotonic()
    for _ in range(11):
        client.get(ASKED)
    client.close()
    assert 0.5 <= time.monotonic() - started < 1.5


def test_what_is_not_there_is_none_and_what_is_refused_is_said(server):
    assert ask(server, "tv/99?append_to_response=credits") is None
    with pytest.raises(UnansweredError, match="400 Pages max at 500"):
        ask(server, "discover/tv?page=501&sort_by=x&with_networks=213")


def test_a_wrong_token_is_asked_once_and_not_repeated(server, monkeypatch):
    monkeypatch.setenv("TMDB_READ_TOKEN", "wrong-token")
    said = {"success": False, "status_message": "Invalid API key: wrong-token"}
    server.first("tv/1", reply(said, 401))
    with pytest.raises(FetchError, match=r"TMDB_READ_TOKEN .*\*\*\*") as error:
        ask(server)
    assert "wrong-token" not in str(error.value)
    assert len(server.asked) == 1


def test_no_redirect_takes_the_key_elsewhere(server):
    elsewhere = {"Location": f"{server.url}/elsewhere"}
    server.first("tv/1", Reply(status=302, headers=elsewhere))
    with pytest.raises(UnansweredError, match="refuses the question"):
        ask(server)
    assert server.asked == [ASKED]


def test_the_token_goes_into_the_header_and_a_short_key_into_the_address(server, monkeypatch):
    ask(server)
    monkeypatch.delenv("TMDB_READ_TOKEN")
    monkeypatch.setenv("TMDB_API_KEY", TOKEN)
    ask(server)
    assert server.asked == [ASKED, f"{ASKED}&api_key={TOKEN}"]


@pytest.mark.parametrize("variable", ["TMDB_READ_TOKEN", "TMDB_API_KEY"])
def test_the_key_is_in_no_log_and_no_error(server, monkeypatch, caplog, variable):
    monkeypatch.delenv("TMDB_READ_TOKEN")
    monkeypatch.setenv(variable, TOKEN)
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("catalogue"), "propagate", True)
    server.first("tv/1", Reply(status=500), Reply(b"{", cut=9), Reply(status=500))
    with pytest.raises(UnansweredError) as error:
        ask(server)
    assert "asking again" in caplog.text
    assert TOKEN not in caplog.text + str(error.value) + repr(read_token())


def test_a_token_is_read_from_a_dotenv_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TMDB_READ_TOKEN", raising=False)
    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    with pytest.raises(FetchError, match="no key to TMDb"):
        read_token()
    (tmp_path / ".env").write_text("TMDB_API_KEY='abc'\n")
    assert (read_token().variable, read_token().secret) == ("TMDB_API_KEY", "abc")


def test_a_token_that_cannot_be_one_is_refused_without_being_shown(monkeypatch):
    monkeypatch.setenv("TMDB_READ_TOKEN", "abc\ndef")
    with pytest.raises(FetchError, match="TMDB_READ_TOKEN holds blanks") as error:
        read_token()
    assert "abc" not in str(error.value)
