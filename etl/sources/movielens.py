"""MovieLens: ratings by real users, and which film is which on TMDb."""

from etl.sources.source import Source

_NOT_A_NUMBER = "try_cast(movie_id as bigint) is null"

RATINGS = Source(
    name="movielens",
    table="raw.movielens_ratings",
    columns={
        "user_id": ("userid", "user_id"),
        "movie_id": ("movieid", "movie_id"),
        "rating": ("rating",),
        "timestamp": ("timestamp",),
    },
    required=("user_id", "movie_id", "rating"),
    rejects={
        "movie is not a number": _NOT_A_NUMBER,
        "rating is not 0.5 to 5 stars": (
            "coalesce(try_cast(rating as double), 0) not between 0.5 and 5"
        ),
    },
    key=("user_id", "movie_id"),
    # A user's last rating, wherever it stands.
    rank="{'at': coalesce(try_cast(timestamp as bigint), 0), 'place': place}",
    content_date="max(make_timestamp(try_cast(timestamp as bigint) * 1000000)::date)",
)

LINKS = Source(
    name="movielens",
    table="raw.movielens_links",
    columns={
        "movie_id": ("movieid", "movie_id"),
        "imdb_id": ("imdbid", "imdb_id"),
        "tmdb_id": ("tmdbid", "tmdb_id"),
    },
    required=("movie_id", "imdb_id", "tmdb_id"),
    rejects={"movie is not a number": _NOT_A_NUMBER},
    key=("movie_id",),
)

MOVIES = Source(
    name="movielens",
    table="raw.movielens_movies",
    columns={
        "movie_id": ("movieid", "movie_id"),
        "title": ("title",),
        "genres": ("genres",),
    },
    required=("movie_id", "title", "genres"),
    rejects={"movie is not a number": _NOT_A_NUMBER},
    key=("movie_id",),
)
