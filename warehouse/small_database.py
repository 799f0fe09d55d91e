"""A small SQLite file beside the warehouse, for what people write themselves.

The published file is replaced every week, and whoever reads it may not write. Each change here is
one transaction that is on the disk when it returns (synchronous in full), so that a kill loses
nothing that was confirmed; many may write at once, and each waits for its turn.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from catalogue_common.errors import CatalogueError
from warehouse.sql_files import SQL

PATIENCE = 30.0
"""Seconds that a writer waits for its turn."""


@dataclass(frozen=True)
class SmallDatabase:
    """One such file.

    Args:
        path: where it is; the first who writes makes it.
        schema: the folder under ``sql/`` whose ``schema.sql`` makes its tables where they are not.
        version: of these tables; a file of a later one is left alone.
        error: raised where it cannot be used.
        advice: what one can do then, as a sentence.
        is_secret: only its owner may read it, and its readers need write nothing: a rollback
            journal, where others have a write-ahead log that lets readers in while one writes.
    """

    path: Path
    schema: str
    version: int
    error: type[CatalogueError]
    advice: str
    is_secret: bool = False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, of one writer at a time; on the disk when it is left.

        Raises:
            CatalogueError: of the file's kind; nothing was changed.
        """
        with self.connected(may_write=True) as con:
            if not self.is_secret:
                # Who comes second while the first turns it on is told that it is locked: it is on.
                with suppress(sqlite3.OperationalError):
                    con.execute("pragma journal_mode = wal")
            con.execute("begin immediate")
            try:
                for statement in self._statements():
                    con.execute(statement)
                con.execute(f"pragma user_version = {self.version}")
                yield con
            except BaseException:
                if con.in_transaction:  # a full disk may have ended it
                    con.execute("rollback")
                raise
            con.execute("commit")

    @contextmanager
    def connected(self, *, may_write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection to the file; to read, it must be there.

        Raises:
            CatalogueError: of the file's kind; nothing was changed.
        """
        try:
            if self.is_secret and may_write:
                with suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            # A write-ahead log is written by its readers, too.
            mode = "rwc" if may_write or not self.is_secret else "ro"
            name = f"{self.path.absolute().as_uri()}?mode={mode}"
            connection = sqlite3.connect(name, PATIENCE, isolation_level=None, uri=True)
            with closing(connection) as con:
                con.execute("pragma synchronous = full")
                con.execute("pragma foreign_keys = on")
                (version,) = con.execute("pragma user_version").fetchone()
                if version > self.version:
                    raise self.error(
                        f"{self.path} is of a later version of the project. It is as it was. Use "
                        "that version."
                    )
                yield con
        except (sqlite3.Error, OSError) as error:
            raise self.error(
                f"{self.path} cannot be used: {error}. Nothing was changed. {self.advice}"
            ) from error

    def is_made(self, con: sqlite3.Connection) -> bool:
        """Whether there are tables: a fault in the first change leaves a file without."""
        (version,) = con.execute("pragma user_version").fetchone()
        return bool(version)

    def _statements(self) -> list[str]:
        text = (SQL / self.schema / "schema.sql").read_text(encoding="utf-8")
        return [statement for statement in text.split(";") if statement.strip()]
