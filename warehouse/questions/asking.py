"""Asks in a process of its own, which is killed when it takes more than it may.

``AnsweringProcess`` is one such process, ``Answerers`` several that stand ready: when one is killed
the next is started at once.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO

from catalogue_common.errors import BusyError, QueryError
from warehouse.questions.shapes import (
    DATA,
    READY,
    REFUSED,
    AskedQuestion,
    OpenedFile,
    read_frame,
    too_long,
    too_slow,
)

CHECKOUT = Path(__file__).parents[2]
PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""What Python may need to start; the process forgets it before it opens the file."""
SECONDS_TO_START = 30.0


class AnsweringProcess:
    """One process that answers questions about one file."""

    def __init__(self, opened: OpenedFile) -> None:
        """Start it; it makes itself ready while nobody waits."""
        self.is_usable = True
        self._is_late = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, its argument is JSON
            [sys.executable, "-m", "warehouse.questions.answering", json.dumps(asdict(opened))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=CHECKOUT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            pass_fds=opened.handles,
            start_new_session=True,
        )

    def ask(self, question: AskedQuestion, out: BinaryIO) -> dict[str, Any]:
        """Ask; the bytes of a file go to ``out``, what else is said of the answer is returned.

        Raises:
            QueryError: the question is wrong, not allowed, or takes too much.
        """
        limits = question.limits
        self._until_ready()
        timer = self._kill_after(limits.seconds) if limits.seconds else None
        try:
            self._input.write(question.to_line())
            self._input.flush()
            kind, said = self._copy_answer(limits.answer_bytes, out)
        except (EOFError, BrokenPipeError) as error:
            self.kill()
            if self._is_late:
                raise too_slow(limits.seconds) from error
            raise _died() from error
        except BaseException:  # whoever asked has gone, and the rest of the answer is in the pipe
            self.kill()
            raise
        finally:
            if timer:
                timer.cancel()
        if said["is_last"]:
            self.kill()
        if kind == REFUSED:
            raise QueryError(said["problem"])
        return said

    def kill(self) -> None:
        """End it, whatever it does."""
        self.is_usable = False
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()

    @property
    def pid(self) -> int:
        """The number that the system knows it by."""
        return self._process.pid

    @property
    def _input(self) -> Any:
        return self._process.stdin

    @property
    def _output(self) -> Any:
        return self._process.stdout

    def _until_ready(self) -> None:
        timer = self._kill_after(SECONDS_TO_START)
        try:
            kind, body = read_frame(self._output)
        except EOFError as error:
            self.kill()
            raise _died() from error
        finally:
            timer.cancel()
        if kind != READY:
            self.kill()
            raise QueryError(json.loads(body)["problem"])

    def _kill_after(self, seconds: float) -> Timer:
        def late() -> None:
            self._is_late = True
            self._process.kill()

        timer = Timer(seconds, late)
        timer.daemon = True
        timer.start()
        return timer

    def _copy_answer(self, most: int | None, out: BinaryIO) -> tuple[bytes, dict[str, Any]]:
        taken = 0
        while True:
            kind, body = read_frame(self._output)
            if kind != DATA:
                return kind, json.loads(body)
            taken += len(body)
            if most is not None and taken > most:
                self.kill()
                raise too_long(most)
            out.write(body)


class Answerers:
    """As many processes for one file as may be asked at once."""

    def __init__(self, opened: OpenedFile, at_once: int) -> None:
        """Start them."""
        self._opened = opened
        self._ready: queue.LifoQueue[AnsweringProcess] = queue.LifoQueue()
        self._lock, self._is_closed = Lock(), False
        for _ in range(at_once):
            self._ready.put(AnsweringProcess(opened))

    def ask(self, question: AskedQuestion, out: BinaryIO, wait: float) -> dict[str, Any]:
        """Ask whichever is free first.

        Args:
            question: what is asked.
            out: where the bytes of a file go.
            wait: seconds until one must be free.

        Raises:
            QueryError: the question is wrong, not allowed, or takes too much.
            BusyError: all were busy for that long.
        """
        try:
            process = self._ready.get(timeout=wait)
        except queue.Empty:
            raise BusyError(
                "Others are asking just now. Nothing was run. Try again in a few seconds."
            ) from None
        try:
            return process.ask(question, out)
        finally:
            self._put_back(process)

    def close(self) -> None:
        """End them; one that is busy ends with its answer."""
        with self._lock:
            self._is_closed = True
        while True:
            try:
                self._ready.get_nowait().kill()
            except queue.Empty:
                return

    def _put_back(self, process: AnsweringProcess) -> None:
        with self._lock:
            if self._is_closed:
                process.kill()
            elif process.is_usable:
                self._ready.put(process)
            else:
                self._ready.put(AnsweringProcess(self._opened))


def _died() -> QueryError:
    return QueryError(
        "The query took more than it may, or more than DuckDB can do, and was stopped. Nothing was "
        "changed. Ask for less, or ask differently."
    )
