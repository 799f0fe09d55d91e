"""The Netflix catalogue as dated CSV snapshots (Kaggle ``netflix-shows`` and its variants)."""

from etl.sources.source import Source
from etl.sources.value_kinds import AgeRating, Day, Length, Number, Words

SOURCE = Source(
    name="netflix",
    table="raw.netflix_titles",
    columns={
        "show_id": ("show_id",),
        "type": ("type",),
        "title": ("title",),
        "director": ("director",),
        "cast": ("cast",),
        "country": ("country",),
        "date_added": ("date_added",),
        "release_year": ("release_year",),
        "rating": ("rating",),
        "duration": ("duration",),
        "listed_in": ("listed_in",),
        "description": ("description",),
    },
    required=("title", "type", "release_year"),
    rejects={
        "no title": "is_blank(title)",
        "type is neither Movie nor TV Show": (
            "coalesce(lower(trim(type)), '') not in ('movie', 'tv show')"
        ),
    },
    key=(
        "show_id",
        "type",
        "title",
        "release_year",
        "director",
        "date_added",
        "duration",
        "description",
    ),
    content_date="max(to_date(date_added))",
    values={
        "director": Words(),
        "cast": Words(),
        "country": Words(),
        "listed_in": Words(),
        "description": Words(),
        "date_added": Day(earliest=1998),
        "release_year": Number(1870, 2100, is_whole=True),
        "rating": AgeRating(),
        "duration": Length(is_film="is_film_type(type)"),
    },
    essential=("date_added", "release_year", "duration"),
    is_whole=True,
)
