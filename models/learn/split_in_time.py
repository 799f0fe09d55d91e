"""The known titles parted in time: what models that learnt from the earlier say of the later."""

from __future__ import annotations

import numpy as np

from models.features import BoolArray, FloatArray

LATER_SHARE = 0.8  # the year of this quantile and those after it are the later part


def split_in_time(year: FloatArray, known: BoolArray) -> tuple[float, BoolArray, BoolArray]:
    """Part n titles at the beginning of a year.

    Args:
        year: (n,) when they came out, in years; NaN where that is not known.
        known: (n,) of which it is known what became of them.

    Returns:
        the year, and (n,) which of the known titles came out before it, and which later; none
        where no year is known.
    """
    dated = known & ~np.isnan(year)
    since = float(np.floor(np.quantile(year[dated], LATER_SHARE))) if dated.any() else np.inf
    return since, dated & (year < since), dated & (year >= since)
