"""The day a file speaks of, from its name, its folder's and its rows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MARK = r"[-_. ]?"
_YEAR_FIRST = re.compile(rf"(?<!\d)(20\d\d)(?:{_MARK}(\d\d))?(?:{_MARK}(\d\d))?(?![\dsk])")
# As TMDb names its daily exports: movie_ids_11_20_2026.json.gz; elsewhere what the numbers allow.
_YEAR_LAST = re.compile(r"(?<!\d)(\d\d)([-_.])(\d\d)\2(20\d\d)(?!\d)")
# Not the first month of "2023Jan-Jun".
_YEAR_AND_MONTH = re.compile(
    rf"(?<!\d)(?P<year>20\d\d){_MARK}(?P<month>{_WORD})(?![a-z]|[-–_ ]*(?:to[-_ ]*)?{_WORD})"
)
_MONTH_AND_YEAR = re.compile(
    rf"(?<![a-z\d])(?:(?P<day>\d\d?){_MARK})?(?P<month>{_WORD}){_MARK}(?P<year>20\d\d)(?!\d)"
)
# What makes a count of a number that could be a year: "top_2000_movies", "first 2050 rows".
_COUNTED = re.compile(r"(top|best|first|last|greatest|popular|sample|random|limit|\bn)[-_ .]*$")
_COUNTED_THINGS = re.compile(r"[-_ .]*(rows|records|lines|entries|samples?|most|best|top|greatest)")
# What TMDb's lists are of, and how long they are said to be: discover_tv_provider8-2012_SE_of2031_…
_NUMBERS_OF_A_LIST = re.compile(r"(?<=provider)\d+(-\d+)*(?=_)|(?<=network)\d+|(?<=_of)\d+(?=_)")
_FIRST_YEAR = 2008
"""No source is older: TMDb's films are open to others since then."""


def date_in_name(
    name: str, content: str | None, as_of: str | None = None, *, is_listing: bool = False
) -> str | None:
    """The ISO date a file speaks of, or None where nothing says.

    A whole date in the file's name wins. A year or month is a period: the rows' last day counts if
    it lies within, else the period's last day (or ``as_of``, where that comes first: a file does
    not speak of the future). Where the name has none, the nearest folder's counts; without one,
    the rows' last day.

    Args:
        name: the file's path in the data directory, e.g. ``netflix/2021-01/titles.csv``.
        content: ISO date of the last day that the rows speak of, where they do.
        as_of: ISO date of the day that counts as today.
        is_listing: whether the rows cannot speak of a day after the file's own: a name that says
            an earlier one is wrong.
    """
    year = int(as_of[:4]) if as_of else 9999
    periods = (_period(part.lower(), year) for part in reversed(name.split("/")))
    period = next((found for found in periods if found), None)
    if period is None:
        return content
    first, last = (day.isoformat() for day in period)
    if content and first <= content <= last:
        return content
    if content and is_listing and last < content <= (as_of or content):
        return content
    return as_of if as_of and first <= as_of <= last else last


def _period(name: str, this_year: int) -> tuple[date, date] | None:
    """The first period that a name gives: a day, a month or a year."""
    name = _YEAR_LAST.sub(_turned, _NUMBERS_OF_A_LIST.sub("", name))
    for pattern in (_MONTH_AND_YEAR, _YEAR_AND_MONTH):
        name = pattern.sub(_numbered, name)
    for match in _YEAR_FIRST.finditer(name):
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if not month and (year > this_year or year < _FIRST_YEAR or _is_count(name, match)):
            continue
        try:
            if day:
                return date(year, month, day), date(year, month, day)
            if month:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            return date(year, 1, 1), date(year, 12, 31)
        except ValueError:  # "2060 of 2099 rows" is no date
            continue
    return None


def _is_count(name: str, match: re.Match[str]) -> bool:
    before, after = name[: match.start()], name[match.end() :]
    return bool(_COUNTED.search(before) or _COUNTED_THINGS.match(after))


def _turned(match: re.Match[str]) -> str:
    """A date with its year at the end, year first; only the year where the order is not certain."""
    first, mark, second, year = match.groups()
    if int(first) > 12:  # noqa: PLR2004 - months
        return f"{year}-{second}-{first}"
    if mark == "_" or int(second) > 12 or first == second:  # noqa: PLR2004
        return f"{year}-{first}-{second}"
    return year


def _numbered(match: re.Match[str]) -> str:
    """A date with its month by name, in numbers."""
    parts = match.groupdict()
    day = f"-{int(parts['day']):02}" if parts.get("day") else ""
    return f"{parts['year']}-{_MONTHS.index(parts['month'][:3]) + 1:02}{day}"
