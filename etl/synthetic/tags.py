"""The labels of a title: Netflix's genre tags and maturity rating, TMDb's genres."""

from __future__ import annotations

from etl.synthetic.draw import Draw
from etl.synthetic.people import Person
from etl.synthetic.titles import SampleIdea

MOST_TAGS = 3
CLASSIC_FILM, CULT_FILM, CLASSIC_SERIES = 1985, 2002, 2003
ENGLISH_SPEAKING = {"GB", "CA", "AU"}
INDEPENDENT_THEMES = {"drama", "comedy", "thriller", "lgbtq", "romance", "music"}
CULT_THEMES = {"horror", "scifi", "action", "comedy", "crime"}
SERIES_REGIONS = {
    "GB": "British TV Shows",
    "KR": "Korean TV Shows",
    "ES": "Spanish-Language TV Shows",
    "MX": "Spanish-Language TV Shows",
}
# By audience: children, teenagers, adults; English films are rated as in cinemas.
SERIES_RATINGS = (
    ("TV-Y", "TV-Y7", "TV-G", "TV-Y7", "TV-PG"),
    ("TV-14", "TV-14", "TV-PG"),
    ("TV-MA",),
)
FILM_RATINGS = (
    ("PG", "PG", "G", "TV-Y7", "TV-G", "TV-PG"),
    ("PG-13", "PG-13", "PG", "TV-14"),
    ("R", "R", "TV-MA"),
)


def maturity_rating(idea: SampleIdea, draw: Draw) -> str:
    """Return the maturity rating; empty for the odd title that has none."""
    if draw.chance(0.01):
        return draw.pick(("NR", ""))
    audience = draw.weighted((0, 1, 2), idea.themes[0].maturity)
    is_in_cinemas = not idea.is_series and idea.country.language == "en"
    return draw.pick((FILM_RATINGS if is_in_cinemas else SERIES_RATINGS)[audience])


def tmdb_genres(idea: SampleIdea, draw: Draw) -> list[str]:
    """Return TMDb's genres, the most fitting first."""
    genres: dict[str, None] = {}
    for theme, sure in zip(idea.themes, (0.95, 0.75), strict=False):
        main, *others = theme.tags[f"tmdb_{idea.kind}"]
        if draw.chance(sure):
            genres[main] = None
        genres.update(dict.fromkeys(genre for genre in others if draw.chance(0.45)))
    if not genres and draw.chance(0.9):
        genres["Drama"] = None
    return list(genres)


def netflix_tags(idea: SampleIdea, directors: list[Person], draw: Draw) -> list[str]:
    """Return one to three Netflix tags in Netflix's alphabetical order."""
    found: dict[str, None] = {}
    for theme, sure in zip(idea.themes, (0.94, 0.7), strict=False):
        main, *others = theme.tags[f"netflix_{idea.kind}"]
        if draw.chance(sure):
            found[main] = None
        found.update(dict.fromkeys(tag for tag in others if draw.chance(0.4)))
    own, chance_ones = list(found), _circumstance_tags(idea, directors, draw)
    tags = own[:1] + chance_ones + own[1:]
    return sorted(tags[:MOST_TAGS]) or ["TV Shows" if idea.is_series else "Movies"]


def _circumstance_tags(idea: SampleIdea, directors: list[Person], draw: Draw) -> list[str]:
    """Return the tags that come from where, when and how a title was made, not its subject."""
    likely = _series_tags(idea) if idea.is_series else _film_tags(idea, directors)
    return [tag for tag, probability in likely if draw.chance(probability)]


def _series_tags(idea: SampleIdea) -> list[tuple[str, float]]:
    iso = idea.country.iso
    likely = [(SERIES_REGIONS[iso], 0.85)] if iso in SERIES_REGIONS else []
    if idea.released.year < CLASSIC_SERIES:
        likely.append(("Classic & Cult TV", 0.8))
    return [*likely, ("International TV Shows", _international(iso))]


def _film_tags(idea: SampleIdea, directors: list[Person]) -> list[tuple[str, float]]:
    keys = {theme.key for theme in idea.themes}
    year = idea.released.year
    likely = []
    if year < CLASSIC_FILM:
        likely.append(("Classic Movies", 0.85))
    if year < CULT_FILM and keys & CULT_THEMES:
        likely.append(("Cult Movies", 0.4))
    if keys & INDEPENDENT_THEMES:
        likely.append(("Independent Movies", _independent(directors)))
    return [("International Movies", _international(idea.country.iso)), *likely]


def _international(iso: str) -> float:
    if iso == "US":
        return 0.03
    return 0.4 if iso in ENGLISH_SPEAKING else 0.9


def _independent(directors: list[Person]) -> float:
    return 0.75 if any(person.is_independent for person in directors) else 0.06
