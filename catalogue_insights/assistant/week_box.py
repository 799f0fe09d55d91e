"""One published week as an assistant may ask it: its marts alone, in a process that has no more."""

from __future__ import annotations

import io
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import QueryError
from warehouse.mart_descriptions import marts_of, origin_of
from warehouse.questions.asking import Answerers
from warehouse.questions.marts_file import open_marts_file
from warehouse.questions.shapes import AskedQuestion, OpenedFile, QuestionLimits
from warehouse.reading import ReadLimits, lock_down, open_handle, require_published, unreadable

LIMITS = QuestionLimits(
    seconds=10,
    megabytes=256,
    rows=100,
    answer_bytes=60_000,
    cell_letters=300,
    columns=80,
    letters=10_000,
)
"""What one question may take: an answer is read by a model, which pays for each word."""
WAIT_SECONDS = 30.0


class WeekBox:
    """A published file, opened once; answers come of a copy of its marts.

    Args:
        path: the published file.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """

    def __init__(self, path: Path) -> None:
        require_published(path)
        self.stamp = stamp_of_file(path)
        handle = os.open(path, os.O_RDONLY)
        try:
            with open_handle(handle, ReadLimits("256MB", threads=1)) as con:
                con.execute("use published")
                lock_down(con)
                self._origin = origin_of(con)
                self.marts = {mart.name: mart for mart in marts_of(con)}
            self._copy = open_marts_file(handle)
        except duckdb.Error as error:
            raise unreadable(path, error) from error
        finally:
            os.close(handle)
        opened = OpenedFile(
            f"/dev/fd/{self._copy}",
            schema="marts",
            handles=(self._copy,),
            threads=1,
            only_marts=True,
        )
        self._answerers = Answerers(opened, at_once=1)

    def said(self) -> dict[str, Any]:
        """Which week answers, and how old it is: what goes with every answer."""
        return {**asdict(self._origin), "age_days": self._origin.age_days}

    def ask(self, sql: str) -> dict[str, Any]:
        """The first rows of an answer.

        Raises:
            QueryError: the question is wrong, not allowed, or takes too much.
            BusyError: another one is being answered.
        """
        if len(sql) > (LIMITS.letters or 0):
            raise QueryError(f"A question may have up to {LIMITS.letters:,} letters.")
        asked = AskedQuestion(sql, "page", LIMITS)
        said = self._answerers.ask(asked, io.BytesIO(), WAIT_SECONDS)
        rows = [list(map(_value, row, said["is_number"])) for row in said["rows"]]
        return {"columns": said["names"], "rows": rows, "is_cut": said["is_cut"]}

    def close(self) -> None:
        """End the process, and let go of the copy."""
        self._answerers.close()
        os.close(self._copy)


def stamp_of_file(path: Path) -> tuple[int, int, int]:
    """What tells one published file from the next under its name."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _value(text: str | None, is_number: bool) -> Any:
    """A number again where the column holds numbers; the engine answers in texts."""
    if text is None or not is_number:
        return text
    try:
        return int(text)
    except ValueError:
        return float(text)
