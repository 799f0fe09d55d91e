"""What TMDb has answered, on disk: a fetch that was killed goes on from here.

Answers of the fetch at work are kept one by one, until they have become files. Of the titles in
those files it is kept when they were asked, so that the next fetch asks what has changed only.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from etl.fetch.client import Answer

NAME = ".fetch.sqlite"
ANSWERS_KEPT = timedelta(days=2)
"""Older answers of a fetch that never ended are asked again."""

_A_TITLE = "[mt]*/[0-9]*"
"""The question for a title's details. Lists are asked for anew each day: half of yesterday's list
and half of today's would be the list of no day."""

_TABLES = """
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table if not exists answers (question text primary key, answer text, asked_on text);
    create table if not exists titles (
        kind text, id integer, file text, asked_on text, primary key (kind, id)
    );
"""


class Store:
    """Answers by question, and the titles asked before; may be shared between threads."""

    def __init__(self, folder: Path, today: date) -> None:
        self._lock = threading.Lock()
        self._folder = folder
        self._db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False)
        self._db.executescript(_TABLES)
        self._db.execute(
            "delete from answers where asked_on < ? or (asked_on <> ? and question not glob ?)",
            [(today - ANSWERS_KEPT).isoformat(), today.isoformat(), _A_TITLE],
        )
        oldest = self._db.execute("select min(asked_on) from answers").fetchone()[0]
        self.day = today
        """The day that counts as today: what is asked now is of this day."""
        self.started = min(today, date.fromisoformat(oldest)) if oldest else today
        """The day of the oldest answer that is still to become a file."""

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def get(self, asked: str) -> Answer | None:
        """The answer that was kept, or None where the question is yet to be answered."""
        with self._lock:
            found = self._db.execute("select answer from answers where question = ?", [asked])
            row = found.fetchone()
        return cast("Answer", json.loads(row[0])) if row else None

    def keep(self, asked: str, answer: Answer) -> None:
        """Keep an answer; it outlives this process."""
        text = json.dumps(answer, separators=(",", ":"))
        with self._lock:
            self._db.execute(
                "insert or replace into answers values (?, ?, ?)",
                [asked, text, self.day.isoformat()],
            )

    def known(self, kind: str) -> dict[int, date]:
        """Titles that a file has, and when they were asked; a file that is gone counts for none."""
        rows = self._db.execute("select id, file, asked_on from titles where kind = ?", [kind])
        there = {path.name for path in self._folder.iterdir()}
        return {key: date.fromisoformat(day) for key, file, day in rows if file in there}

    def finish(
        self,
        asked: Iterable[tuple[str, int, str]],
        checked: Iterable[tuple[str, int]],
        *,
        lists_too: bool = True,
    ) -> None:
        """The answers have become files.

        Args:
            asked: kind, identifier and file's name of titles that were asked.
            checked: kind and identifier of titles that TMDb says have not changed.
            lists_too: whether the lists have become files, too; if not, what was had of them stays.
        """
        with self._lock:
            self._db.execute("begin")
            self._db.executemany(
                "insert or replace into titles values (?, ?, ?, ?)",
                [(*row, self.started.isoformat()) for row in asked],
            )
            self._db.executemany(
                "update titles set asked_on = ? where kind = ? and id = ?",
                [(self.day.isoformat(), *row) for row in checked],
            )
            self._db.execute(
                "delete from answers where ? or question glob ?", [lists_too, _A_TITLE]
            )
            self._db.execute("commit")
            self._db.execute("vacuum")  # or the file would stay as large as all answers
