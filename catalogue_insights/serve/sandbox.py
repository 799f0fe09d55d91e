"""The SQL box: hands a stranger's question to a process of its own, few at once, and waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore

from catalogue_common.errors import BusyError, QueryError
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.lane import Lane
from catalogue_insights.serve.question import MOST_LETTERS, REFUSED, Question

CHECKOUT = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""The variables that the process gets; secrets are not among them."""
GRACE = 5.0
"""Seconds beyond its time after which a process that does not stop itself is killed."""


@dataclass(frozen=True)
class SqlAnswer:
    """What a question returned: names, which columns are numbers, and the rows as text."""

    names: list[str]
    is_number: list[bool]
    rows: list[list[str | None]]
    is_cut: bool


@dataclass(frozen=True)
class Allowance:
    """What a question may take: seconds, rows of a table and of a CSV file, memory."""

    seconds: float = 5.0
    rows: int = 1_000
    rows_of_csv: int = 50_000
    megabytes: int = 256
    at_once: int = 2


class Sandbox:
    """The SQL box of one window."""

    def __init__(self, allowance: Allowance) -> None:
        """Take the limits."""
        self.allowance = allowance
        self._places = BoundedSemaphore(allowance.at_once)
        self.lane = Lane(2 * allowance.at_once)

    def table(self, generation: Generation, sql: str) -> SqlAnswer:
        """The first rows of the answer.

        Raises:
            QueryError: the question is wrong, not allowed, or takes too much.
            BusyError: others are asking.
        """
        return SqlAnswer(
            **json.loads(self._ask(generation, sql, self.allowance.rows, is_csv=False))
        )

    def csv(self, generation: Generation, sql: str) -> bytes:
        """The answer as a file that is safe to open in a spreadsheet; errors as ``table``."""
        return self._ask(generation, sql, self.allowance.rows_of_csv, is_csv=True)

    def _ask(self, generation: Generation, sql: str, rows: int, *, is_csv: bool) -> bytes:
        if len(sql) > MOST_LETTERS:
            raise QueryError(f"A question may have up to {MOST_LETTERS:,} letters.")
        may = self.allowance
        question = Question(generation.handle, sql, is_csv, rows, may.seconds, may.megabytes)
        if not self._places.acquire(timeout=may.seconds):
            raise BusyError("Others are asking just now. Try again in a few seconds.")
        try:
            return _answer(question)
        finally:
            self._places.release()


def _answer(question: Question) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "catalogue_insights.serve.question"],
            input=json.dumps(asdict(question)).encode(),
            capture_output=True,
            cwd=CHECKOUT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            pass_fds=(question.handle,),
            timeout=question.seconds + GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError("The query took too long and was stopped. Ask for less.") from error
    if done.returncode == REFUSED:
        raise QueryError(done.stdout.decode())
    if done.returncode:
        raise QueryError("The query took more than it may and was stopped. Ask for less.")
    return done.stdout
