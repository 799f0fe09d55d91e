"""The day a file speaks of, from its name and its rows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = re.compile(r"(?<!\d)(20\d\d)(?:[-_.]?(\d\d))?(?:[-_.]?(\d\d))?(?!\d)")
# As TMDb names its daily exports: movie_ids_11_20_2026.json.gz.
_MONTH_FIRST = re.compile(r"(?<!\d)(\d\d)_(\d\d)_(20\d\d)(?!\d)")


def date_in_name(name: str, content: str | None, as_of: str | None = None) -> str | None:
    """The ISO date a file speaks of, or None where neither its name nor its rows say.

    A whole date in the name wins. A year or month in the name is a period: the rows' last day
    counts if it lies within, else the period's last day (or ``as_of``, where that comes first: a
    file does not speak of the future). Without one, the rows' last day counts.

    Args:
        name: the file's name, e.g. ``netflix_titles_2021-01.csv``.
        content: ISO date of the last day that the rows speak of, where they do.
        as_of: ISO date of the day that counts as today.
    """
    period = _period(name)
    if period is None:
        return content
    first, last = (day.isoformat() for day in period)
    if content and first <= content <= last:
        return content
    return as_of if as_of and first <= as_of <= last else last


def _period(name: str) -> tuple[date, date] | None:
    """The first period that the name gives: a day, a month or a year."""
    for match in _DATE.finditer(_MONTH_FIRST.sub(r"\3-\1-\2", name)):
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            if day:
                return date(year, month, day), date(year, month, day)
            if month:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            return date(year, 1, 1), date(year, 12, 31)
        except ValueError:  # "2060 of 2099 rows" is no date
            continue
    return None
