"""Vega-Lite specifications drawn as SVG that takes the page's type and colours.

A specification is written in the light theme's colours, so that it can also be drawn as a picture.
In the page each of these becomes a CSS custom property: dark mode and print recolour the chart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert
from markupsafe import Markup

from catalogue_common.errors import ReportError

SVG = "http://www.w3.org/2000/svg"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Arial"
THEME = {
    "ink": "#1c1b19",
    "muted": "#5e5b55",
    "line": "#dcd8cf",
    "faint": "#efece5",
    "a": "#1d5f8a",
    "b": "#a34a06",
    "c": "#276b4c",
    "d": "#7a4b94",
    "rest": "#a09b91",
    "band": "#b5cbdb",
    "paper": "#fdfcfa",
}
SERIES = [THEME[name] for name in ("a", "b", "c", "d")]
PAINTS = {colour: f"var(--{name})" for name, colour in THEME.items()}
VALUES = "values"
"""The layer of unseen marks that have each point's values in words, for those who point at them."""
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
UNSEEN = {"role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events"}
CONFIG: dict[str, Any] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": THEME["line"],
        "labelColor": THEME["muted"],
        "labelFontSize": 12,
        "labelPadding": 6,
        "title": None,
    },
    "header": {
        "title": None,
        "labelColor": THEME["ink"],
        "labelFontSize": 13,
        "labelFontWeight": "bold",
        "labelAnchor": "start",
        "labelPadding": 8,
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelColor": THEME["ink"],
        "labelFontSize": 12,
        "symbolType": "circle",
        "symbolSize": 90,
        "symbolStrokeWidth": 0,
        "offset": 12,
        "padding": 0,
    },
    "text": {"fontSize": 12, "color": THEME["ink"], "baseline": "middle"},
}


def whole(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with the house theme around it."""
    return {"$schema": SCHEMA, "background": None, "padding": 1, "config": CONFIG, **spec}


def draw(spec: Mapping[str, Any], *, label: str, css_class: str) -> Markup:
    """The chart as one inline SVG element.

    Args:
        spec: Vega-Lite, in the theme's colours.
        label: what the chart shows, in a sentence, for those who don't see it.
        css_class: class of the element.
    """
    root = _drawn(whole(spec))
    words = dict(spec.get("usermeta", {}))
    _put_values(root, words.pop(VALUES, []))
    _clean(root)
    _put_words(root, words)
    # Text keeps its size: the drawing shrinks on a small screen and never grows.
    for name in ("height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"class": css_class, "role": "img", "aria-label": label}
    ET.register_namespace("", SVG)
    # Escaped by the serialiser: text stays text.
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704


def draw_png(spec: Mapping[str, Any], *, scale: float) -> bytes:
    """The chart as a picture on the light theme's paper, for readers that cannot show SVG.

    Args:
        spec: Vega-Lite, in the theme's colours.
        scale: pixels of the picture for each pixel of the drawing.
    """
    # The renderer brings one typeface of its own, by the name of "sans-serif", and no Arial.
    config = CONFIG | {"font": "sans-serif"}
    root = _drawn(whole(spec) | {"background": THEME["paper"], "config": config})
    _put_words(root, spec.get("usermeta", {}))
    for text in root.iter(f"{{{SVG}}}text"):  # the rim that the page's style sheet gives them
        text.attrib |= {"paint-order": "stroke", "stroke": THEME["paper"], "stroke-width": "3"}
    try:
        return bytes(vl_convert.svg_to_png(ET.tostring(root, encoding="unicode"), scale=scale))
    except ValueError as cause:
        raise ReportError(f"a chart cannot be drawn as a picture: {cause}") from cause


def _drawn(spec: dict[str, Any]) -> ET.Element:
    try:
        text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError as cause:
        raise ReportError(f"a chart cannot be drawn: {cause}") from cause
    return ET.fromstring(text)  # noqa: S314 - the renderer's own output, and it escapes its labels


def _put_values(root: ET.Element, said: list[str]) -> None:
    """Give each unseen mark the words of its point, whose number is what the renderer calls it."""
    for group in root.iter(f"{{{SVG}}}g"):
        if said and group.get("class", "").endswith(f"{VALUES}_marks"):
            for mark in group:
                mark.attrib["data-say"] = said[int(mark.attrib["aria-label"])]


def _put_words(root: ET.Element, words: Mapping[str, list[str]]) -> None:
    """Write each view's words into its text marks, which stand in the order of the rows."""
    for group in root.iter(f"{{{SVG}}}g"):
        name = group.get("class", "").split(" ")[-1].removesuffix("_marks")
        if name in words:
            for mark, text in zip(group, words[name], strict=True):
                mark.text = text


def _clean(element: ET.Element) -> None:
    """Leave what is seen: no empty shapes, no hidden labels, no names for each mark."""
    for child in list(element):
        if _is_seen(child):
            _clean(child)
        else:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        if name in UNSEEN or (name in {"opacity", "stroke-width"} and value == "1"):
            del element.attrib[name]
        elif value in PAINTS:
            element.attrib[name] = PAINTS[value]
        elif name in {"transform", "d", "x2", "y2"}:
            element.attrib[name] = LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value)
    element.attrib.pop("font-family", None)


def _is_seen(element: ET.Element) -> bool:
    hidden = element.get("opacity") == "0" or element.get("display") == "none"
    empty = element.get("class") == "background" and element.get("fill") is None
    return not hidden and not (empty and element.get("stroke") is None)
