"""What people are told that a prediction goes by: the blocks of features, under a few names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray

REASONS = (
    "genres and text",
    "country",
    "language",
    "age rating",
    "time of year",
    "arrival after release",
    "length",
    "season and earlier seasons",
)
SHOWN = 3

_REASON_OF: Mapping[str, int] = {
    "genre_mix": 0,
    "main_themes": 0,
    "margins_tmdb": 0,
    "margins_netflix": 0,
    "country": 1,
    "spoken": 2,
    "maturity": 3,
    "season": 4,
    "arrival": 4,
    "arrival_lag": 5,
    "away": 5,
    "length": 6,
}
_SEASONS = 7


def reason_of(block: str) -> int:
    """The place in ``REASONS`` of a block of features."""
    return _REASON_OF.get(block, _SEASONS)


def strongest(sums: FloatArray) -> tuple[NDArray[np.int64], FloatArray]:
    """What moves m predictions most.

    Args:
        sums: (m, reasons) what each of ``REASONS`` adds.

    Returns:
        (m, 3) places in ``REASONS``, the strongest first, and (m, 3) what these add.
    """
    places = np.argsort(-np.abs(sums), axis=1, kind="stable")[:, :SHOWN]
    return places, np.take_along_axis(sums, places, axis=1)
