"""An answer of the SQL box as a picture: bars by its first text, or a line over its first day."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from reports.charts import Panel, SectionChart
from reports.formats import SectionColumn
from warehouse.questions.shapes import SqlAnswer

MOST_BARS = 40
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[ T])")
NOTHING = "There is nothing to draw: that takes a column of texts or days, and one of numbers."


def draw_answer(answer: SqlAnswer) -> list[Panel]:
    """The picture, in each size; none where there is no text or day, or no number.

    Of texts the first rows are drawn as bars, in their order; days become a line.
    """
    places = {is_number: place for place, is_number in reversed([*enumerate(answer.is_number)])}
    if len(places) < 2:  # noqa: PLR2004 - one of each kind
        return []
    labels = [row[places[False]] for row in answer.rows]
    numbers = [_number(row[places[True]]) for row in answer.rows]
    days = [_day(label) for label in labels]
    named = answer.names[places[False]], answer.names[places[True]]
    columns = [
        SectionColumn("label", named[0], "date" if all(days) else "text"),
        SectionColumn("number", named[1], _form(numbers)),
    ]
    said = f"{named[1]} by {named[0]}"
    if all(days):
        chart = SectionChart.parse("lines x=label y=number")
        by_day = sorted(
            (day, number)
            for day, number in zip(days, numbers, strict=True)
            if day and number is not None
        )
        points = [{"label": day, "number": number} for day, number in by_day]
        return chart.panels(points, columns, said, says_values=True)
    chart = SectionChart.parse(f"bars y=label x=number top={MOST_BARS}")
    rows = [{"label": label or "—", "number": n} for label, n in zip(labels, numbers, strict=True)]
    known = rows if any(n is not None for n in numbers) else []
    return chart.panels(known, columns, said, says_values=True)


def _number(text: str | None) -> float | None:
    number = float(text) if text is not None else math.nan
    return number if math.isfinite(number) else None


def _day(text: str | None) -> date | None:
    """The day that a text begins with, if it is one."""
    found = DAY.match(text or "")
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _form(numbers: Sequence[float | None]) -> str:
    """How the numbers are written: whole ones in full, small ones to the third digit."""
    known = [number for number in numbers if number is not None]
    if all(number == round(number) for number in known):
        return "integer"
    return "number" if max(map(abs, known)) >= 10 else "decimal"  # noqa: PLR2004
