"""Charts with one line per row, as Vega-Lite specifications: bars, ranges and pairs.

A probability always runs from 0 to 100%, a rating from 3 to 10: the same length, the same meaning.
Views, of which some titles have a thousand times as many as others, lie on powers of ten.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import east_asian_width

from reports.svg import SERIES, THEME, VALUES

Spec = dict[str, Any]
Point = dict[str, Any]
Forms = Mapping[str, str]

DOMAINS = {"percent": (0.0, 1.0), "rating": (3.0, 10.0), "score": (0.0, 1.0)}
TICKS: dict[str, list[float]] = {
    "rating": [4, 6, 8, 10],
    "score": [0, 0.5, 1],
    "percent": [0, 0.25, 0.5, 0.75, 1],
}
LOGARITHMIC = frozenset({"views"})
INKS = {"Film": THEME["a"], "Series": THEME["b"]}
NARROW_LETTERS = frozenset("ijlt.,:;'|!()[] ")
WIDE_LETTERS = frozenset("mwMW@%…—")
TEXT = 13
GAP = 14


@dataclass(frozen=True)
class Size:
    """The room of a chart in pixels.

    Names stand beside the bars, in the room to the ``left`` of them, or above where there is none.
    """

    name: str
    width: int
    left: int
    right: int
    step: int

    @property
    def is_beside(self) -> bool:
        """Whether names stand beside the bars."""
        return self.left > 0

    def fitted(self, names: list[str]) -> Size:
        """The same with no more room for the names than the longest of them needs."""
        needed = GAP + 4 + math.ceil(max((breadth(name) for name in names), default=0))
        return replace(self, left=min(self.left, needed))

    @property
    def drop(self) -> int:
        """How far a bar stands below the middle of its line: it makes room for its name above."""
        return 0 if self.is_beside else 9


NARROW = Size("narrow", width=340, left=0, right=340, step=44)
NARROW_BESIDE = Size("narrow", width=340, left=160, right=288, step=27)
WIDE = Size("wide", width=720, left=290, right=660, step=29)


def bars(points: list[Point], forms: Forms, size: Size, scaled_to: list[Point]) -> Spec:
    """Bars with their names and values in words; a track shows how far they could reach."""
    low, high = domain(forms["x"], [point["x"] for point in scaled_to])
    x = _across(low, high, size)
    bar = {"type": "bar", "height": 8, "yOffset": size.drop}
    layers: list[Spec] = [{"mark": bar, "encoding": {"x": x | {"field": "x"}, **colour(points)}}]
    if forms["x"] in DOMAINS:
        known = [{"filter": "isValid(datum.x)"}]
        track = bar | {"color": THEME["faint"]}
        whole = {"x": x | {"datum": high}}
        layers.insert(0, {"transform": known, "mark": track, "encoding": whole})
    return _rows(layers, points, size)


def ranges(points: list[Point], forms: Forms, size: Size, scaled_to: list[Point]) -> Spec:
    """A dot in its interval, on a scale; a ring where something was measured."""
    ends = [point[key] for point in scaled_to for key in ("low", "high", "x")]
    x = _across(*domain(forms["x"], ends), size)
    x["axis"] = {"orient": "top", "values": TICKS.get(forms["x"]), "offset": 2}
    if forms["x"] in LOGARITHMIC:
        low, high = across_powers([*ends, *(point.get("mark") for point in scaled_to)])
        x["scale"] |= {"type": "log", "domain": [low, high]}
        x["axis"] |= {"values": powers_of_ten(low, high), "format": "~s"}
    x["axis"] |= {"gridColor": THEME["line"]}
    if forms["x"] == "percent":
        x["axis"]["format"] = ".0%"
    interval = {"type": "rule", "strokeWidth": 6, "strokeCap": "round", "color": THEME["band"]}
    between = {"x": x | {"field": "low"}, "x2": {"field": "high"}}
    layers: list[Spec] = [
        {"mark": interval | {"yOffset": size.drop}, "encoding": between},
        _dot("x", x, size),
    ]
    if "mark" in forms:
        layers.append(_ring("mark", x, size, THEME["b"]))
    return _rows(layers, points, size)


def pairs(points: list[Point], forms: Forms, size: Size, scaled_to: list[Point]) -> Spec:
    """From a ring to a dot: how far one value lies from another."""
    ends = [point[key] for point in scaled_to for key in ("from", "x")]
    x = _across(*domain(forms["x"], ends), size)
    link = {"type": "rule", "strokeWidth": 3, "color": THEME["band"], "yOffset": size.drop}
    between = {"x": x | {"field": "from"}, "x2": {"field": "x"}}
    layers: list[Spec] = [
        {"mark": link, "encoding": between},
        _ring("from", x, size, THEME["muted"]),
        _dot("x", x, size),
    ]
    return _rows(layers, points, size)


def values_layer(points: list[Point], encoding: Spec) -> list[Spec]:
    """Unseen marks that say each point's values; none where the points have no numbers (``n``)."""
    if not points or "n" not in points[0]:
        return []
    mark = {"type": "point", "filled": True, "size": 60, "color": "transparent", "opacity": 1}
    encoding = {**encoding, "description": {"field": "n"}}
    return [{"name": VALUES, "mark": mark, "encoding": encoding}]


