"""The SQL box: hands a stranger's question to a process that has the week's marts and nothing else.

Of each week that is shown a file of its marts is made, and processes that have it open stand ready
(``warehouse.questions``). The file has no name any more, and goes with the last that reads it.
"""

from __future__ import annotations

import logging
import os
import tempfile
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import IO, Any, Literal

from catalogue_common.errors import BusyError, CatalogueError, QueryError
from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.lane import Lane
from warehouse.questions.asking import Answerers
from warehouse.questions.marts_file import open_marts_file
from warehouse.questions.shapes import AskedQuestion, OpenedFile, QuestionLimits, SqlAnswer

log = logging.getLogger("catalogue")

SECONDS_TO_MAKE = 20.0
"""How long a question waits for the processes of a week that is shown since a moment ago."""
IN_MEMORY = 1_000_000
"""Bytes of a download that are held in memory; the rest lies on disk until it is sent."""


@dataclass(frozen=True)
class Allowance:
    """What a question may take: seconds, memory, rows and bytes of a page and of a CSV file."""

    seconds: float = 5.0
    rows: int = 1_000
    rows_of_csv: int = 50_000
    megabytes: int = 256
    at_once: int = 2
    page_bytes: int = 2_000_000
    csv_bytes: int = 20_000_000
    letters_of_a_cell: int = 500
    letters_of_a_csv_cell: int = 32_767
    columns: int = 100
    letters: int = 10_000

    def of_page(self) -> QuestionLimits:
        """The limits of an answer that is shown."""
        return self._limits(self.rows, self.page_bytes, self.letters_of_a_cell)

    def of_csv(self) -> QuestionLimits:
        """The limits of an answer that is a file; a spreadsheet's cell holds no more letters."""
        return self._limits(self.rows_of_csv, self.csv_bytes, self.letters_of_a_csv_cell)

    def _limits(self, rows: int, answer_bytes: int, cell: int) -> QuestionLimits:
        return QuestionLimits(
            self.seconds, self.megabytes, rows, answer_bytes, cell, self.columns, self.letters
        )


class Sandbox:
    """The SQL box of one window."""

    def __init__(self, allowance: Allowance) -> None:
        """Take the limits."""
        self.allowance = allowance
        self.lane = Lane(2 * max(1, allowance.at_once))
        self._boxes: dict[tuple[int, int, int], _Box] = {}
        self._lock = Lock()

    def prepare(self, generation: Generation) -> None:
        """Begin to make a week's processes ready; nobody waits for it."""
        self._box_of(generation)

    def table(self, generation: Generation, sql: str) -> SqlAnswer:
        """The first rows of the answer.

        Raises:
            QueryError: the question is wrong, not allowed, or takes too much.
            BusyError: others are asking.
        """
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as unused:
            asked = AskedQuestion(sql, "page", self.allowance.of_page())
            said = self._ask(generation, asked, unused)
        return SqlAnswer(**{name: said[name] for name in SqlAnswer.__dataclass_fields__})

    def csv(self, generation: Generation, sql: str) -> IO[bytes]:
        """The answer as a file that is safe to open in a spreadsheet; errors as ``table``."""
        return self.file(generation, sql, "csv")

    def file(self, generation: Generation, sql: str, form: Literal["csv", "json"]) -> IO[bytes]:
        """The answer as CSV, as ``csv`` gives it, or as JSON; errors as ``table``."""
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is sent
        try:
            asked = AskedQuestion(sql, form, self.allowance.of_csv())
            self._ask(generation, asked, file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def _ask(self, generation: Generation, asked: AskedQuestion, out: Any) -> dict[str, Any]:
        most = self.allowance.letters
        if len(asked.sql) > most:
            raise QueryError(f"A question may have up to {most:,} letters.")
        return self._box_of(generation).ask(asked, out, self.allowance.seconds)

    def _box_of(self, generation: Generation) -> _Box:
        with self._lock:
            box = self._boxes.get(generation.stamp)
            if box is None:
                box = _Box(generation, self.allowance.at_once)
                self._boxes[generation.stamp] = box
                generation.closing.callback(self._forget, generation.stamp)
            return box

    def _forget(self, stamp: tuple[int, int, int]) -> None:
        with self._lock:
            box = self._boxes.pop(stamp)
        box.close()


class _Box:
    """The processes of one week, and the thread that makes their file."""

    def __init__(self, generation: Generation, at_once: int) -> None:
        self._answerers: Future[Answerers] = Future()
        self._marts: int | None = None
        own = os.dup(generation.handle)  # the week may be let go of meanwhile
        self._thread = Thread(target=self._make, args=(own, at_once), daemon=True)
        self._thread.start()

    def ask(self, asked: AskedQuestion, out: Any, wait: float) -> dict[str, Any]:
        try:
            answerers = self._answerers.result(SECONDS_TO_MAKE)
        except TimeoutError:
            raise BusyError(
                "The SQL box is being made ready. Nothing was run. Try again in a few seconds."
            ) from None
        return answerers.ask(asked, out, wait)

    def close(self) -> None:
        """End the processes; the last copy of the marts goes with them."""
        self._thread.join()
        if self._answerers.exception() is None:
            self._answerers.result().close()
        if self._marts is not None:
            os.close(self._marts)

    def _make(self, handle: int, at_once: int) -> None:
        try:
            marts = self._marts = open_marts_file(handle)
            opened = OpenedFile(
                f"/dev/fd/{marts}",
                schema="marts",
                handles=(marts,),
                threads=1,
                writes_csv=True,
                only_marts=True,
            )
            self._answerers.set_result(Answerers(opened, at_once))
        except (CatalogueError, OSError) as error:
            log.warning("the SQL box cannot be used this week: %s", error)
            self._answerers.set_exception(error)
        finally:
            os.close(handle)
