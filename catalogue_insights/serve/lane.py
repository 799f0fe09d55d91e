"""Work that takes long has a lane of its own: few at a time, and pages never wait behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread

T = TypeVar("T")


class Lane:
    """Threads beside those that make pages."""

    def __init__(self, at_once: int) -> None:
        """Say how much is worked on at a time; the rest waits in line."""
        self._limiter = anyio.CapacityLimiter(at_once)

    async def run(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        """Do the work in a thread of the lane."""
        return await anyio.to_thread.run_sync(partial(work, *args, **named), limiter=self._limiter)
