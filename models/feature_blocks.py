"""The blocks of features: what each is made from, who reads it, and who must not.

A block is declared with the columns or with the blocks that it is made from, and every model with
the blocks that it reads. ``check_allowed`` holds both against ``FORBIDDEN``, so that neither an
outcome nor anything derived from one can become a feature unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalogue_common.errors import ModelError

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "words": ("title", "description", "overview"),
    "metadata": (
        "type",
        "countries",
        "original_language",
        "maturity_rating",
        "duration_minutes",
        "release_year",
    ),
    "people": ("directors", "cast_members"),
    "director": ("directors",),
    "cast": ("cast_members",),
    "country": ("type", "countries"),
    "language": ("type", "original_language"),
    "maturity": ("type", "maturity_rating"),
    "spoken": ("type", "spoken_language"),
    "is_series": ("type",),
    "is_described": (
        "description",
        "overview",
        "countries",
        "original_language",
        "maturity_rating",
        "directors",
        "cast_members",
    ),
    "is_netflix": ("is_netflix_series",),
    "is_netflix_own": ("is_netflix_own",),
    "year": ("release_year",),
    "released": ("released_on", "release_year"),
    "came": ("came_on",),
    "minutes": ("duration_minutes",),
    "has_local_title": ("has_local_title",),
    "first_minutes": ("duration_minutes", "minutes"),
    "season": ("released_on",),
    "arrival": ("came_on",),
    "arrival_lag": ("days_until_netflix",),
    "factors": ("title", "description", "overview"),
    "embedding": ("title", "description", "overview"),
    "listed_netflix": ("listing_netflix",),
    "listed_tmdb": ("listing_tmdb",),
    "season_facts": ("season", "minutes"),
    "stay": ("came_on", "period_start", "released_on"),
    "exposure": ("came_on", "period_start"),
    "earlier": ("earlier_views", "earlier_weekly_hours"),
    "past": ("last_views", "before_last_views"),
    "release_number": ("season_number",),
    "release_length": ("minutes",),
    "earlier_outcomes": ("earlier_share", "last_weeks", "earlier_hours"),
    "local_title": ("has_local_title",),
    "calendar": ("came_on",),
}
"""What the title encoder and the listings give, and the columns of each."""

DERIVED: Mapping[str, tuple[str, ...]] = {
    "margins": ("words", "metadata", "people"),
    "margins_netflix": ("words", "metadata", "people"),
    "margins_tmdb": ("words", "metadata", "people"),
    "listing": ("listed_netflix", "listed_tmdb"),
    "genre_mix": ("listed_tmdb",),
    "lengths": ("minutes",),
    "themes": ("factors",),
    "main_themes": ("factors",),
    "network": ("is_netflix",),
}
"""What ``models.outcome_features`` makes of other blocks, and of which."""

# What the rating's trees read as it is, and what they read as the mean rating of its titles: with
# how many titles' weight the overall mean is drawn in.
RATING_BLOCKS = ("is_series", "year", "released", "minutes", "listing", "genre_mix", "margins")
ENCODED = {"director": 10.0, "cast": 10.0, "country": 20.0, "language": 20.0, "maturity": 20.0}

# Each block and its weight after standardising: the smaller, the harder its penalty.
KERNEL_WEIGHTS = {
    "genre_mix": 0.5,
    "country": 0.5,
    "language": 0.5,
    "network": 0.5,
    "margins": 0.3,
    "season": 0.3,
}
HIT_WEIGHTS = {
    "genre_mix": 0.5,
    "country": 0.5,
    "language": 0.5,
    "themes": 0.2,
    "margins_tmdb": 0.2,
    "season": 0.3,
}
# Nobody lists the genres of a title that is known by its name; what its name says of them counts.
TOP10_WEIGHTS = {
    "genre_mix": 0.5,
    "country": 0.5,
    "spoken": 0.5,
    "local_title": 0.5,
    "main_themes": 0.4,
    "margins_tmdb": 0.3,
    "margins_netflix": 0.3,
    "calendar": 0.15,
    "arrival_lag": 0.5,
    "release_number": 1.0,
    "release_length": 1.0,
    "earlier_outcomes": 1.0,
}
ANY_COUNTRY_WEIGHTS = {
    "genre_mix": 0.5,
    "country": 0.5,
    "language": 0.5,
    "main_themes": 0.4,
    "margins_tmdb": 0.1,
    "margins_netflix": 0.1,
    "arrival": 0.15,
    "arrival_lag": 0.5,
    "lengths": 0.5,
}

_VIEWING = ("season_facts", "stay", "exposure", "earlier", "past")
# What the trees of viewing read of a title, and what the regression of new titles does, weighted.
VIEWS_TREES = (
    "is_series",
    "country",
    "spoken",
    "maturity",
    "season",
    "arrival_lag",
    "genre_mix",
    "margins_tmdb",
    "margins_netflix",
)
VIEWS_WEIGHTS = {
    "country": 0.5,
    "spoken": 0.5,
    "maturity": 0.5,
    "season": 0.3,
    "arrival_lag": 0.3,
    "genre_mix": 0.5,
    "margins_tmdb": 0.3,
    "margins_netflix": 0.3,
}
# In how many countries: what the trees read; who gets in at all is asked as the Top 10 is.
REACH_BLOCKS = (
    "is_series",
    "minutes",
    "released",
    "country",
    "spoken",
    "maturity",
    "season",
    "arrival",
    "arrival_lag",
    "genre_mix",
    "main_themes",
    "margins_tmdb",
    "margins_netflix",
)

READS: Mapping[str, tuple[str, ...]] = {
    "genres": ("words", "metadata", "people", "is_series", "listed_netflix", "listed_tmdb"),
    # Its intervals go by ``is_described``, too, and not what it predicts.
    "rating": (*RATING_BLOCKS, "is_described", "is_netflix", *ENCODED, *KERNEL_WEIGHTS),
    "hit": ("is_series", "released", *HIT_WEIGHTS),
    # ``is_described`` says how much a title counts in the learning; it is no feature.
    "top10": ("is_series", "is_described", "came", "first_minutes", *TOP10_WEIGHTS),
    # ``is_netflix_own`` says whose first days are like it; no model reads it as a feature.
    "audience": (
        "is_netflix_own",
        *_VIEWING,
        *VIEWS_TREES,
        *REACH_BLOCKS,
        *ANY_COUNTRY_WEIGHTS,
        "came",
    ),
}
"""Which blocks the models of a question read."""

_OUTCOMES = frozenset(
    {
        "rating",
        "vote_count",
        "popularity",
        "is_hit",
        "hit_level",
        "entered_top10",
        "top10_weeks",
        "user_count",
        "mean_stars",
        "liked_share",
        "top10_countries",
        "views",
        "hours_viewed",
        "top10_views",
        "top10_bound",
    }
)
# A series is renewed because it was liked, so its seasons give away what became of it.
_AFTER_RELEASE = _OUTCOMES | {"season_count", "hit_measured_in"}
# TMDb's volunteers complete what is popular: how much is filled in gives the popular titles away.
_FILLED_IN = frozenset({"genre_count", "text_length", "people_count", "is_text_missing"})

FORBIDDEN: Mapping[str, frozenset[str]] = {
    "genres_netflix": _AFTER_RELEASE | {"listing_netflix"},
    "genres_tmdb": _AFTER_RELEASE | {"listing_tmdb"},
    "rating": _AFTER_RELEASE,
    "stars": _AFTER_RELEASE,
    "hit": _AFTER_RELEASE | _FILLED_IN,
    "top10": _AFTER_RELEASE | _FILLED_IN,
    "audience": _AFTER_RELEASE | _FILLED_IN,
}


def sources(blocks: Iterable[str]) -> tuple[str, ...]:
    """The blocks that blocks are made from in the end, each once.

    Raises:
        ModelError: a block does not say what it is made from.
    """
    found: dict[str, None] = {}
    for block in blocks:
        if block in DERIVED:
            found |= dict.fromkeys(sources(DERIVED[block]))
        elif block in BLOCKS:
            found[block] = None
        else:
            raise ModelError(f"Block '{block}' does not say what it is made from: add it to BLOCKS")
    return tuple(found)


def check_allowed(outcome: str, blocks: Iterable[str]) -> None:
    """Refuse blocks made from a column that the outcome forbids.

    Raises:
        ModelError: a block is undeclared, or made from a forbidden column.
    """
    for block in sources(blocks):
        leaks = FORBIDDEN[outcome].intersection(BLOCKS[block])
        if leaks:
            raise ModelError(f"Model '{outcome}' must not read {sorted(leaks)} (block '{block}')")
