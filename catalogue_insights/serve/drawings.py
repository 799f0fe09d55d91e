"""Small drawings that stand in a line of text or a table: a bar, an interval, a history.

They are written by hand, as one page holds many of them. Colours are the report's custom
properties, so that dark mode recolours them; lengths are shares of the room there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

LOWEST, HIGHEST = 3.0, 10.0
"""Ends of the scale of ratings, as in the report's charts."""
FEWEST, MOST = 4, 9
"""Ends of the scale of views, as powers of ten."""
CHANCES = (
    ("hit", "a", "hit_probability"),
    ("Top 10", "b", "top10_probability"),
    ("liked", "c", "liked_probability"),
)
# Added up, not formatted: a page of titles has a hundred bars.
_TRACK = Markup(
    '<svg class="bar" aria-hidden="true" height="12">'
    '<rect x="0" y="2" width="100%" height="8" fill="var(--faint)"></rect>'
    '<rect x="0" y="2" width="'
)
_FILLED = Markup('" height="8" fill="var(--a)"></rect>')
_ENDED = Markup("</svg>")
SIZES = (("narrow", 340), ("wide", 720))
TALL, MARGIN, HEAD, LABEL = 180, 44, 16, 15


def bar(share: float | None, mark: float | None = None) -> Markup:
    """A share of 0 to 1 as a bar on its track; ``mark`` draws a line across, as at a threshold."""
    if share is None:
        return Markup("")
    line = Markup("")
    if mark is not None:
        line = Markup('<rect x="{0}" y="0" width="2" height="12" fill="var(--ink)"></rect>').format(
            _percent(mark)
        )
    return _TRACK + _percent(share) + _FILLED + line + _ENDED


def interval(
    low: float | None, middle: float | None, high: float | None, actual: float | None
) -> Markup:
    """A predicted rating in its interval, and a ring for the actual one, on a scale of 3 to 10."""
    return _interval(low, middle, high, actual, _on_scale)


def views_interval(
    low: float | None, middle: float | None, high: float | None, actual: float | None
) -> Markup:
    """Expected views in their interval, and a ring for those there were: from 10k to 1bn."""
    return _interval(low, middle, high, actual or None, _on_powers)


def _interval(
    low: float | None,
    middle: float | None,
    high: float | None,
    actual: float | None,
    placed: Callable[[float], str],
) -> Markup:
    if low is None or middle is None or high is None:
        return Markup("")
    ring = Markup("")
    if actual is not None:
        ring = Markup(
            '<circle cx="{0}" cy="10" r="6" fill="none" stroke="var(--b)" stroke-width="2.5">'
            "</circle>"
        ).format(placed(actual))
    return Markup(
        '<svg class="interval" aria-hidden="true" height="20">'
        '<rect x="0" y="9" width="100%" height="2" fill="var(--faint)"></rect>'
        '<line x1="{0}" x2="{1}" y1="10" y2="10" stroke="var(--band)" stroke-width="6"'
        ' stroke-linecap="round"></line>'
        '<circle cx="{2}" cy="10" r="5" fill="var(--a)"></circle>{3}</svg>'
    ).format(placed(low), placed(high), placed(middle), ring)


@dataclass(frozen=True)
class HistoryLine:
    """A line of the history: its name, its colour (a to d) and a share of 0 to 1 for each week."""

    name: str
    ink: str
    values: Sequence[float | None]

    @property
    def known(self) -> list[tuple[int, float]]:
        """The weeks, by their place, that have a value."""
        return [(place, value) for place, value in enumerate(self.values) if value is not None]


