"""The cuts of a backtest: days on which time is stopped, at equal distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from catalogue_common.errors import ModelError
from warehouse.sql_files import read_statement

QUESTIONS = ("top10", "top10_season", "hit", "rating", "views")
"""What is forecast: of titles, and of the seasons of series, whether they enter the Top 10; of
titles, whether they become popular, and their rating; of seasons and films their views."""

CUTS = 8
ENOUGH = 20
"""Outcomes from which on a stretch of time says anything of a question."""


@dataclass(frozen=True)
class Cut:
    """A day on which time is stopped, and the day up to which is forecast (not included)."""

    on: date
    until: date


def months_later(day: date, months: int) -> date:
    """The first day of the month that lies so many months after a day's month."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def cuts_between(since: date, until: date, every: int) -> list[Cut]:
    """The cuts from one day up to another (which may be one), ``every`` so many months apart."""
    cuts, on = [], since.replace(day=1)
    while on <= until:
        cuts.append(Cut(on, months_later(on, every)))
        on = cuts[-1].until
    return cuts


def choose_cuts(
    con: duckdb.DuckDBPyConnection,
    questions: Sequence[str],
    every: int,
    since: date | None,
    until: date | None,
) -> list[Cut]:
    """The cuts that are asked for; by default the newest eight at which every question has answers.

    Args:
        con: a connection that has the published file attached.
        questions: what is to be forecast.
        every: months between cuts.
        since, until: the first and the last cut, where they are given.

    Raises:
        ModelError: no outcome is known in that time, or the last cut lies before the first.
    """
    last = until or _newest(con, questions, every)
    if last and since and not until:
        last = max(last, since)
    if last is None:
        raise ModelError(
            f"Too few outcomes are known of {', '.join(questions)} to judge a forecast by: "
            f"{ENOUGH} within {every} months are needed. Nothing was changed. Load the Top 10 "
            "lists, engagement reports or later TMDb files, then run the job again."
        )
    first = since or months_later(last, -every * (CUTS - 1))
    if first > last:
        raise ModelError(
            f"The last cut, {last}, lies before the first, {first}. Nothing was changed. Give "
            "--since a day before --until."
        )
    return cuts_between(first, last, every)


def _newest(con: duckdb.DuckDBPyConnection, questions: Sequence[str], every: int) -> date | None:
    """The newest cut after which each question that has answers at all has enough of them."""
    asked: dict[str, Any] = {"questions": list(questions), "every": every, "enough": ENOUGH}
    found = con.execute(read_statement("backtest/newest_cut"), asked).fetchone()
    return found[0] if found else None
