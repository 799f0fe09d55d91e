"""How a run is stopped: the first signal lets the current step end, the second stops at once."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from catalogue_common.errors import StoppedError

log = logging.getLogger("catalogue")

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """A wish to stop, looked at between steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def is_requested(self) -> bool:
        """Whether somebody wants the run to stop."""
        return self._event.is_set()

    def request(self) -> None:
        """Ask for it."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait; returns at once, and True, when a stop is asked for."""
        return self._event.wait(seconds)

    def check(self, before: str) -> None:
        """Stop here if that is wanted.

        Raises:
            StoppedError: a stop was asked for.
        """
        if self.is_requested:
            raise StoppedError(f"The run was stopped before the step '{before}', as was asked.")


@contextmanager
def on_signals(stop: Stop) -> Iterator[Stop]:
    """Turn SIGTERM and SIGINT (Ctrl-C) into a wish to stop, while this lasts.

    The first signal gives the signals their own meaning back. So the second one ends the process at
    once, even within a library's call that lets no Python through.
    """
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread may choose what a signal does
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def ask(number: int, _: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        stop.request()
        name = signal.Signals(number).name
        log.warning("%s: stopping after this step; the same again stops at once", name)

    for number in SIGNALS:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        _restore(before)


def _restore(handlers: dict[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
