"""Tries again what may pass: no answer, a busy or broken server, a request to slow down."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from catalogue_common.fetch_settings import Fetch
from catalogue_common.retry import doubling, retry
from etl.fetch import FetchError, UnansweredError

log = logging.getLogger("catalogue")
T = TypeVar("T")

TOO_MANY, SERVER_ERROR = 429, 500
LONGEST_BACKOFF = 60.0


class PassingError(FetchError):
    """A failure that may be gone next time; ``wait_seconds`` is what the server asked for."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


def with_patience(ask: Callable[[], T], options: Fetch, pause: Callable[[float], None]) -> T:
    """Return what ``ask`` returns, asking again after a pause while its failure may pass.

    Raises:
        UnansweredError: it failed as often as allowed, or the server asked for too long a wait.
    """

    def seconds_after(attempt: int, problem: PassingError) -> float:
        seconds = _seconds_to_wait(problem, attempt, options)
        log.debug("%s; asking again in %.1f s", problem, seconds)
        return seconds

    try:
        return retry(
            ask, PassingError, tries=options.tries, seconds_after=seconds_after, wait=pause
        )
    except PassingError as problem:
        _seconds_to_wait(problem, options.tries, options)  # too long a wait is what to say, then
        raise UnansweredError(f"{problem} (tried {options.tries} times)") from None


def _seconds_to_wait(problem: PassingError, attempt: int, options: Fetch) -> float:
    """What the server asked for; else twice as long each time, spread so that threads part.

    Raises:
        UnansweredError: that is longer than we wait.
    """
    backoff = min(doubling(options.backoff_seconds, attempt), LONGEST_BACKOFF)
    seconds = problem.wait_seconds
    if seconds is None:
        seconds = backoff * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
    if seconds > options.longest_wait_seconds:
        raise UnansweredError(f"{problem}, to be asked again in {seconds:.0f} s") from None
    return seconds


def check_passing(response: httpx.Response) -> None:
    """Raise PassingError where the answer's status says that a later try may succeed."""
    if response.status_code == TOO_MANY:
        raise PassingError("too many requests (429)", asked_wait(response))
    if response.status_code >= SERVER_ERROR:
        raise PassingError(f"the server failed ({response.status_code})", asked_wait(response))


def asked_wait(response: httpx.Response) -> float | None:
    """Seconds that Retry-After asks for, as a number or as a date; None where it asks nothing."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # neither; or a date without a zone
        return None


def explain(error: httpx.RequestError) -> str:
    """What went wrong between us and the server, in one phrase without addresses."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return "no connection"
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return "the connection dropped"
    return f"the request failed ({type(error).__name__})"
