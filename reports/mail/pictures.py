"""Charts as pictures: mail programs show no SVG, so each is a PNG with its finding in words."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from reports.formats import plain, text_of
from reports.sections import Result
from reports.shapes import Size
from reports.svg import draw_png

# Drawn narrow and shown as wide as the column, so that its words can be read on a phone as well.
TITLED = Size("mail", width=420, left=0, right=420, step=42)
NAMED = Size("mail", width=420, left=180, right=366, step=29)
SCALE = 2.6
SHOWN_WIDTH = 552
NAMED_KINDS = ("bars", "ranges", "pairs")
RUNNERS_UP = 3
ALT_LIMIT = 420


@dataclass(frozen=True)
class Picture:
    """A chart: PNG, the words for those who don't see it, and its size on the screen in pixels."""

    cid: str
    png: bytes
    alt: str
    width: int
    height: int


def picture_of(result: Result, top: int, week: str) -> Picture | None:
    """The chart of the first ``top`` rows; None where they cannot be drawn."""
    section = result.section
    if not section.chart:
        return None
    spec = section.chart.spec(result.rows[:top], section.columns, titled=TITLED, named=NAMED)
    if spec is None:
        return None
    png = draw_png(spec, scale=SCALE)
    width, height = struct.unpack(">II", png[16:24])
    cid = f"{section.slug}.{week}@catalogue-insights"
    return Picture(cid, png, alt_of(result), SHOWN_WIDTH, round(height * SHOWN_WIDTH / width))


def alt_of(result: Result) -> str:
    """What the picture shows: the finding, and the values that stand next to the first."""
    finding = result.finding.striptags() if result.finding else result.section.text["lede"]
    chart = result.section.chart
    if not chart or chart.kind not in NAMED_KINDS:
        return plain(f"Chart: {finding}", ALT_LIMIT)
    forms = result.section.formats
    name, value = chart.by["y"], chart.by["x"]
    others = [
        f"{plain(text_of(row[name], forms[name]), 60)} {text_of(row[value], forms[value])}"
        for row in result.rows[1 : 1 + RUNNERS_UP]
        if row[value] is not None
    ]
    tail = f" Next: {'; '.join(others)}." if others else ""
    return plain(f"Chart: {finding}{tail}", ALT_LIMIT)
