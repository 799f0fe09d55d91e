"""TMDb films and series: Kaggle dumps and API answers, as CSV, JSON array or JSON lines."""

from etl.sources.source import LAST, Source
from etl.sources.value_kinds import Day, Number, Objects, WatchProviders, Words

# What answers about people say of them, where answers about titles name their kind.
_PEOPLE = (
    "'person', 'acting', 'directing', 'writing', 'production', 'crew', 'camera', 'editing', "
    "'sound', 'art', 'costume & make-up', 'visual effects', 'lighting', 'creator', 'actors'"
)
_OF_A_PERSON = {"adult", "id", "name", "popularity"}
"""All that TMDb's daily export of people has; its exports of titles have original names."""


def kind_of_row(columns: set[str]) -> str:
    """SQL for 'movie' or 'tv': the row's own word where it has one, else what its file holds.

    Only series answers have ``first_air_date`` or ``name``; their ``type`` may say "Scripted".
    """
    if columns == _OF_A_PERSON:
        return "'person'"
    other = "'tv'" if columns & {"first_air_date", "name"} else "'movie'"
    return (
        "case when lower(kind) in ('movie', 'film', 'films') then 'movie' "
        "when lower(kind) in ('tv', 'show', 'series') then 'tv' "
        f"when lower(kind) in ({_PEOPLE}) then 'person' else {other} end"
    )


SOURCE = Source(
    name="tmdb",
    table="raw.tmdb_titles",
    columns={
        "kind": ("type", "media_type", "known_for_department"),
        "id": ("tmdb_id", "id"),
        "imdb_id": ("imdb_id",),
        "external_ids": ("external_ids",),
        "title": ("title", "name", "original_title", "original_name"),
        "original_title": ("original_title", "original_name"),
        "overview": ("overview",),
        "tagline": ("tagline",),
        "release_date": ("release_date", "first_air_date"),
        "genres": ("genres", "genre"),
        "genre_ids": ("genre_ids",),
        "original_language": ("original_language",),
        "production_countries": ("production_countries",),
        "origin_country": ("origin_country",),
        "runtime": ("runtime", "episode_run_time"),
        "season_count": ("number_of_seasons",),
        "status": ("status",),
        "homepage": ("homepage",),
        "networks": ("networks",),
        "production_companies": ("production_companies",),
        "keywords": ("keywords",),
        "cast": ("cast",),
        "credits": ("credits",),
        "crew": ("crew",),
        "watch_providers": ("watch_providers",),
        "popularity": ("popularity",),
        "vote_average": ("vote_average",),
        "vote_count": ("vote_count",),
    },
    required=("id", "title"),
    required_one_of=("popularity", "vote_count", "vote_average"),
    lacking={"popularity": "without popularity it ranks no title"},
    rejects={
        "a person, and no title": "kind = 'person'",
        "id is not a number": "try_cast(id as bigint) is null or contains(id, '.')",
        "no title": "is_blank(title)",
    },
    key=("kind", "id"),
    # Of several pulls in one file, the later.
    rank=LAST,
    content_date=(
        "max(to_date(release_date)) filter (coalesce(try_cast(vote_count as integer), 0) > 0)"
    ),
    derive={"kind": kind_of_row},
    values={
        "imdb_id": Words(),
        "external_ids": Objects(),
        "credits": Objects(),
        "watch_providers": WatchProviders(),
        "overview": Words(),
        "tagline": Words(),
        "release_date": Day(year_columns=("release_year",)),
        "runtime": Number(0, 10_000),
        "popularity": Number(),
        "vote_average": Number(0, 10),
        "vote_count": Number(is_whole=True),
    },
    essential=("release_date", "popularity", "vote_average", "vote_count"),
)

CREDITS = Source(
    name="tmdb",
    table="raw.tmdb_titles",
    columns={"kind": ("type",), "id": ("movie_id", "id"), "cast": ("cast",), "crew": ("crew",)},
    required=("id", "cast", "crew"),
    rejects={"id is not a number": "try_cast(id as bigint) is null"},
    key=("id",),
    derive={"kind": kind_of_row},
)
"""Cast and crew in a file of their own, beside ``tmdb_5000_movies`` or ``movies_metadata``."""

IDS = Source(
    name="tmdb",
    table="raw.tmdb_ids",
    columns={
        "kind": ("type",),
        "id": ("id",),
        "title": ("original_title", "original_name"),
        "popularity": ("popularity",),
        "adult": ("adult",),
        "video": ("video",),
    },
    required=("id", "title", "popularity"),
    rejects={"id is not a number": "try_cast(id as bigint) is null"},
    key=("id",),
    content_date="null::date",
    is_exact=True,
    derive={"kind": lambda columns: "'tv'" if "original_name" in columns else "'movie'"},
)
"""TMDb's daily export of all identifiers: how popular each title was that day, and no more."""

GENRES = Source(
    name="tmdb",
    table="raw.tmdb_genres",
    columns={"genre_id": ("genre_id",), "genre": ("genre",)},
    required=("genre_id", "genre"),
    rejects={
        "genre_id is not a number": "try_cast(genre_id as integer) is null",
        "no genre": "is_blank(genre)",
    },
    key=("genre_id",),
)
"""TMDb's genre table, as ``catalogue fetch tmdb`` writes it."""
