"""What an invented title is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.synthetic.lexicon import Country, Theme
from etl.synthetic.people import Person


@dataclass(kw_only=True)
class SampleIdea:
    """What a title starts from; ``is_original`` says that Netflix made it."""

    number: int
    kind: str
    country: Country
    themes: tuple[Theme, ...]
    released: date
    is_original: bool

    @property
    def is_series(self) -> bool:
        """Whether the title is a series, not a film."""
        return self.kind == "series"


@dataclass(kw_only=True)
class SampleTitle(SampleIdea):
    """One invented film or series, and all that the sources know of it."""

    name: str
    original_name: str
    partner: Country | None
    seasons: int
    minutes: int
    cast: list[Person]
    directors: list[Person]
    quality: float
    appeal: float
    maturity: str
    netflix_tags: list[str]
    tmdb_genres: list[str]
    keywords: list[str]
    description: str
    overview: str
    vote_average: float = 0.0
    vote_count: int = 0
    popularity: float = 0.0
    joined: date | None = None
    has_left: bool = False
    renewed: date | None = None
    is_on_tmdb: bool = True

    def seasons_on(self, day: date) -> int:
        """Return the seasons out on a day."""
        return self.seasons + int(self.renewed is not None and self.renewed <= day)

    def netflix_year(self, day: date) -> int:
        """Return the release year as Netflix has it: for a series, its newest season's."""
        if not self.is_series:
            return self.released.year
        if self.renewed is not None and self.renewed <= day:
            return self.renewed.year
        return min(self.released.year + self.seasons - 1, (self.joined or day).year)
