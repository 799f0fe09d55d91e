"""Invented people: each has a home country, themes they return to, a craft and a fame."""

from __future__ import annotations

from dataclasses import dataclass

from etl.synthetic.draw import Draw
from etl.synthetic.lexicon import Country, Lexicon, Theme

LOYALTY = 0.85  # how often a part goes to someone at home in the theme
ACTORS_PER_THEME, DIRECTORS_PER_THEME = 8, 3


@dataclass(frozen=True)
class Person:
    """Someone who directs or acts."""

    number: int
    name: str
    quality: float
    fame: float
    is_independent: bool


class Casting:
    """Everyone there is, by culture and theme.

    Pools are small enough that people come back: without that, a model could learn nothing from
    a name.

    Args:
        lexicon: where their names are from.
        draw: every choice.
        scale: how many times as many people there are as the sample usually has.
    """

    def __init__(self, lexicon: Lexicon, draw: Draw, scale: float = 1.0) -> None:
        self._lexicon, self._draw = lexicon, draw
        self._taken: set[str] = set()
        cultures = sorted({country.culture for country in lexicon.countries})
        weights = {c: sum(x.weight for x in lexicon.countries if x.culture == c) for c in cultures}
        self._pools = {
            (role, culture, theme.key): self._pool(
                culture, size * scale * theme.weight * weights[culture]
            )
            for role, size in (("cast", ACTORS_PER_THEME), ("director", DIRECTORS_PER_THEME))
            for culture in cultures
            for theme in lexicon.themes.values()
        }

    def choose(
        self, role: str, country: Country, themes: tuple[Theme, ...], count: int
    ) -> list[Person]:
        """Return up to ``count`` different people for a title of this country and themes."""
        chosen: dict[str, Person] = {}
        everyone = list(self._lexicon.themes.values())
        for _ in range(count):
            at_home = self._draw.chance(LOYALTY)
            theme = self._draw.pick(themes) if at_home else self._draw.pick(everyone)
            person = self._draw.pick(self._pools[role, country.culture, theme.key])
            chosen[person.name] = person
        return list(chosen.values())

    def _pool(self, culture: str, share: float) -> list[Person]:
        return [self._person(culture) for _ in range(max(2, round(share / 50)))]

    def _person(self, culture: str) -> Person:
        return Person(
            number=9_000_001 + len(self._taken),
            name=self._new_name(culture),
            quality=self._draw.normal(),
            fame=self._draw.normal(),
            is_independent=self._draw.chance(0.2),
        )

    def _new_name(self, culture: str) -> str:
        words = self._lexicon.cultures[culture]
        pick = self._draw.pick
        name = f"{pick(words['given'])} {pick(words['stems'])}{pick(words['endings'])}"
        while name in self._taken:
            name = f"{pick(words['given'])} {name}"
        self._taken.add(name)
        return name
