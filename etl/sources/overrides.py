"""Corrections of the matching by hand: ``overrides.csv`` in the data directory, for good."""

from etl.sources.source import Source

SOURCE = Source(
    name="overrides.csv",
    table="raw.match_overrides",
    columns={
        "title_id": ("title_id",),
        "type": ("type",),
        "title": ("title",),
        "release_year": ("release_year",),
        "tmdb_id": ("tmdb_id",),
        "note": ("note",),
    },
    required=("tmdb_id",),
    rejects={
        "neither title_id nor type, title and release_year": (
            "title_id is null and (type is null or title is null or release_year is null)"
        ),
        "tmdb_id is neither empty nor a number": (
            "tmdb_id is not null and try_cast(tmdb_id as bigint) is null"
        ),
    },
    key=("title_id", "type", "title", "release_year"),
)
"""One row per Netflix title: the TMDb title that it is, or none where ``tmdb_id`` is empty."""
