"""The words the sample is written in, read from the two TOML files beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Words = dict[str, tuple[str, ...]]
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Theme:
    """What a title is about: a hidden cause of its words, tags, people, rating and audience."""

    key: str
    family: str
    weight: float
    series_share: float
    quality: float
    appeal: float
    maturity: tuple[float, float, float]
    tags: Words
    words: Words


@dataclass(frozen=True)
class Country:
    """Where a title comes from, under Netflix's name for it (``key``) and TMDb's (``name``)."""

    key: str
    name: str
    iso: str
    culture: str
    language: str
    weight: float
    quality: float
    appeal: float
    likes: dict[str, float]


@dataclass(frozen=True)
class Lexicon:
    """Everything that can be said, and of what."""

    themes: dict[str, Theme]
    companions: dict[str, tuple[Theme, ...]]
    families: dict[str, Words]
    neutral: Words
    countries: tuple[Country, ...]
    cultures: dict[str, Words]
    languages: dict[str, dict[str, Any]]


@cache
def lexicon() -> Lexicon:
    """Read the words once."""
    about, where = _read("themes.toml"), _read("places.toml")
    themes = {key: _theme(key, table) for key, table in about["theme"].items()}
    return Lexicon(
        themes=themes,
        companions={
            key: tuple(themes[name] for name in names) for key, names in about["companions"].items()
        },
        families={key: _words(table) for key, table in about["family"].items()},
        neutral=_words(about["neutral"]),
        countries=tuple(Country(key=key, **table) for key, table in where["country"].items()),
        cultures={key: _words(table) for key, table in where["culture"].items()},
        languages=where["language"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _words(table: dict[str, Any]) -> Words:
    return {slot: tuple(words) for slot, words in table.items() if isinstance(words, list)}


def _theme(key: str, table: dict[str, Any]) -> Theme:
    words = _words(table)
    kids, teen, adult = table["maturity"]
    tags = {
        "netflix_movie": words.pop("movie"),
        "netflix_series": words.pop("series_tags"),
        "tmdb_movie": words.pop("tmdb_movie"),
        "tmdb_series": words.pop("tmdb_series"),
    }
    del words["maturity"]
    return Theme(
        key=key,
        family=table["family"],
        weight=table["weight"],
        series_share=table["series"],
        quality=table["quality"],
        appeal=table["appeal"],
        maturity=(kids, teen, adult),
        tags=tags,
        words=words,
    )