def domain(form: str, values: list[float | None]) -> tuple[float, float]:
    """The ends of the scale: fixed for what has a scale of its own, else from 0 to the largest."""
    known = [value for value in values if value is not None]
    return DOMAINS.get(form) or (min([*known, 0.0]), max([*known, 0.0]) or 1.0)


def across_powers(values: list[float | None]) -> tuple[float, float]:
    """The ends of a logarithmic scale: a little beyond the least and the greatest above 0."""
    known = [value for value in values if value is not None and value > 0]
    return min(known, default=1.0) / 1.15, max(known, default=10.0) * 1.15


def powers_of_ten(low: float, high: float) -> list[float]:
    """The powers of ten from low to high; the ends where there are none."""
    powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    return [10.0**power for power in powers] or [low, high]


def colour(points: list[Point]) -> Spec:
    """One colour, or one for each name: always the same for films and for series."""
    names = sorted({point["colour"] for point in points if point.get("colour")})
    if not names:
        return {"color": {"value": THEME["a"]}}
    inks = [INKS.get(name, ink) for name, ink in zip(names, SERIES, strict=False)]
    legend = {} if len(names) > 1 else {"legend": None}
    scale = {"domain": names, "range": inks}
    return {"color": {"field": "colour", "type": "nominal", "scale": scale, **legend}}


def breadth(text: str) -> float:
    """Roughly how wide the text is drawn, in pixels."""
    return TEXT * sum(_breadth(letter) for letter in text)


def fit(text: str, width: float) -> str:
    """The text cut so that it is about ``width`` pixels wide."""
    if breadth(text) <= width:
        return text
    while text and breadth(text) > width - TEXT:
        text = text[:-1]
    return text.rstrip() + "…"


def _breadth(letter: str) -> float:
    """How wide a letter is, in parts of the type's size."""
    if letter in NARROW_LETTERS:
        return 0.3
    if letter in WIDE_LETTERS:
        return 0.86
    if east_asian_width(letter) in "WF":
        return 1.0
    return 0.72 if letter.isupper() else 0.56


def _rows(layers: list[Spec], points: list[Point], size: Size) -> Spec:
    """The layers on one line per point, with its name at the left and its value at the right.

    The words go into the finished drawing (``usermeta``): where they stand is known beforehand, and
    what comes from outside never passes through the renderer, which is slow at measuring it, too.
    """
    room = size.left - GAP if size.is_beside else size.width - 60
    values = [point | {"i": number} for number, point in enumerate(points)]
    text = {"type": "text", "dy": 0 if size.is_beside else -9, "fontSize": TEXT}
    name = text | {"align": "right" if size.is_beside else "left"}
    value = text | {"align": "right", "fontWeight": "bold"}
    y = {"field": "i", "type": "ordinal", "axis": None, "scale": {"domain": [*range(len(values))]}}
    return {
        "data": {"values": values},
        "width": size.width,
        "height": {"step": size.step},
        "encoding": {"y": y},
        "layer": [
            *layers,
            {"name": "names", "mark": name, "encoding": _word(max(size.left - GAP, 0))},
            {"name": "words", "mark": value, "encoding": _word(size.width)},
            *values_layer(points, {"x": {"value": (size.left + size.right) / 2}}),
        ],
        "usermeta": {
            "names": [fit(point["y_text"], room) for point in points],
            "words": [point.get("value_text", point["x_text"]) for point in points],
        },
    }


def _word(x: int) -> Spec:
    return {"x": {"value": x}, "text": {"value": "-"}}


def _across(low: float, high: float, size: Size) -> Spec:
    scale = {"domain": [low, high], "range": [size.left, size.right], "nice": False, "clamp": True}
    return {"type": "quantitative", "scale": scale, "axis": None}


def _dot(field: str, x: Spec, size: Size) -> Spec:
    mark = {"type": "point", "filled": True, "size": 90, "color": THEME["a"], "opacity": 1}
    return {"mark": mark | {"yOffset": size.drop}, "encoding": {"x": x | {"field": field}}}


def _ring(field: str, x: Spec, size: Size, ink: str) -> Spec:
    mark = {"type": "point", "filled": False, "size": 70, "strokeWidth": 2, "color": ink}
    mark |= {"yOffset": size.drop, "opacity": 1, "fill": THEME["paper"]}
    return {"mark": mark, "encoding": {"x": x | {"field": field}}}
