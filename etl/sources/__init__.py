"""The sources: one module each, one folder each in the data directory."""

from etl.sources import (
    availability,
    engagement,
    justwatch,
    movielens,
    netflix,
    offers,
    overrides,
    services,
    tmdb,
    top10,
)
from etl.sources.source import Source

SOURCES: dict[str, tuple[Source, ...]] = {
    "netflix": (netflix.SOURCE,),
    "services": (services.SOURCE,),
    "tmdb": (tmdb.IDS, tmdb.SOURCE, tmdb.CREDITS, tmdb.GENRES),
    "availability": (availability.SOURCE,),
    "offers": (offers.SOURCE,),
    "top10": (top10.SOURCE,),
    "engagement": (engagement.SOURCE,),
    "justwatch": (justwatch.TITLES, justwatch.CREDITS),
    "overrides.csv": (overrides.SOURCE,),
    "movielens": (movielens.RATINGS, movielens.LINKS, movielens.MOVIES),
}
"""Each folder (or file) of the data directory and the kinds of file that it can hold.

The first kind whose columns a file has is what it is.
"""
