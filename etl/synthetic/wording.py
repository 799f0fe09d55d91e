"""Titles and loglines: sentence patterns filled with the words of a title's themes."""

from __future__ import annotations

import re

from etl.synthetic.draw import Draw
from etl.synthetic.lexicon import Country, Lexicon, Theme

NEUTRAL = 0.5  # the share of words that say nothing about the theme
ADJECTIVE = 0.55  # how often a hero has one
SECONDARY = 0.35  # the second theme's share of the words that do say something
REMEMBERED = 0.7  # how much two loglines of one title have in common

NAMES = (
    "The {mood} {noun}",
    "{mood} {noun}",
    "{noun} of {place}",
    "{given}'s {noun}",
    "{given} and the {noun}",
    "{noun} & {noun}",
    "The {noun} at {place}",
    "Before the {noun}",
    "Return to {place}",
    "The {place} {noun}",
    "{noun}: {place}",
    "Their {mood} {noun}",
)
LONG_NAMES = (
    "{given} {surname} and the {mood} {noun}",
    "The {mood} {noun} of {given} {surname}",
    "{given} {surname}'s {mood} {noun}",
)
STAGE_NAMES = ("{lead}: {noun}", "{lead}: {mood} and {mood}", "{lead}: {noun}")
_SLOT = re.compile(r"\{(a |A )?(\w+)\}")


class Wording:
    """Says things about titles, each time in other words."""

    def __init__(self, lexicon: Lexicon, draw: Draw) -> None:
        self._lexicon, self._draw = lexicon, draw

    def name(self, themes: tuple[Theme, ...], country: Country, lead: str) -> str:
        """Return a title in English."""
        patterns = STAGE_NAMES if themes[0].family == "stage" else NAMES
        culture = self._lexicon.cultures[country.culture]
        known = {
            "given": self._draw.pick(culture["given"]),
            "place": self._draw.pick(culture["places"]),
            "lead": lead,
        }
        return self._fill(self._draw.pick(patterns), themes, known, {})

    def long_name(self, themes: tuple[Theme, ...], country: Country) -> str:
        """Return a title in English that hardly another one has."""
        culture, pick = self._lexicon.cultures[country.culture], self._draw.pick
        known = {
            "given": pick(culture["given"]),
            "surname": f"{pick(culture['stems'])}{pick(culture['endings'])}",
        }
        return self._fill(pick(LONG_NAMES), themes, known, {})

    def subtitle(self, themes: tuple[Theme, ...]) -> str:
        """Return what follows the colon in the name of a sequel."""
        return self._fill("{mood} {noun}", themes, {}, {})

    def native_name(self, language: str) -> str:
        """Return a title in a country's own language; an empty one where there are no words."""
        words = self._lexicon.languages[language]
        if not words["heads"]:
            return ""
        space = "" if words.get("joined") else " "
        return f"{self._draw.pick(words['heads'])}{space}{self._draw.pick(words['tails'])}"

    def logline(
        self,
        form: str,
        themes: tuple[Theme, ...],
        lead: str,
        memory: dict[str, list[str]],
    ) -> str:
        """Return a description in the given form: 'short', 'long' or 'series'.

        Args:
            memory: the words already used of this title, which a second logline repeats in part,
                as Netflix's and TMDb's descriptions of one title do. Grows.
        """
        patterns = self._lexicon.families[themes[0].family][form]
        return self._fill(self._draw.pick(patterns), themes, {"lead": lead}, memory)

    def keywords(self, themes: tuple[Theme, ...], count: int) -> list[str]:
        """Return different lower-case keywords."""
        words = {self._word("noun", themes).lower(): None for _ in range(count)}
        return list(words)

    def _fill(
        self,
        pattern: str,
        themes: tuple[Theme, ...],
        known: dict[str, str],
        memory: dict[str, list[str]],
    ) -> str:
        recall = {slot: list(words) for slot, words in memory.items()}

        def put(match: re.Match[str]) -> str:
            article, slot = match[1] or "", match[2]
            words = known.get(slot.lower()) or self._phrase(slot.lower(), themes, recall, memory)
            text = f"{_article(words)} {words}" if article else words
            return _capital(text) if (article or slot)[0].isupper() else text

        return _SLOT.sub(put, pattern)

    def _phrase(
        self,
        slot: str,
        themes: tuple[Theme, ...],
        recall: dict[str, list[str]],
        memory: dict[str, list[str]],
    ) -> str:
        if recall.get(slot) and self._draw.chance(REMEMBERED):
            return recall[slot].pop(0)
        words = self._fresh(slot, themes, memory.get(slot, []))
        if slot == "hero" and self._draw.chance(ADJECTIVE):
            words = f"{self._word('adj', themes)} {words}"
        memory.setdefault(slot, []).append(words)
        return words

    def _fresh(self, slot: str, themes: tuple[Theme, ...], used: list[str]) -> str:
        words = self._word(slot, themes)
        for _ in range(4):
            if not any(words in phrase for phrase in used):
                break
            words = self._word(slot, themes)
        return words

    def _word(self, slot: str, themes: tuple[Theme, ...]) -> str:
        neutral = self._lexicon.neutral.get(slot, ())
        own = [theme.words[slot] for theme in themes if slot in theme.words]
        if neutral and (not own or self._draw.chance(NEUTRAL)):
            return self._draw.pick(neutral)
        return self._draw.pick(own[-1] if self._draw.chance(SECONDARY) else own[0])


def _article(words: str) -> str:
    return "an" if words[0].lower() in "aeio" or words.startswith(("un", "up", "hon")) else "a"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
