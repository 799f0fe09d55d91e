"""What a team's own systems say: which title is offered where, from when until when."""

from collections.abc import Callable

from etl.sources.source import Source
from etl.sources.value_kinds import Day, Number


def _end_or_none(column: str) -> Callable[[set[str]], str]:
    """SQL for an end: a day that nobody lives to see (31 December 9999) stands for none."""
    year = rf"regexp_extract({column}, '(?:^|\D)(\d{{4}})(?:\D|$|\d{{4}}$)', 1)"
    today = "coalesce(getvariable('as_of')::date, current_date)"
    end = (
        f"case when coalesce(try_cast({year} as integer), 0) <= year({today}) + 10 "
        f"then {column} end"
    )
    return lambda _: end


SOURCE = Source(
    name="offers",
    table="raw.offers",
    columns={
        "service": ("service", "service_name", "platform"),
        "region": ("region", "country", "territory"),
        "access": ("access", "access_type"),
        "offered_from": ("offered_from", "available_from", "from", "start", "start_date"),
        "offered_until": ("offered_until", "available_until", "until", "end", "end_date"),
        "last_day": ("last_day", "offered_through", "available_through", "through"),
        "tmdb_id": ("tmdb_id", "tmdbid"),
        "imdb_id": ("imdb_id", "imdbid"),
        "type": ("type",),
        "title": ("title",),
        "release_year": ("release_year", "year"),
    },
    required=("service", "region"),
    required_one_of=("tmdb_id", "imdb_id", "title"),
    rejects={
        "no service": "service_name(service, null) is null",
        "its region is not known": "region_code(region) is null",
        "its word for the way to watch is not known": (
            "access is not null and offer_access(access, service) is null"
        ),
        "type is neither a film nor a series": "type is not null and title_type(type) is null",
        "neither tmdb_id nor imdb_id nor type, title and release_year": (
            "tmdb_id is null and imdb_text(imdb_id) is null "
            "and (type is null or is_blank(title) or release_year is null)"
        ),
        "offered_from is after offered_until": "offered_from > offered_until",
        "offered_from is after last_day": "offered_from > last_day",
    },
    key=(
        "service",
        "region",
        "access",
        "offered_from",
        "offered_until",
        "last_day",
        "tmdb_id",
        "imdb_id",
        "type",
        "title",
        "release_year",
    ),
    derive={name: _end_or_none(name) for name in ("offered_until", "last_day")},
    values={
        "offered_from": Day(earliest=1998),
        "offered_until": Day(earliest=1998),
        "last_day": Day(earliest=1998),
        "tmdb_id": Number(1, is_whole=True),
        "release_year": Number(1870, 2100, is_whole=True),
    },
    must_be_read=("offered_from", "offered_until", "last_day", "tmdb_id"),
    essential=("offered_from", "offered_until", "last_day", "tmdb_id"),
)
"""A file is all that its system has to say: the next of its name replaces it."""
