"""Half-years of titles, summed over their seasons."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from models.audience.half_years import HalfYears
from models.audience.view_ranges import OTHERS, PREMIERE
from models.features import FloatArray, Rows

_DAYS = 100_000  # more than a day's number since 1970 ever has


class TitleSums:
    """The half-years of titles, m in all, each with its seasons.

    Args:
        half_years: of seasons.
        is_series: of the n titles that they are of.
    """

    def __init__(self, half_years: HalfYears, is_series: FloatArray) -> None:
        day = half_years.period_start.cast(pa.int32()).to_numpy(zero_copy_only=False)
        key = half_years.title * _DAYS + day.astype(np.int64)
        _, first, self.of = np.unique(key, return_index=True, return_inverse=True)
        self.count = len(first)
        self.title = half_years.title[first]
        self.period_start = half_years.period_start.take(pa.array(first))
        self.is_series = is_series[self.title]
        self.is_coming = half_years.is_coming[first]
        is_new = np.nan_to_num(half_years.facts["is_new"])
        self._is_new_season = is_new > 0
        self.is_new = (np.bincount(self.of, is_new, self.count) > 0).astype(np.float64)
        # Both sides of a comparison sum the same seasons: those of known views, all where none is.
        has = half_years.has_views
        none = np.bincount(self.of, has, self.count) == 0
        self._used = has | none[self.of]

    def sum(self, log_views: FloatArray) -> FloatArray:
        """(m,) log10 of the sum over seasons of 10 to their ``log_views``; NaN without any."""
        given = self._used & ~np.isnan(log_views)
        views = np.bincount(self.of[given], 10.0 ** log_views[given], self.count)
        with np.errstate(divide="ignore"):
            return np.asarray(np.where(views > 0, np.log10(views), np.nan))

    def sum_of_new(self, log_views: FloatArray) -> FloatArray:
        """(m,) the same over the seasons that came within the half-year."""
        return self.sum(np.where(self._is_new_season, log_views, np.nan))

    def known_before(self, predicted: FloatArray) -> Rows:
        """Rows of ``ViewRanges``: predictions from what is known before release."""
        return range_rows(self.sum(predicted), self.is_series, self.is_new)

    def by_past(self, predicted: FloatArray, following: FloatArray) -> Rows:
        """Rows of ``ViewRanges``: predictions from the past, for seasons that have one; of titles
        without any, nothing."""
        has_past = np.bincount(self.of, ~np.isnan(following), self.count) > 0
        goes_on = self.sum(np.where(np.isnan(following), predicted, following))
        return range_rows(np.where(has_past, goes_on, np.nan), self.is_series, np.zeros(self.count))


def range_rows(predicted: FloatArray, is_series: FloatArray, kind: FloatArray) -> Rows:
    """What ``ViewRanges`` reads; of m rows each has its kind: see ``ViewRanges``."""
    return Rows({"predicted": predicted, "is_series": is_series, "kind": np.nan_to_num(kind)})


def first_kinds(rows: Rows) -> FloatArray:
    """(n,) of what kind the first days of each title are: Netflix's own premiere, or another's."""
    return np.where(rows["is_netflix_own"] > 0, PREMIERE, OTHERS)


def first_named(half_years: HalfYears, rows: Rows) -> FloatArray:
    """(n,) log10 of what titles that are not Netflix's own drew in the half-year in which a report
    first named them; NaN of all others."""
    chosen = (half_years.facts["is_first_named"] > 0) & half_years.has_views
    views = np.zeros(len(rows))
    np.maximum.at(views, half_years.title[chosen], 10.0 ** half_years.facts["views"][chosen])
    views[rows["is_netflix_own"] > 0] = 0.0
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(views > 0, np.log10(views), np.nan))
