"""Tries again what may succeed later, after waits that grow."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)


def retry(
    do: Callable[[], T],
    passing: type[E] | tuple[type[E], ...],
    *,
    tries: int,
    seconds_after: Callable[[int, E], float],
    wait: Callable[[float], bool | None] = time.sleep,
) -> T:
    """Return what ``do`` returns, doing it again while its failure may pass.

    Args:
        do: raises ``passing`` where a later try may succeed; other errors end it at once.
        passing: the errors that may pass.
        tries: how often at most.
        seconds_after: how long to wait after the first, second, … failure, which was this error;
            may log it, or raise where waiting is of no use.
        wait: waits; returns True where a stop was asked for meanwhile, which ends it.

    Raises:
        passing: the last try failed as well, or a stop was asked for.
    """
    for attempt in range(1, tries):
        try:
            return do()
        except passing as error:
            seconds = seconds_after(attempt, error)
            if wait(seconds):
                raise
    return do()


def doubling(first: float, attempt: int) -> float:
    """The seconds to wait after the first, second, … failure: each time twice as long."""
    return float(first * 2 ** (attempt - 1))
