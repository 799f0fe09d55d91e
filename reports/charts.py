"""The chart a section asks for: from rows to drawings.

Each chart is drawn twice, for a phone and for a desk: text keeps its size, only the layout changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup

from reports.curves import columns, lines
from reports.formats import NUMERIC, Row, SectionColumn, plain, text_of
from reports.scatter import scatter
from reports.shapes import (
    NARROW,
    NARROW_BESIDE,
    WIDE,
    Forms,
    Point,
    Size,
    Spec,
    bars,
    pairs,
    ranges,
)
from reports.svg import VALUES, draw

SHAPES: dict[str, Callable[[list[Point], Forms, Size, list[Point]], Spec]] = {
    "bars": bars,
    "ranges": ranges,
    "pairs": pairs,
    "columns": columns,
    "lines": lines,
    "scatter": scatter,
}

REQUIRED = {
    "bars": {"y", "x"},
    "ranges": {"y", "x", "low", "high"},
    "pairs": {"y", "x", "from"},
    "columns": {"x", "y"},
    "lines": {"x", "y"},
    "scatter": {"x", "y"},
    "figures": {"label", "value", "form", "note"},
}
OPTIONAL = {
    "bars": {"colour", "group", "top"},
    "ranges": {"mark", "value", "group", "top"},
    "pairs": {"group", "top"},
    "columns": {"down"},
    "lines": {"group", "colour", "diagonal", "log"},
    "scatter": {"colour"},
    "figures": {"change"},
}
NOT_COLUMNS = {"top", "diagonal", "log"}
LABEL_LIMIT = 120


@dataclass(frozen=True)
class Panel:
    """One picture of a chart, in each size; ``title`` names its group where there are several."""

    title: str
    drawings: list[Markup]


@dataclass(frozen=True)
class _Scene:
    """What the drawings of one chart have in common: formats, all points, their values in words."""

    forms: Mapping[str, str]
    points: list[Point]
    said: list[str]

    def worded(self, spec: Spec) -> Spec:
        """The specification with the values in words, if there are any."""
        words = {**spec.get("usermeta", {}), VALUES: self.said}
        return {**spec, "usermeta": words} if self.said else spec


@dataclass(frozen=True)
class SectionChart:
    """What a section's header asks for: a kind, and which column stands for what."""

    kind: str
    by: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> SectionChart:
        """Read ``bars y=title x=hit_probability``."""
        kind, *pairs = text.split()
        if kind not in REQUIRED:
            raise ValueError(f"unknown chart '{kind}'; known: {sorted(REQUIRED)}.")
        by = {key: name for key, _, name in (pair.partition("=") for pair in pairs)}
        if missing := sorted(REQUIRED[kind] - set(by)):
            raise ValueError(f"the chart '{kind}' needs {missing[0]}=….")
        if unknown := sorted(set(by) - REQUIRED[kind] - OPTIONAL[kind]):
            raise ValueError(f"the chart '{kind}' has no encoding '{unknown[0]}'.")
        return cls(kind, by)

    def check(self, names: Mapping[str, str]) -> None:
        """Every encoding must name a column."""
        for key, name in self.by.items():
            if key not in NOT_COLUMNS and name not in names:
                raise ValueError(f"the chart's {key}={name} is no column.")

    def panels(
        self,
        rows: Sequence[Row],
        columns: Sequence[SectionColumn],
        label: str,
        *,
        says_values: bool = False,
    ) -> list[Panel]:
        """The drawings of the rows: one panel, or one for each group of bars.

        Args:
            rows: what is drawn.
            columns: of the rows.
            label: what the chart shows, in a sentence.
            says_values: whether each point has its values in words, for a script to show.
        """
        forms = {column.name: column.form for column in columns}
        points = self._points(rows, forms)
        if not points:
            return []
        names = [point["y_text"] for point in points]
        narrow = NARROW if forms[self.by["y"]] == "title" else NARROW_BESIDE
        sizes = [narrow.fitted(names), WIDE.fitted(names)]
        said = [self._said(point, columns) for point in points] if says_values else []
        if said:
            points = [point | {"n": number} for number, point in enumerate(points)]
        draw_for = partial(self._drawings, scene=_Scene(forms, points, said))
        if self.kind == "lines" or "group" not in self.by:
            return [Panel("", draw_for(points, label=label, sizes=sizes))]
        return [
            Panel(title, draw_for(group, label=f"{title}: {label}", sizes=sizes[:1]))
            for title, group in _grouped(points).items()
        ]

    def spec(
        self, rows: Sequence[Row], columns: Sequence[SectionColumn], *, titled: Size, named: Size
    ) -> Spec | None:
        """The rows in one drawing: ``titled`` for long names above bars, ``named`` for short ones.

        None where no row can be drawn.
        """
        forms = {column.name: column.form for column in columns}
        points = self._points(rows, forms)
        if not points:
            return None
        size = titled if forms[self.by["y"]] == "title" else named
        mine = {key: forms.get(name, name) for key, name in self.by.items()}
        fitted = size.fitted([point["y_text"] for point in points])
        return SHAPES[self.kind](points, mine, fitted, points)

    def _points(self, rows: Sequence[Row], forms: Mapping[str, str]) -> list[Point]:
        """The rows that can be drawn: a bar may be missing beside its name, a dot needs a place."""
        if self.kind == "figures":
            return []
        top = int(self.by.get("top", len(rows)))
        points = [self._point(row, forms) for row in rows[:top]]
        return [
            point
            for point in points
            if self.kind == "bars" or (point["x"] is not None and point["y"] is not None)
        ]

    def _drawings(
        self, points: list[Point], *, scene: _Scene, label: str, sizes: Sequence[Size]
    ) -> list[Markup]:
        """One drawing for each size; groups share the scale of all points."""
        mine = {key: scene.forms.get(name, name) for key, name in self.by.items()}
        return [
            draw(
                scene.worded(SHAPES[self.kind](points, mine, size, scene.points)),
                label=label,
                css_class=f"chart {size.name if len(sizes) > 1 else 'only'}",
            )
            for size in sizes
        ]

    def _said(self, point: Point, columns: Sequence[SectionColumn]) -> str:
        """A point's values in words, each with what it is called in the table."""
        names = {name: key for key, name in self.by.items() if f"{key}_text" in point}
        labels = {
            column.name: column.name.replace("_", " ") if column.label in "-+" else column.label
            for column in columns
        }
        return "; ".join(f"{labels[name]}: {point[f'{key}_text']}" for name, key in names.items())

    def _point(self, row: Row, forms: Mapping[str, str]) -> Point:
        """The row as the drawing sees it: a number, and its text, for each encoding."""
        point: dict[str, Any] = {}
        for key, name in self.by.items():
            if key in NOT_COLUMNS:
                continue
            value, form = row[name], forms[name]
            point[f"{key}_text"] = text = plain(text_of(value, form), LABEL_LIMIT)
            point[key] = _raw(value) if form in NUMERIC or isinstance(value, date) else text
        return point


def _raw(value: Any) -> float | str | None:
    """What a scale can place, or sort by."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else float(value)


def _grouped(points: list[Point]) -> dict[str, list[Point]]:
    groups: dict[str, list[Point]] = {}
    for point in points:
        groups.setdefault(point["group_text"], []).append(point)
    return groups
