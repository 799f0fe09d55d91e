"""Forecasts of a backtest set right by those of earlier cuts, and what sets a run's right today.

The Top 10's chances are set right in each training already, by its own quarters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, numbers
from models.learn.corrections import Correction, on_scale

CHANCES = ("hit",)
NUMBERS = ("rating", "views")
SAID = {"predicted": "said", "predicted_low": "said_low", "predicted_high": "said_high"}


def set_right(forecasts: pa.Table) -> pa.Table:
    """Set each cut's forecasts right by those of the cuts before it.

    Args:
        forecasts: rows of ``ops.backtest`` as models said them, with ``settled_on``.

    Returns:
        the same with what was said beside it: ``said``, ``said_low`` and ``said_high``.
    """
    names = forecasts.column_names
    for name, said in SAID.items():
        forecasts = forecasts.append_column(said, forecasts[name])
    figures = {name: numbers(forecasts, name).copy() for name in SAID}
    cut_on = _days(forecasts, "cut_on")
    for day in np.unique(cut_on):
        for question, _, own, correction in _corrections(forecasts, day):
            asked = own & (cut_on == day)
            for name, values in corrected(question, correction, forecasts, asked).items():
                figures[name][asked] = values
    for name, values in figures.items():
        column = pa.array(values, pa.float64(), from_pandas=True)
        forecasts = forecasts.set_column(names.index(name), name, column)
    return forecasts


def corrections_on(forecasts: pa.Table, day: date) -> Iterator[tuple[str, str, Correction]]:
    """Yield by question and type what sets a forecast right that is made on a day.

    Args:
        forecasts: rows of ``ops.backtest``.
        day: outcomes that were known by then count.
    """
    for question, kind, _, correction in _corrections(forecasts, np.datetime64(day)):
        yield question, kind, correction


def corrected(
    question: str, correction: Correction, forecasts: pa.Table, asked: BoolArray
) -> dict[str, FloatArray]:
    """The figures of the m forecasts that a mask names, set right."""
    own = forecasts.filter(pa.array(asked))
    said, low, high = (numbers(own, name) for name in SAID.values())
    if question in CHANCES:
        return {"predicted": correction.chances(said)}
    low, high = correction.interval(question, low, said, high)
    return {"predicted_low": low, "predicted_high": high}


def _corrections(
    forecasts: pa.Table, day: np.datetime64
) -> Iterator[tuple[str, str, BoolArray, Correction]]:
    """Yield question, type, (n,) which forecasts are theirs, and what sets these right on a day."""
    asked, kinds = (forecasts[name].to_numpy(zero_copy_only=False) for name in ("question", "type"))
    age = (day - _days(forecasts, "settled_on")).astype(np.float64)
    for question in (*CHANCES, *NUMBERS):
        for kind in ("movie", "series"):
            own = (asked == question) & (kinds == kind)
            settled = own & (age >= 0)
            past = forecasts.filter(pa.array(settled))
            said, low, high, actual = (
                on_scale(question, numbers(past, name)) for name in (*SAID.values(), "actual")
            )
            if question in CHANCES:
                correction = Correction.of_chances(said, actual, age[settled])
            else:
                correction = Correction.of_intervals(low, high, actual, age[settled])
            yield question, kind, own, correction


def _days(table: pa.Table, name: str) -> NDArray[np.datetime64]:
    days: NDArray[np.datetime64] = np.asarray(
        pc.cast(table[name], pa.date32()).to_numpy(zero_copy_only=False), "datetime64[D]"
    )
    return days
