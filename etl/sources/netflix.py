"""The Netflix catalogue as dated CSV snapshots (Kaggle ``netflix-shows`` and its variants)."""

from etl.sources.source import Source
from etl.sources.value_kinds import AgeRating, Day, Length, NetflixId, Number, Words

SOURCE = Source(
    name="netflix",
    table="raw.netflix_titles",
    columns={
        "show_id": ("show_id",),
        "type": ("type",),
        "title": ("title",),
        "director": ("director", "directors", "produced_by"),
        "cast": ("cast", "actors"),
        "country": ("country", "countries", "production_country"),
        "date_added": ("date_added", "date_added_to_netflix", "added"),
        "release_year": ("release_year", "year"),
        "rating": ("rating", "viewer_rating", "maturity_rating", "age_rating"),
        "duration": ("duration",),
        "listed_in": ("listed_in", "genres", "genre", "categories", "category"),
        "description": ("description", "summary"),
    },
    required=("title", "type", "release_year"),
    rejects={
        "no title": "is_blank(title)",
        "type is neither Movie nor TV Show": ("title_type(type) is null"),
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
        "show_id": NetflixId(),
        "director": Words(),
        "cast": Words(),
        "country": Words(),
        "listed_in": Words(),
        "description": Words(),
        "date_added": Day(earliest=1998),
        "release_year": Number(1870, 2100, is_whole=True),
        "rating": AgeRating(),
        "duration": Length(is_film="title_type(type) = 'movie'"),
    },
    essential=("date_added", "release_year", "duration"),
    is_whole=True,
    service="Netflix",
)
