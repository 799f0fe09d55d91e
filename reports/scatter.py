"""Points on two equal logarithmic scales, as a Vega-Lite specification: expected, and actual."""

from __future__ import annotations

from reports.shapes import (
    Forms,
    Point,
    Size,
    Spec,
    across_powers,
    colour,
    powers_of_ten,
    values_layer,
)
from reports.svg import THEME

MARGIN = 50
WIDEST = 460


def scatter(points: list[Point], _: Forms, size: Size, __: list[Point]) -> Spec:
    """A dot for each row, and the diagonal on which both agree."""
    placed = [point for point in points if point["x"] > 0 and point["y"] > 0]
    ends = across_powers([point[key] for point in placed for key in ("x", "y")])
    side = min(size.width - MARGIN, WIDEST)
    x, y = (_axis(field, ends) for field in ("x", "y"))
    rule = {"type": "line", "strokeDash": [2, 3], "strokeWidth": 1.5, "color": THEME["muted"]}
    both = {"values": [{"x": end, "y": end} for end in ends]}
    dot = {"type": "point", "filled": True, "size": 16, "opacity": 0.55, "strokeWidth": 1}
    return {
        "data": {
            "values": [{k: p[k] for k in ("x", "y", "colour", "n") if k in p} for p in placed]
        },
        "width": side,
        "height": side,
        "layer": [
            {"mark": dot, "encoding": {"x": x, "y": y, **colour(placed)}},
            {"data": both, "mark": rule, "encoding": {"x": x, "y": y}},
            *values_layer(placed, {"x": x, "y": y}),
        ],
    }


def _axis(field: str, ends: tuple[float, float]) -> Spec:
    scale = {"type": "log", "domain": list(ends), "nice": False, "clamp": True}
    axis = {"values": powers_of_ten(*ends), "format": "~s", "gridColor": THEME["faint"]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}
