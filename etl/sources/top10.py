"""Netflix's own weekly Top 10, global and by country: one file that grows every week."""

import csv
import unicodedata
from functools import cache

from etl.sources.source import Source
from etl.sources.value_kinds import Day, Number
from warehouse.sql_files import SQL, quote_literal

UNKNOWN = "?"
_WORLD = ("global", "world", "worldwide")


@cache
def _codes_by_name() -> str:
    """SQL for a map of countries' names, in plain lower case, to their ISO codes."""
    codes: dict[str, str] = {}
    with SQL.joinpath("seeds", "country.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes.setdefault(_without_accents(row["country"].lower()), row["country_code"])
    pairs = (f"{quote_literal(name)}: '{code}'" for name, code in codes.items())
    return f"map {{{', '.join(pairs)}}}"


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _plain(text: str) -> str:
    return f"lower(strip_accents(trim({text})))"


def _country_code(columns: set[str]) -> str:
    """SQL for the ISO code of a row's country; null for the world."""
    if not columns & set(_COUNTRY):
        return "null::varchar"
    world = ", ".join(f"'{word}'" for word in _WORLD)
    return (
        "case when regexp_full_match(country_iso2, '[A-Z]{2}') then country_iso2 "
        f"when {_plain('country_iso2')} in ({world}) then null "
        "when regexp_full_match(trim(country_iso2), '[A-Za-z]{2}') then upper(trim(country_iso2)) "
        f"else coalesce({_codes_by_name()}[{_plain('country_iso2')}], '{UNKNOWN}') end"
    )


_COUNTRY = ("country_iso2", "country_code", "country_name", "country")

SOURCE = Source(
    name="top10",
    table="raw.top10_weeks",
    columns={
        "country_iso2": _COUNTRY,
        "week": ("week", "week_ending"),
        "category": ("category",),
        "weekly_rank": ("weekly_rank", "rank"),
        "show_title": ("show_title", "title"),
        "season_title": ("season_title",),
        "weekly_hours_viewed": ("weekly_hours_viewed", "hours_viewed"),
        "runtime": ("runtime",),
        "weekly_views": ("weekly_views", "views"),
        "cumulative_weeks_in_top_10": ("cumulative_weeks_in_top_10", "weeks_in_top_10"),
    },
    required=("week", "category", "weekly_rank", "show_title"),
    rejects={
        "week is not a date": "try_cast(week as date) is null",
        "rank is not a number": "try_cast(weekly_rank as integer) is null",
        "no title": "is_blank(show_title)",
        "its country is not known": f"country_iso2 = '{UNKNOWN}'",
    },
    derive={"country_iso2": _country_code},
    key=("country_iso2", "week", "category", "weekly_rank", "show_title", "season_title"),
    content_date="max(try_cast(week as date))",
    values={
        "week": Day(weekday=0),
        "weekly_rank": Number(1, 100, is_whole=True),
        "weekly_hours_viewed": Number(is_whole=True),
        "weekly_views": Number(is_whole=True),
        "cumulative_weeks_in_top_10": Number(is_whole=True),
    },
    essential=("week", "weekly_rank", "weekly_hours_viewed"),
)
