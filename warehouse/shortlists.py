"""Shortlists: titles that people have put together, in a small SQLite file beside the warehouse.

``small_database.py`` says how they outlive new weeks, kills and each other.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue_common.clock import stamp_now
from catalogue_common.errors import ShortlistError
from warehouse.paths import PathsBeside
from warehouse.small_database import SmallDatabase

LONGEST_NAME, LONGEST_NOTE = 100, 1_000
MOST_TITLES, MOST_SHORTLISTS = 500, 1_000
VERSION = 1
ADVICE = (
    "Make room if the disk is full and try again, or bring a backup back: "
    "catalogue shortlist restore FILE."
)


@dataclass(frozen=True)
class ShortlistEntry:
    """One title on a shortlist: its key and name of the day that it was added, and a note."""

    title_id: str
    title: str
    note: str
    added_at: str


@dataclass(frozen=True)
class Shortlist:
    """One shortlist; its key is in its address and never changes."""

    key: str
    name: str
    is_watched: bool
    created_at: str
    entries: tuple[ShortlistEntry, ...]


class Shortlists:
    """All shortlists of a warehouse."""

    def __init__(self, warehouse: Path) -> None:
        """Where they are; the file is made by the first who writes."""
        self.path = PathsBeside(warehouse).shortlists
        self._file = SmallDatabase(self.path, "shortlists", VERSION, ShortlistError, ADVICE)

    def all(self) -> list[Shortlist]:
        """Every shortlist with its titles, by name.

        Raises:
            ShortlistError: the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self._file.connected() as con:
            if not self._file.is_made(con):
                return []
            con.execute("begin")
            entries: dict[str, list[ShortlistEntry]] = {}
            found = con.execute(
                "select shortlist_key, title_id, title, note, added_at from entry "
                "order by added_at, rowid"
            )
            for key, *entry in found:
                entries.setdefault(key, []).append(ShortlistEntry(*entry))
            lists = con.execute(
                "select key, name, is_watched, created_at from shortlist order by name"
            ).fetchall()
        return [
            Shortlist(key, name, bool(watched), made, tuple(entries.get(key, ())))
            for key, name, watched, made in lists
        ]

    def get(self, key_or_name: str) -> Shortlist:
        """The shortlist of that key, or else of that name.

        Raises:
            ShortlistError: there is none.
        """
        lists = self.all()
        for found in lists:
            if found.key == key_or_name:
                return found
        for found in lists:
            if found.name.casefold() == key_or_name.casefold():
                return found
        raise ShortlistError(f"There is no shortlist '{key_or_name}'. Nothing was changed.")

    def create(self, name: str) -> str:
        """A new shortlist without titles; gives its key.

        Raises:
            ShortlistError: the name is empty, too long or taken, or there are too many.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise ShortlistError(
                f"A shortlist's name has 1 to {LONGEST_NAME} letters. Nothing was changed."
            )
        key = secrets.token_hex(6)
        with self._file.writing() as con:
            (count,) = con.execute("select count(*) from shortlist").fetchone()
            if count >= MOST_SHORTLISTS:
                raise ShortlistError(
                    f"There are {count:,} shortlists, and no more fit. Nothing was changed. Delete "
                    "some first."
                )
            try:
                con.execute(
                    "insert into shortlist (key, name, created_at) values (?, ?, ?)",
                    (key, name, stamp_now()),
                )
            except sqlite3.IntegrityError as error:
                raise ShortlistError(
                    f"There is a shortlist '{name}' already. Nothing was changed. Add to it, or "
                    "take another name."
                ) from error
        return key

    def add(self, key: str, titles: Mapping[str, str], note: str = "") -> None:
        """Put titles on a shortlist; of those that are there already a new note replaces the old.

        Args:
            key: of the shortlist.
            titles: names by key.
            note: the same for each; empty leaves the notes that there are.

        Raises:
            ShortlistError: there is no such list, it would be too long, or the note is.
        """
        if len(note) > LONGEST_NOTE:
            raise ShortlistError(f"A note has up to {LONGEST_NOTE:,} letters. Nothing was changed.")
        with self._file.writing() as con:
            self._require(con, key)
            con.executemany(
                "insert into entry (shortlist_key, title_id, title, note, added_at) "
                "values (?, ?, ?, ?, ?) on conflict do update set "
                "note = case when excluded.note = '' then note else excluded.note end",
                [(key, title_id, name, note, stamp_now()) for title_id, name in titles.items()],
            )
            counted = "select count(*) from entry where shortlist_key = ?"
            (count,) = con.execute(counted, (key,)).fetchone()
            if count > MOST_TITLES:
                raise ShortlistError(
                    f"A shortlist has up to {MOST_TITLES} titles; this one would have {count}. "
                    "Nothing was changed. Start another one."
                )

    def remove(self, key: str, title_id: str) -> None:
        """Take a title off; of one that is not there nothing changes."""
        self._change("delete from entry where shortlist_key = ? and title_id = ?", key, title_id)

    def watch(self, key: str, is_watched: bool) -> None:
        """Say whether the weekly mail should tell what moved on it."""
        self._change("update shortlist set is_watched = ?2 where key = ?1", key, int(is_watched))

    def delete(self, key: str) -> None:
        """Delete a shortlist with all that is on it."""
        self._change("delete from shortlist where key = ?", key)

    def _change(self, sql: str, key: str, *values: object) -> None:
        with self._file.writing() as con:
            self._require(con, key)
            con.execute(sql, (key, *values))

    def _require(self, con: sqlite3.Connection, key: str) -> None:
        if con.execute("select 1 from shortlist where key = ?", (key,)).fetchone() is None:
            raise ShortlistError(f"There is no shortlist '{key}'. Nothing was changed.")