def chances(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """The probabilities of a title's score history, the oldest first."""
    weeks = [row["week"] for row in rows]
    lines = [HistoryLine(name, ink, [row[column] for row in rows]) for name, ink, column in CHANCES]
    ends = [
        f"{line.name} {line.known[0][1]:.0%} to {line.known[-1][1]:.0%}"
        for line in lines
        if line.known
    ]
    return history(weeks, lines, f"{weeks[0]} to {weeks[-1]}: {', '.join(ends)}.")


def history(weeks: Sequence[str], lines: Sequence[HistoryLine], label: str) -> Markup:
    """Lines over the weeks on a scale of 0 to 100%, for a phone and for a desk.

    The last value of each line stands beside it in words.
    """
    known = [line for line in lines if line.known]
    return Markup("").join(_history(weeks, known, label, *size) for size in SIZES)


def _history(
    weeks: Sequence[str], lines: Sequence[HistoryLine], label: str, name: str, width: int
) -> Markup:
    room = _Room(width, len(weeks))
    parts = [_ruler(share, room) for share in (0.0, 0.5, 1.0)]
    heights = apart([_y(line.known[-1][1]) for line in lines])
    parts += [_line(line, room, height) for line, height in zip(lines, heights, strict=True)]
    parts += [
        _said(line, place, value, room, weeks) for line in lines for place, value in line.known
    ]
    for place, anchor in ((0, "start"), (len(weeks) - 1, "end")):
        parts.append(
            Markup(
                '<text x="{0:.1f}" y="{1}" text-anchor="{2}" fill="var(--muted)">{3}</text>'
            ).format(room.x(place), TALL + HEAD + 20, anchor, weeks[place])
        )
    return Markup(
        '<svg class="chart history {0}" viewBox="0 0 {1} {2}" role="img" aria-label="{3}">{4}</svg>'
    ).format(name, width, TALL + HEAD + 28, label, Markup("").join(parts))


def apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved as far down as keeps labels from lying on each other."""
    placed, lowest = list(heights), -math.inf
    for place in sorted(range(len(heights)), key=lambda place: heights[place]):
        lowest = placed[place] = max(heights[place], lowest + LABEL)
    return placed


@dataclass(frozen=True)
class _Room:
    """Where the weeks stand across a drawing."""

    width: int
    count: int

    def x(self, place: int) -> float:
        return MARGIN + (self.width - 2 * MARGIN) * (place / max(self.count - 1, 1))


def _ruler(share: float, room: _Room) -> Markup:
    return Markup(
        '<line x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}" stroke="var(--line)"></line>'
        '<text x="0" y="{3:.1f}" fill="var(--muted)">{4:.0%}</text>'
    ).format(MARGIN, room.width - MARGIN, _y(share), _y(share) + 4, share)


def _line(line: HistoryLine, room: _Room, label: float) -> Markup:
    points = [(room.x(place), _y(value)) for place, value in line.known]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<polyline points="{0}" fill="none" stroke="var(--{1})" stroke-width="2"></polyline>'
        '<circle cx="{2:.1f}" cy="{3:.1f}" r="4" fill="var(--{1})"></circle>'
        '<text x="{4:.1f}" y="{5:.1f}" fill="var(--{1})" font-weight="bold">{6:.0%}</text>'
    ).format(path, line.ink, x, y, x + 7, label + 4, line.known[-1][1])


def _said(line: HistoryLine, place: int, value: float, room: _Room, weeks: Sequence[str]) -> Markup:
    """An unseen mark that says a value, for the script that shows what one points at."""
    return Markup(
        '<circle cx="{0:.1f}" cy="{1:.1f}" r="5" fill="transparent" data-say="{2}: {3} {4:.0%}">'
        "</circle>"
    ).format(room.x(place), _y(value), weeks[place], line.name, value)


def _y(share: float) -> float:
    return HEAD + TALL * (1 - min(max(share, 0.0), 1.0))


def _on_scale(rating: float) -> str:
    return _percent((rating - LOWEST) / (HIGHEST - LOWEST))


def _on_powers(views: float) -> str:
    return _percent((math.log10(max(views, 1.0)) - FEWEST) / (MOST - FEWEST))


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.1f}%"
