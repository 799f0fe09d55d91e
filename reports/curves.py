"""Charts over time or over a scale, as Vega-Lite specifications: columns and lines."""

from __future__ import annotations

from typing import Any

from reports.shapes import (
    Forms,
    Point,
    Size,
    Spec,
    across_powers,
    colour,
    domain,
    powers_of_ten,
    values_layer,
)
from reports.svg import THEME

AXIS_FORMATS = {"percent": ".0%", "share": ".0%", "year": "d", "integer": ",d"}
DATES = frozenset({"date", "long_date"})
GAP = 18
MARGIN = 42
FEW = 14
WIDEST = 220


def columns(points: list[Point], forms: Forms, size: Size, _: list[Point]) -> Spec:
    """Upright bars in the order of time, and what went away below the line."""
    values = sorted(
        (point | {"minus": -(point.get("down") or 0)} for point in points),
        key=lambda point: point["x"],
    )
    few = len(values) <= FEW
    order = [point["x_text"] for point in values]
    x: Spec = {"field": "x_text", "type": "ordinal", "sort": order, "scale": {"padding": 0.2}}
    x["axis"] = {"labelAngle": 0, "labelOverlap": True, "labelPadding": 26, "grid": False}
    layers = _column("y", "y_text", THEME["a"], few)
    if "down" in forms:
        layers += _column("minus", "down_text", THEME["b"], few)
    layers += values_layer(points, {"y": {"field": "y", "type": "quantitative"}})
    return {
        "data": {"values": values},
        "width": {"step": min(112, size.width / len(values))} if few else size.width - MARGIN,
        "height": 200,
        "encoding": {"x": x},
        "layer": layers,
    }


def lines(points: list[Point], forms: Forms, size: Size, _: list[Point]) -> Spec:
    """Lines over time or over a scale; small multiples where there is a group."""
    groups = list(dict.fromkeys(point.get("group_text", "") for point in points))
    across = min(4 if size.name == "wide" else 2, len(groups))
    width = min((size.width - MARGIN - GAP * (across - 1)) / across, WIDEST * max(2, across))
    width = min(width, WIDEST) if len(groups) > 1 else width
    inner = {"width": width, "height": width if "diagonal" in forms else min(96, width)}
    data = {"data": {"values": _with_last(points)}}
    if len(groups) == 1:
        if forms["x"] in DATES:
            inner["width"] = size.width - MARGIN
        return {**data, **inner, "height": 220, "layer": _layers(points, forms)}
    return {
        **data,
        "facet": {"field": "group_text", "type": "nominal", "sort": groups},
        "columns": across,
        "spacing": {"row": 28, "column": GAP},
        "spec": {**inner, "layer": _layers(points, forms)},
    }


def _column(field: str, text: str, ink: str, few: bool) -> list[Spec]:
    """The bars, with their values in words where they are few, else with an axis."""
    axis = None if few else {"format": "~s", "tickCount": 3}
    y = {"field": field, "type": "quantitative", "axis": axis}
    bar: Spec = {"mark": {"type": "bar", "color": ink}, "encoding": {"y": y}}
    if not few:
        return [bar]
    mark = {"type": "text", "color": ink, "fontWeight": "bold", "fontSize": 13}
    lift = {"dy": 10 if field == "minus" else -10}
    known = [{"filter": f"datum.{field} != 0"}]
    label = {"transform": known, "mark": mark | lift, "encoding": {"y": y, "text": {"field": text}}}
    return [bar, label]


def _layers(points: list[Point], forms: Forms) -> list[Spec]:
    x, y = _axes(points, forms)
    at = {"x": x, "y": y, **colour(points)}
    line: Spec = {"mark": {"type": "line", "strokeWidth": 2}, "encoding": at}
    dot = {"type": "point", "filled": True, "size": 40, "opacity": 1}
    if "diagonal" in forms:
        rule = {"type": "line", "strokeDash": [2, 3], "strokeWidth": 1.5, "color": THEME["rest"]}
        ends = {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}
        ideal = {"data": ends, "mark": rule, "encoding": {"x": x, "y": y}}
        return [ideal, line, {"mark": dot, "encoding": at}, *values_layer(points, {"x": x, "y": y})]
    last = [{"filter": "datum.is_last"}]
    text = {"type": "text", "align": "right", "dy": -12, "fontWeight": "bold"}
    label = {"x": x, "y": y, "text": {"field": "y_text"}}
    return [
        line,
        {"transform": last, "mark": dot, "encoding": at},
        {"transform": last, "mark": text, "encoding": label},
        *values_layer(points, {"x": x, "y": y}),
    ]


def _axes(points: list[Point], forms: Forms) -> tuple[Spec, Spec]:
    ends: dict[str, list[Any]] = {}
    for key in ("x", "y"):
        known = [point[key] for point in points if point[key] is not None]
        if forms[key] in DATES:
            ends[key] = [min(known), max(known)]
            continue
        low, high = domain(forms[key], known)
        ends[key] = [min(known, default=low) if forms[key] == "year" else low, high]
    x = _axis("x", forms["x"], ends["x"]) | {"title": None}
    x["axis"] |= {"values": ends["x"], "grid": False, "labelFlush": True}
    if "log" in forms:
        ends["y"] = list(across_powers([point["y"] for point in points]))
    y = _axis("y", forms["y"], ends["y"])
    if "log" in forms:
        y["scale"]["type"] = "log"
        y["axis"] |= {"values": powers_of_ten(*ends["y"])}
    else:
        y["axis"] |= {"values": [0, 0.5, 1]} if forms["y"] == "percent" else {"tickCount": 3}
    return x, y


def _axis(field: str, form: str, ends: list[Any]) -> dict[str, Any]:
    if form in DATES:
        # Without a time of day a date is read as UTC, and would be written as the day before.
        scale = {"domain": ends, "type": "utc", "nice": False}
        axis = {"format": "%b %Y", "gridColor": THEME["faint"]}
        return {"field": field, "type": "temporal", "scale": scale, "axis": axis}
    scale = {"domain": ends, "nice": False}
    axis = {"format": AXIS_FORMATS.get(form, "~s"), "gridColor": THEME["faint"]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _with_last(points: list[Point]) -> list[Point]:
    """Mark the last point of each line: it carries the value in words."""
    last: dict[tuple[Any, Any], Any] = {}
    for point in points:
        line = point.get("group_text"), point.get("colour")
        last[line] = max(last.get(line, point["x"]), point["x"])
    return [
        point | {"is_last": point["x"] == last[point.get("group_text"), point.get("colour")]}
        for point in points
    ]
