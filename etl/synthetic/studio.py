"""Makes titles: what each is about decides, with chance, everything that can be seen of it.

The weights here set how much can be learned from the sample; they were chosen so that models find
about as much in it as in real catalogues.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

from etl.synthetic.draw import Draw
from etl.synthetic.lexicon import Country, Lexicon, Theme, lexicon
from etl.synthetic.people import Casting, Person
from etl.synthetic.tags import maturity_rating, netflix_tags, tmdb_genres
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleIdea, SampleTitle
from etl.synthetic.wording import Wording

SEQUELS, NATIVE_NAMES = 0.07, 0.025
SEQUEL_APPEAL = 0.8
REMAKES = 0.1  # how often a film takes the name of one that is years older or younger
NON_LATIN = {"ko", "ja", "ar", "hi", "zh"}
LONG_FILMS = {"IN": 25, "EG": 8}  # minutes more
ONE_SEASON = {"KR", "TW"}
MINUTES = {"standup": 62, "documentary": 88, "nature": 80, "kids": 78, "anime": 92, "music": 98}
NO_VOTES = 0.06


@dataclass
class Studio:
    """Makes titles, remembering names so that only remakes share one."""

    draw: Draw
    timeline: Timeline
    words: Lexicon = field(default_factory=lexicon)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    franchises: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    crowd: float = 1.0
    """How many times as many people there are as usual."""

    def __post_init__(self) -> None:
        self.casting = Casting(self.words, self.draw, self.crowd)
        self.wording = Wording(self.words, self.draw)
        self._country_weights = [country.weight for country in self.words.countries]
        self._theme_weights: dict[tuple[str, str], list[float]] = {}

    def make(self, number: int, kind: str, released: date, *, is_original: bool) -> SampleTitle:
        """Return a new title, without a place in the catalogue yet."""
        country = self._country()
        idea = SampleIdea(
            number=number,
            kind=kind,
            country=country,
            themes=self._themes(kind, country),
            released=released,
            is_original=is_original,
        )
        title = self._develop(idea)
        self._judge(title)
        return title

    def _develop(self, idea: SampleIdea) -> SampleTitle:
        """Cast, name and describe a title."""
        cast, directors = self._people(idea)
        people = cast + directors
        name, original_name, is_sequel = self._names(idea, cast[0].name)
        description, overview = self._texts(idea, cast[0].name)
        quality = self._quality(idea, people)
        return SampleTitle(
            **vars(idea),
            name=name,
            original_name=original_name,
            description=description,
            overview=overview,
            cast=cast,
            directors=directors,
            quality=quality,
            appeal=self._appeal(idea, people, quality) + SEQUEL_APPEAL * is_sequel,
            partner=self._country() if self.draw.chance(0.1) else None,
            seasons=self._seasons(idea.country) if idea.is_series else 0,
            minutes=self._minutes(idea),
            maturity=maturity_rating(idea, self.draw),
            netflix_tags=netflix_tags(idea, directors, self.draw),
            tmdb_genres=tmdb_genres(idea, self.draw),
            keywords=self.wording.keywords(idea.themes, self.draw.between(1, 6)),
        )

    def _country(self) -> Country:
        return self.draw.weighted(self.words.countries, self._country_weights)

    def _themes(self, kind: str, country: Country) -> tuple[Theme, ...]:
        first = self.draw.weighted(list(self.words.themes.values()), self._likely(kind, country))
        companions = self.words.companions
        others = companions.get(first.key, companions["default"])
        if not others or self.draw.chance(0.4):
            return (first,)
        second = self.draw.pick(others)
        return (first,) if second is first else (first, second)

    def _likely(self, kind: str, country: Country) -> list[float]:
        """How likely each theme is, of this type and where."""
        key = kind, country.key
        if key not in self._theme_weights:
            self._theme_weights[key] = [
                theme.weight
                * country.likes.get(theme.key, 1)
                * (theme.series_share if kind == "series" else 1 - theme.series_share)
                for theme in self.words.themes.values()
            ]
        return self._theme_weights[key]

    def _people(self, idea: SampleIdea) -> tuple[list[Person], list[Person]]:
        is_alone = idea.themes[0].family == "stage" and not idea.is_series
        parts = 1 if is_alone else self.draw.between(3, 9)
        directors = 2 if self.draw.chance(0.07) else 1
        return (
            self.casting.choose("cast", idea.country, idea.themes, parts),
            self.casting.choose("director", idea.country, idea.themes, directors),
        )

    def _names(self, idea: SampleIdea, lead: str) -> tuple[str, str, bool]:
        """Return the title's name, its original name and whether it is a sequel."""
        name, is_sequel = self._name(idea, lead)
        native = self.wording.native_name(idea.country.language)
        keeps_native = idea.country.language in NON_LATIN and self.draw.chance(NATIVE_NAMES)
        if keeps_native and self._may_give(native) and self._is_free(native, idea):
            return native, native, False
        has_native = native and self.draw.chance(0.8)
        return name, native if has_native else name, is_sequel

    def _name(self, idea: SampleIdea, lead: str) -> tuple[str, bool]:
        """Return a name and whether it continues a franchise."""
        key = (idea.kind, idea.themes[0].key, idea.country.key)
        franchises = self.franchises.setdefault(key, [])
        if franchises and self.draw.chance(SEQUELS):
            name = self._sequel(self.draw.pick(franchises), idea.themes)
            if self._is_free(name, idea):
                return name, True
        name = self._new_name(idea, lead)
        if self.draw.chance(SEQUELS) and ":" not in name:
            franchises.append(name)
        return name, False

    def _new_name(self, idea: SampleIdea, lead: str) -> str:
        name = self.wording.name(idea.themes, idea.country, lead)
        while not self._is_free(name, idea):
            name = self.wording.name(idea.themes, idea.country, lead)
        return name

    def _may_give(self, name: str) -> bool:
        """Whether a name is one of those that this studio may give."""
        return True

    def _sequel(self, root: str, themes: tuple[Theme, ...]) -> str:
        if self.draw.chance(0.5):
            return f"{root} {self.draw.between(2, 5)}"
        return f"{root}: {self.wording.subtitle(themes)}"

    def _is_free(self, name: str, idea: SampleIdea) -> bool:
        """Return whether a name is new, or may be used again by a remake, and take it."""
        key, year = name.casefold(), idea.released.year
        kind_then, year_then = self.names.get(key, ("", 0))
        if not kind_then:
            self.names[key] = (idea.kind, year)
            return True
        can_be_remade = idea.kind == kind_then == "movie" and abs(year_then - year) > 1
        if can_be_remade and self.draw.chance(REMAKES):
            self.names[key] = ("remade", year)
            return True
        return False

    def _texts(self, idea: SampleIdea, lead: str) -> tuple[str, str]:
        """Return Netflix's description and TMDb's overview, which share some words."""
        memory: dict[str, list[str]] = {}
        form = "series" if idea.is_series and self.draw.chance(0.25) else "short"
        return (
            self.wording.logline(form, idea.themes, lead, memory),
            self.wording.logline("long", idea.themes, lead, memory),
        )

    def _quality(self, idea: SampleIdea, people: list[Person]) -> float:
        age = (self.timeline.today - idea.released).days / 365
        return (
            1.7 * _mixed([theme.quality for theme in idea.themes])
            + idea.country.quality
            + 0.52 * _led([person.quality for person in people])
            + 0.12 * math.log1p(age)
            + self.draw.normal(0.33)
        )

    def _appeal(self, idea: SampleIdea, people: list[Person], quality: float) -> float:
        return (
            2.3 * _mixed([theme.appeal for theme in idea.themes])
            + 1.6 * idea.country.appeal
            + 0.5 * _led([person.fame for person in people])
            + 0.25 * quality
            + 0.35 * idea.is_original
            + self.draw.normal(0.32)
        )

    def _seasons(self, country: Country) -> int:
        if country.iso in ONE_SEASON and self.draw.chance(0.8):
            return 1
        return 1 + int(self.draw.waiting(0.9))

    def _minutes(self, idea: SampleIdea) -> int:
        """Return a film's length or that of a whole season."""
        if idea.is_series:
            return max(60, round(self.draw.normal(110, 390)))
        usual = MINUTES.get(idea.themes[0].key, 106) + LONG_FILMS.get(idea.country.iso, 0)
        return max(24, round(self.draw.normal(14, usual)))

    def _judge(self, title: SampleTitle) -> None:
        """Give the title its audience: votes and popularity on TMDb."""
        age = max(0.0, (self.timeline.today - title.released).days / 365)
        reach = 3.3 + 1.1 * title.appeal + 0.5 * math.log(age + 0.1) + self.draw.normal(0.6)
        title.vote_count = 0 if self.draw.chance(NO_VOTES) else int(math.exp(reach))
        if title.vote_count:
            noise = self.draw.normal(1.5 / math.sqrt(title.vote_count))
            average = 6.2 + title.quality + noise
            title.vote_average = round(min(10.0, max(1.0, average)), 3)
        buzz = 0.9 * math.exp(-age) + self.draw.normal(0.3)
        title.popularity = round(math.exp(1.0 + 0.85 * title.appeal + buzz), 4)


def _mixed(values: list[float]) -> float:
    """Return the first value with a share of the second."""
    return values[0] if len(values) == 1 else 0.65 * values[0] + 0.35 * values[1]


def _led(values: list[float]) -> float:
    """Return a mean in which the first (the lead) and the last (the director) count most."""
    return 0.5 * values[0] + 0.5 * values[-1] + 0.5 * sum(values[1:-1]) / max(1, len(values) - 2)
