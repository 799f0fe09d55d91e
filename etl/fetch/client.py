"""Asks TMDb over HTTP: signed, no faster than allowed, again where a failure may pass."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any
from urllib.parse import urlencode

import httpx

from catalogue_common.fetch_settings import Fetch
from etl.fetch import FetchError, UnansweredError
from etl.fetch.patience import PassingError, check_passing, explain, with_patience
from etl.fetch.token import API_KEY, KEYS_PAGE, READ_TOKEN, Token

UNAUTHORISED, FORBIDDEN, NOT_FOUND = 401, 403, 404

Answer = dict[str, Any]


def question(path: str, **params: str | int) -> str:
    """A question to TMDb as it stands in the URL, spelled the same way each time."""
    return f"{path}?{urlencode(sorted(params.items()))}" if params else path


class TmdbClient:
    """Answers questions; may be shared between threads, which share the one rate."""

    def __init__(self, token: Token, options: Fetch) -> None:
        self._token = token
        self._options = options
        self._rate = Rate(options.requests_per_second)
        self._halt = threading.Event()
        self._http = httpx.Client(auth=token.sign, timeout=options.timeout_seconds)
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log URLs with the key

    def close(self) -> None:
        """Stop asking and hang up."""
        self.halt()
        self._http.close()

    def halt(self) -> None:
        """Ask nothing more: threads that wait to ask give up."""
        self._halt.set()

    def get(self, asked: str) -> Answer | None:
        """TMDb's answer, or None where it does not have what is asked for.

        Raises:
            UnansweredError: TMDb will not answer this question, or was asked as often as allowed.
            FetchError: TMDb refuses the token, so that no question will be answered.
        """
        return with_patience(lambda: self._get_once(asked), self._options, self._pause)

    def _get_once(self, asked: str) -> Answer | None:
        self._pause(self._rate.seconds_to_slot())
        try:
            response = self._whole(f"{self._options.tmdb_url.rstrip('/')}/{asked}")
        except httpx.RequestError as error:
            raise PassingError(explain(error)) from None
        try:
            check_passing(response)
        except PassingError as problem:
            self._rate.hold(problem.wait_seconds or 0)  # the wait is meant for all threads
            raise
        return self._read(response)

    def _whole(self, url: str) -> httpx.Response:
        """A response with all of its content, which must end within what is allowed.

        Raises:
            UnansweredError: it is larger.
        """
        largest = self._options.answer_megabytes
        content = bytearray()
        with self._http.stream("GET", url) as response:
            for block in response.iter_bytes():
                content += block
                if len(content) > largest << 20:
                    raise UnansweredError(
                        f"an answer of more than {largest:,} MB. If that is right, raise "
                        "answer_megabytes in the settings, table [fetch]"
                    )
        headers = {"retry-after": response.headers.get("retry-after", "")}
        return httpx.Response(response.status_code, headers=headers, content=bytes(content))

    def _read(self, response: httpx.Response) -> Answer | None:
        if response.status_code in (UNAUTHORISED, FORBIDDEN):
            raise FetchError(
                f"TMDb refuses the key in {self._token.variable} ({self._said(response)}). Check "
                f"it at {KEYS_PAGE}: {READ_TOKEN} is the long API Read Access Token, {API_KEY} the "
                "short API Key. What was answered before is kept."
            )
        if response.status_code == NOT_FOUND:
            return None
        if not response.is_success:
            raise UnansweredError(f"TMDb refuses the question ({self._said(response)})")
        answer = _json_of(response)
        if not isinstance(answer, dict) or answer.get("success") is False:
            raise PassingError("a broken answer")
        return answer

    def _said(self, response: httpx.Response) -> str:
        answer = _json_of(response)
        said = str(answer.get("status_message", "")) if isinstance(answer, dict) else ""
        return self._token.scrub(f"{response.status_code} {said}".strip())[:200]

    def _pause(self, seconds: float) -> None:
        if self._halt.wait(seconds):
            raise FetchError("The fetch was stopped. What was answered before is kept.")


def _json_of(response: httpx.Response) -> object:
    """What the answer says; None where it is not whole JSON."""
    try:
        return response.json()
    except ValueError:
        return None


class Rate:
    """Hands out moments to ask at, evenly spaced, to any number of threads."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def seconds_to_slot(self) -> float:
        """Take the next moment; returns how far away it is."""
        with self._lock:
            now = time.monotonic()
            slot = max(now, self._next)
            self._next = slot + self._gap
        return slot - now

    def hold(self, seconds: float) -> None:
        """Hand out no moment before this many seconds have passed."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)
