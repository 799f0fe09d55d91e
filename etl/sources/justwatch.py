"""JustWatch's dump of a service (Netflix unless its folder says another): titles with IMDb and TMDb
figures, and credits."""

from etl.sources.source import Source

TITLES = Source(
    name="justwatch",
    table="raw.justwatch_titles",
    columns={
        "id": ("id",),
        "title": ("title",),
        "type": ("type",),
        "description": ("description",),
        "release_year": ("release_year",),
        "age_certification": ("age_certification",),
        "runtime": ("runtime",),
        "genres": ("genres",),
        "production_countries": ("production_countries",),
        "seasons": ("seasons",),
        "imdb_id": ("imdb_id",),
        "imdb_score": ("imdb_score",),
        "imdb_votes": ("imdb_votes",),
        "tmdb_popularity": ("tmdb_popularity",),
        "tmdb_score": ("tmdb_score",),
    },
    required=("id", "title", "type", "release_year", "imdb_id"),
    rejects={
        "no identifier": "is_blank(id)",
        "no title": "is_blank(title)",
        "type is neither MOVIE nor SHOW": "coalesce(upper(type), '') not in ('MOVIE', 'SHOW')",
    },
    key=("id",),
    service="Netflix",
)

CREDITS = Source(
    name="justwatch",
    table="raw.justwatch_credits",
    columns={
        "person_id": ("person_id",),
        "id": ("id",),
        "name": ("name",),
        "character": ("character",),
        "role": ("role",),
    },
    required=("person_id", "id", "name", "role"),
    rejects={"no name": "is_blank(name)"},
    key=("person_id", "id", "role", "character"),
    service="Netflix",
)
