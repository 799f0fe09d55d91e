"""What the weekly Top 10 tells of the first weeks of seasons whose views no report tells.

Of those that stood in a list most of the hours of the first 91 days are known: how much more there
were is read off seasons that both a list and a report saw. Of those that stood in none it is known
that they had fewer than the tenth places (a censored observation; Tobin 1958, "Estimation of
relationships for limited dependent variables"): they are taken for the middle of the reported ones
that stood in none and had fewer than that.
"""

from __future__ import annotations

import numpy as np

from models.audience.half_years import FIRST_DAYS, share_of_views
from models.features import BoolArray, FloatArray, Rows

WEEKS = (1.0, 2.0, 3.0, 5.0)  # in the list: the longer, the less is missing
LONG_ENOUGH = 60.0  # days in its first half-year of a season that others are measured by
FEWEST = 10

_FIRST = float(np.log10(share_of_views(np.array([FIRST_DAYS]))[0]))
_LONG = float(np.log10(share_of_views(np.array([LONG_ENOUGH]))[0]))


def lessons(rows: Rows, target: FloatArray) -> FloatArray:
    """(m,) log10 views of a whole half-year, as a report tells them, else the weekly lists; NaN
    where neither does.

    Args:
        rows: m rows of ``season_rows``.
        target: (m,) log10 views of their half-years, NaN where not known.
    """
    wanted = np.asarray(target - rows["exposure"])
    weeks, listed, bound = rows["first_weeks"].T
    is_new = rows["stay"][:, 2] > 0
    told = ~np.isnan(target) & is_new & (rows["exposure"] >= _LONG) & ~np.isnan(weeks)
    untold = np.isnan(target) & is_new & ~np.isnan(weeks)
    for kind in (0.0, 1.0):
        of_type = rows["is_series"] == kind
        for first, last in zip(WEEKS, (*WEEKS[1:], np.inf), strict=True):
            so_long = of_type & (weeks >= first) & (weeks < last)
            pairs = so_long & told
            if pairs.sum() >= FEWEST:
                more = np.median(wanted[pairs] + _FIRST - listed[pairs])
                own = so_long & untold
                wanted[own] = listed[own] + more - _FIRST
        others = of_type & told & (weeks == 0)
        if others.sum() >= FEWEST:
            own = of_type & untold & (weeks == 0)
            wanted[own] = _middle_below(wanted[others], bound[own] - _FIRST)
    return wanted


def _middle_below(values: FloatArray, bounds: FloatArray) -> FloatArray:
    """Of each bound the middle of the values below it; the bound itself where none is."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, bounds)
    has: BoolArray = below > 0
    return np.where(has, ordered[np.maximum(below - 1, 0) // 2], bounds)
