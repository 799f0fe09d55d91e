"""Named tokens: who may ask ``catalogue serve`` what, and until when.

Of a token its SHA-256 is kept, plain: it is 256 bits of the system's randomness, so nobody can try
them all, and neither salt nor a slow hash (which are for words that people choose) would add to it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from catalogue_common.clock import stamp_now
from catalogue_common.errors import TokenError
from warehouse.paths import PathsBeside
from warehouse.small_database import SmallDatabase

READ, WRITE, SQL_BOX, TRY = "read", "write", "sql", "try"
RIGHTS = (READ, WRITE, SQL_BOX, TRY)
"""Pages and JSON; changes of shortlists; the SQL box; scores of ideas."""
NAMES = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
TAKEN = frozenset({"shared", "loopback", "nobody"})
"""What the log of requests calls those who have no name."""
PREFIX = "ci_"
LOOKS_LIKE_ONE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{20,}}")
"""What is taken out wherever it stands in a log."""
MOST_TOKENS = 1_000
VERSION = 1
USE_IS_NEWS_AFTER = timedelta(minutes=1)
ADVICE = "See that the folder can be read and written; without the file no named token holds."
ALL = "select name, may, last_day, created_at, last_used_at, revoked_at from token order by name"
ONE = "select name, may, last_day, created_at, last_used_at, revoked_at from token where sha256 = ?"


@dataclass(frozen=True)
class NamedToken:
    """One token without its secret; times are ISO texts with their offset."""

    name: str
    may: frozenset[str]
    last_day: date
    created_at: str
    last_used_at: str | None
    revoked_at: str | None

    @property
    def why_not(self) -> str:
        """Why it does not hold, as a sentence; empty where it holds."""
        if self.revoked_at:
            return f"The token '{self.name}' was revoked. Ask for another one."
        if _today() > self.last_day:
            return f"The token '{self.name}' expired after {self.last_day}. Ask for another one."
        return ""


class NamedTokens:
    """All tokens of a warehouse."""

    def __init__(self, warehouse: Path) -> None:
        """Where they are; the file is made by the first who adds one."""
        self.path = PathsBeside(warehouse).tokens
        self._file = SmallDatabase(self.path, "tokens", VERSION, TokenError, ADVICE, is_secret=True)

    def all(self) -> list[NamedToken]:
        """Every token, by name, whether it holds or not.

        Raises:
            TokenError: the file cannot be read.
        """
        return self._select(ALL)

    def find(self, secret: str) -> NamedToken | None:
        """The token that somebody shows, whether it holds or not.

        Raises:
            TokenError: the file cannot be read.
        """
        found = self._select(ONE, _hash_of(secret))
        return found[0] if found else None

    def add(self, name: str, last_day: date, may: Iterable[str]) -> str:
        """A new token: gives what is shown once and kept nowhere.

        Raises:
            TokenError: the name cannot be used or has a token that holds, the day is over, or a
                right is unknown; nothing was changed.
        """
        rights = [right for right in RIGHTS if right in set(may)]
        self._refuse(name, last_day, set(may))
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._file.writing() as con:
            rows = con.execute(ALL).fetchall()
            before = [found for found in map(_token, rows) if found.name.lower() == name.lower()]
            if before and not before[0].why_not:
                raise TokenError(
                    f"There is a token '{before[0].name}' already. Nothing was changed. Revoke it "
                    "first, or take another name."
                )
            if len(rows) >= MOST_TOKENS and not before:
                raise TokenError(f"There are {len(rows):,} tokens, and no more fit.")
            con.execute("delete from token where name = ?", (name,))
            con.execute(
                "insert into token (name, sha256, may, last_day, created_at) "
                "values (?, ?, ?, ?, ?)",
                (name, _hash_of(secret), ",".join(rights), last_day.isoformat(), stamp_now()),
            )
        return secret

    def revoke(self, name: str) -> None:
        """Let a token hold no more, from the next request on.

        Raises:
            TokenError: there is none of that name that was not revoked already.
        """
        if self.path.exists():
            with self._file.writing() as con:
                sql = "update token set revoked_at = ? where name = ? and revoked_at is null"
                if con.execute(sql, (stamp_now(), name)).rowcount:
                    return
        raise TokenError(
            f"There is no token '{name}' that holds. Nothing was changed. `catalogue token list` "
            "names them all."
        )

    def note_use(self, name: str) -> None:
        """Keep when a token was last used; one that was used within a minute is left as it is.

        Raises:
            TokenError: the file cannot be written.
        """
        now = datetime.now(UTC)
        before = (now - USE_IS_NEWS_AFTER).isoformat(timespec="seconds")
        with self._file.writing() as con:
            # A time ahead of now is of a clock that was set back since.
            con.execute(
                "update token set last_used_at = ?1 where name = ?2 and "
                "(last_used_at is null or last_used_at <= ?3 or last_used_at > ?1)",
                (now.isoformat(timespec="seconds"), name, before),
            )

    def _refuse(self, name: str, last_day: date, may: set[str]) -> None:
        if not NAMES.fullmatch(name) or name.lower() in TAKEN:
            raise TokenError(
                f"'{name}' cannot name a token: 1 to 40 letters, digits, dots, dashes and "
                f"underscores, and not {', '.join(sorted(TAKEN))}. Nothing was changed."
            )
        if unknown := sorted(may - set(RIGHTS)):
            raise TokenError(
                f"There is no right '{unknown[0]}'. Nothing was changed. There are "
                f"{', '.join(RIGHTS)}."
            )
        if not may:
            raise TokenError("A token needs a right. Nothing was changed. Name one with --may.")
        if last_day < _today():
            raise TokenError(f"{last_day} is over. Nothing was changed. Name a later day.")

    def _select(self, sql: str, *values: object) -> list[NamedToken]:
        if not self.path.exists():
            return []
        with self._file.connected() as con:
            rows = con.execute(sql, values) if self._file.is_made(con) else ()
            return [_token(row) for row in rows]


def _token(row: tuple[str, str, str, str, str | None, str | None]) -> NamedToken:
    name, may, last_day, made, used, revoked = row
    return NamedToken(
        name, frozenset(may.split(",")), date.fromisoformat(last_day), made, used, revoked
    )


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()
