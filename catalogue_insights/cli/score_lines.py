"""What ``catalogue score`` and ``catalogue slate`` print of a title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_LABEL = 22
_AUDIENCE = (
    "expected_",
    "country_chance_",
    "views_reasons",
    "countries_reasons",
    "likeliest_",
    "comparables",
)
_HELD = {"hit_probability", "top10_probability"}
"""Chances that nobody prints of a title of whose like too little is known."""
_SHOWN_COUNTRIES = 5


def record_lines(record: Mapping[str, Any]) -> Iterator[str]:
    """A record of ``score_unseen`` as lines for people."""
    yield f"{record['title']} ({record['type']})"
    for name, value in record.items():
        if name.startswith(_AUDIENCE):
            continue
        if isinstance(value, float):
            note = record[f"{name.removesuffix('_probability')}_note"] if name in _HELD else None
            yield _line(name.replace("_", " "), f"–  {note}" if note else f"{value:.2f}")
        elif name.startswith("genres_"):
            for tag in value:
                why = f"  {tag['why']}" if tag["why"] else ""
                said = f"{tag['genre']} {tag['probability']:.2f}{why}"
                yield _line(name.replace("_", " "), said)
    if record["rating_note"]:
        yield _line("rating", f"rests on little: {record['rating_note']}")
    yield from _views_lines(record)


def _views_lines(record: Mapping[str, Any]) -> Iterator[str]:
    if record["expected_views_91d"] is not None:
        low, high = record["expected_views_91d_low"], record["expected_views_91d_high"]
        yield _line(
            "views in 91 days",
            f"{millions(record['expected_views_91d'])} expected on Netflix, nine times in ten "
            f"{millions(low)} to {millions(high)}",
        )
        if record["audience_note"]:
            yield _line("", f"rests on little: {record['audience_note']}")
        if record["views_reasons"]:
            yield _line("", reason_words(record["views_reasons"]))
    if record["expected_countries"] is not None:
        yield _line(
            "countries' Top 10",
            f"{record['expected_countries']:.0f} expected, nine times in ten "
            f"{record['expected_countries_low']:.0f} to {record['expected_countries_high']:.0f}; "
            f"any {record['country_chance_1']:.0%}, ten {record['country_chance_10']:.0%}, "
            f"fifty {record['country_chance_50']:.0%}",
        )
        if record["countries_reasons"]:
            yield _line("", reason_words(record["countries_reasons"]))
        likeliest = record["likeliest_countries"][:_SHOWN_COUNTRIES]
        yield _line("", ", ".join(f"{c['country']} {c['chance']:.0%}" for c in likeliest))
    for comparable in record["comparables"]:
        when = "the half-year it came" if comparable["is_new"] else "the half-year"
        yield _line(
            "resembles",
            f"{comparable['title']}: {millions(comparable['views'])} views in {when} from "
            f"{comparable['period_start']}",
        )


def reason_words(reasons: list[dict[str, Any]]) -> str:
    """What moves a figure, each with its factor, as people read it."""
    return "; ".join(f"{why['reason']} ×{why['factor']:.1f}" for why in reasons)


def millions(views: float) -> str:
    """Views in millions, as people say them."""
    return f"{views / 1e6:,.1f}M" if views >= 1e5 else f"{views / 1e6:.2f}M"  # noqa: PLR2004


def _line(label: str, said: str) -> str:
    return f"  {label:{_LABEL}} {said}"
