"""What the published week says of the titles on a shortlist, and what moved of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from catalogue_common.errors import ShortlistError
from warehouse.shortlists import Shortlist
from warehouse.sql_files import SQL

ISO_WEEK = re.compile(r"\d{4}-W\d{2}")


def current_titles(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, str]:
    """Which title each key stands for today; a key without one stays what it is.

    Args:
        con: of a published file.
        keys: as they were when titles were put on a shortlist.
    """
    rows = _ask(con, "current_titles", title_ids=list(keys))
    return {row["key"]: row["title_id"] for row in rows}


def names_of(con: duckdb.DuckDBPyConnection, title_ids: Iterable[str]) -> dict[str, str]:
    """What titles of the published week are called, by key, in the order in which they are named.

    Raises:
        ShortlistError: the week has no such title.
    """
    asked = list(dict.fromkeys(title_ids))
    found = {row["title_id"]: row["title"] or "" for row in _ask(con, "titles", title_ids=asked)}
    for title_id in asked:
        if title_id not in found:
            raise ShortlistError(
                f"There is no title '{title_id}' in this week. Nothing was changed. "
                "marts.title_scores has the keys."
            )
    return found


def end_of(since: str) -> str:
    """A run as it is, an ISO week (``2026-W47``) as what comes after all its runs."""
    return f"{since}-9" if ISO_WEEK.fullmatch(since) else since


def shortlist_rows(con: duckdb.DuckDBPyConnection, shortlist: Shortlist) -> list[dict[str, Any]]:
    """The titles of a shortlist in their order, each with its note, as the week has them.

    A title that the week does not have any more is a row with its name and note alone.
    """
    titles = current_titles(con, (entry.title_id for entry in shortlist.entries))
    found = {row["title_id"]: row for row in _ask(con, "titles", title_ids=[*set(titles.values())])}
    rows: dict[str, dict[str, Any]] = {}
    for entry in shortlist.entries:
        title_id = titles.get(entry.title_id, entry.title_id)
        known = found.get(title_id, {"title_id": title_id, "title": entry.title})
        notes = [rows[title_id]["note"]] if title_id in rows else []
        note = " / ".join(dict.fromkeys(said for said in [*notes, entry.note] if said))
        rows[title_id] = known | {
            "note": note,
            "kept_id": entry.title_id,
            "is_known": title_id in found,
        }
    return list(rows.values())


def moved_since(
    con: duckdb.DuckDBPyConnection, keys: Sequence[str], since: str
) -> list[dict[str, Any]]:
    """What moved of some titles since a run, for the weekly mail.

    Args:
        con: of a published file.
        keys: as a shortlist keeps them.
        since: the run whose results are known, or the end of a week (``2026-W47-9``).

    Returns:
        Rows of ``title_id``, ``title``, ``what``, ``before``, ``after`` (probabilities from 0 to 1,
        ratings from 0 to 10; None where it is no number) and ``detail``.
    """
    titles = [*dict.fromkeys(current_titles(con, keys).values())]
    return _ask(con, "moved", title_ids=titles, since=since)


def _ask(con: duckdb.DuckDBPyConnection, name: str, **params: Any) -> list[dict[str, Any]]:
    sql = (SQL / "shortlists" / f"{name}.sql").read_text(encoding="utf-8")
    answer = con.execute(sql, params)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
