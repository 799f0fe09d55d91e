"""Shortlists backed up into one file, and brought back from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from catalogue_common.errors import ShortlistError
from warehouse.paths import PathsBeside
from warehouse.shortlists import Shortlists
from warehouse.small_database import PATIENCE


def back_up(warehouse: Path, target: Path) -> int:
    """Write all shortlists into a file of their own; says how many there are.

    Others may write meanwhile: the backup holds what there was at one moment.

    Raises:
        ShortlistError: there are none, or the file cannot be written; what was there is as it was.
    """
    source = PathsBeside(warehouse).shortlists
    if not source.exists():
        raise ShortlistError(f"There are no shortlists beside {warehouse}. Nothing was written.")
    lists = Shortlists(warehouse).all()
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        _copy(source, part)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise ShortlistError(
            f"{target} cannot be written: {error}. What was there is as it was. Name another file."
        ) from error
    return len(lists)


def bring_back(warehouse: Path, source: Path) -> int:
    """Put the shortlists of a backup in the place of those that there are; says how many.

    Those that there were are kept beside them under a name that ends in ``before``.

    Raises:
        ShortlistError: it is no backup; the shortlists are as they were.
    """
    paths = PathsBeside(warehouse)
    if not source.is_file():
        raise ShortlistError(f"There is no file {source}. The shortlists are as they were.")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as con:
            (state,) = con.execute("pragma quick_check").fetchone()
            con.execute("select count(*) from entry join shortlist on key = shortlist_key")
            if state != "ok":
                raise sqlite3.DatabaseError(state)
        if paths.shortlists.exists():
            _copy(paths.shortlists, paths.shortlists_before)
        _copy(source, paths.shortlists)
    except (OSError, sqlite3.Error) as error:
        raise ShortlistError(
            f"{source} cannot be brought back: {error}. The shortlists are as they were. Take "
            "another backup."
        ) from error
    return len(Shortlists(warehouse).all())


def _copy(source: Path, target: Path) -> None:
    """The pages of a database into another, in one transaction."""
    with (
        closing(sqlite3.connect(source, PATIENCE)) as from_,
        closing(sqlite3.connect(target, PATIENCE)) as to,
    ):
        to.execute("pragma synchronous = full")
        from_.backup(to)
