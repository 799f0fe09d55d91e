"""Where the data come from, by source, and under which terms they may be used.

What stands here goes into the data package beside exported files; it says what README.md and
docs/fetching.md say. Of what a team states itself, and of lists that may come from anywhere, only
the team knows the terms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DataTerms:
    """What a data package says of one source.

    Args:
        title: whose data they are, with the credit that they want.
        path: where they come from.
        terms: what their terms are called.
        terms_path: where these can be read.
    """

    title: str
    path: str
    terms: str
    terms_path: str


_NETFLIX = ("Terms of use of Netflix", "https://help.netflix.com/legal/termsofuse")
_JUSTWATCH = ("Terms of use of JustWatch", "https://www.justwatch.com/us/terms-of-use")
_TMDB = ("Terms of use of TMDB's API", "https://www.themoviedb.org/api-terms-of-use")
_CREDIT = "This product uses the TMDB API but is not endorsed or certified by TMDB"

TERMS: dict[str, DataTerms] = {
    "netflix": DataTerms(
        "Snapshots of Netflix's catalogue, such as shivamb/netflix-shows",
        "https://www.kaggle.com/datasets/shivamb/netflix-shows",
        "CC0 1.0 of shivamb/netflix-shows; other snapshots have terms of their own",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "tmdb": DataTerms(f"TMDB. {_CREDIT}", "https://www.themoviedb.org", *_TMDB),
    "availability": DataTerms("JustWatch, by way of TMDB", "https://www.justwatch.com", *_TMDB),
    "top10": DataTerms("Netflix's Top 10", "https://www.netflix.com/tudum/top10", *_NETFLIX),
    "engagement": DataTerms(
        "Netflix's engagement reports", "https://about.netflix.com/en/newsroom", *_NETFLIX
    ),
    "justwatch": DataTerms("JustWatch", "https://www.justwatch.com", *_JUSTWATCH),
    "movielens": DataTerms(
        "MovieLens, by GroupLens",
        "https://grouplens.org/datasets/movielens/",
        "Usage licence of the data set, in its README",
        "https://grouplens.org/datasets/movielens/",
    ),
}
UNTOLD = {
    "services": "Catalogues of other services",
    "offers": "Offers that the team states itself",
    "overrides.csv": "The team's corrections",
}
"""Sources of which only who put the files there knows whose they are."""
