"""Slow and many connections: they are let go of, and keep nobody else out."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

import httpx
from served import app_of, server_of

HALF = b"GET /titles HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
ELSEWHERE = ("127.0.0.2", 0)


def connect(address: str, stack: ExitStack) -> socket.socket:
    """A connection from another address of this machine."""
    place = ("127.0.0.1", int(address.rpartition(":")[2]))
    return stack.enter_context(socket.create_connection(place, 10, source_address=ELSEWHERE))


def read_to_end(sent: socket.socket) -> bytes:
    """All that comes until the other side closes, or drops the connection."""
    found = b""
    try:
        while part := sent.recv(4_096):
            found += part
    except ConnectionResetError:
        pass
    return found


def test_half_sent_headers_are_let_go_of_and_keep_nobody_out(tmp_path):
    app = app_of(tmp_path)
    with server_of(app, header_seconds=1, connections_per_address=20) as address, ExitStack() as s:
        slow = [connect(address, s) for _ in range(60)]
        for one in slow:
            one.sendall(HALF)
        assert httpx.get(f"{address}/titles", trust_env=False).status_code == 200
        begun = time.monotonic()
        answers = [read_to_end(one) for one in slow]
        assert time.monotonic() - begun < 20
    assert sum(answer.startswith(b"HTTP/1.1 429 ") for answer in answers) == 40
    assert answers.count(b"") == 20


def test_who_says_nothing_and_who_stops_in_a_second_request_is_let_go_of(tmp_path):
    with server_of(app_of(tmp_path), header_seconds=1) as address, ExitStack() as stack:
        silent, second = connect(address, stack), connect(address, stack)
        second.sendall(HEALTH + b"\r\n")
        assert second.recv(4_096).startswith(b"HTTP/1.1 200 ")
        second.sendall(HALF)
        assert read_to_end(silent) == b""
        assert b"200" not in read_to_end(second)


def test_places_are_given_back(tmp_path):
    with server_of(app_of(tmp_path), connections_per_address=3) as address:
        for _ in range(10):
            with ExitStack() as stack:
                sent = connect(address, stack)
                sent.sendall(HEALTH + b"Connection: close\r\n\r\n")
                assert read_to_end(sent).startswith(b"HTTP/1.1 200 ")


def test_a_request_that_takes_its_time_to_be_answered_is_not_cut(tmp_path):
    app = app_of(tmp_path)

    @app.get("/slow")
    def slow() -> str:
        time.sleep(1.5)
        return "done"

    with server_of(app, header_seconds=0.5) as address:
        assert httpx.get(f"{address}/slow", trust_env=False, timeout=10).json() == "done"


def test_headers_without_end_are_refused(tmp_path):
    with server_of(app_of(tmp_path)) as address, ExitStack() as stack:
        sent = connect(address, stack)
        try:
            for _ in range(40):
                sent.sendall(b"X-Long: " + b"x" * 10_000 if _ else HALF)
        except OSError:
            return  # it was closed while we sent
        assert b"400" in read_to_end(sent)[:20]
