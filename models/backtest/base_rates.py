"""What one would have said on a cut without any skill: the base rate of what was known that day."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from models.audience.half_years import exposures, read_half_years
from models.features import FloatArray, Rows, numbers
from models.hits.top10_panel import hit_panels
from models.learn.metrics import RELIABLE
from models.rating.rating_model import GenreMean

RECENT = 1.0  # years: a base rate that drifts is followed
FEW = 50  # outcomes: with fewer in the last year, all that are known count
TYPES = (0.0, 1.0)


class BaseRates:
    """Base rates by type.

    Args:
        training: the titles that were known on the cut, with their outcomes.
        rows: the same titles' features, from ``outcome_rows``.
    """

    def __init__(self, training: pa.Table, rows: Rows) -> None:
        self.training = training
        self.rows = rows

    def chance(self, question: str, is_series: FloatArray) -> FloatArray:
        """(n,) the share for which it came true, of the last year's titles of the type.

        Args:
            question: 'hit' or 'top10'.
            is_series: of the n titles that are asked about.
        """
        panel = hit_panels()[question]
        level, clock = numbers(self.training, panel.column), self.rows[panel.model.clock]
        share = np.full(len(is_series), np.nan)
        for kind in TYPES:
            known = (self.rows["is_series"] == kind) & ~np.isnan(level)
            recent = known & (clock > np.nanmax(clock[known], initial=-np.inf) - RECENT)
            used = recent if recent.sum() >= FEW else known
            if used.any():
                share[is_series == kind] = (level[used] >= panel.model.wanted).mean()
        return share

    def rating(self, rows: Rows) -> FloatArray:
        """(n,) the mean rating of each title's genres."""
        rating, votes = numbers(self.training, "rating"), numbers(self.training, "vote_count")
        known = ~np.isnan(rating) & (votes >= RELIABLE)
        if not known.any():
            return np.full(len(rows), np.nan)
        model = GenreMean().fit(_genres(self.rows).take(known), rating[known])
        return model.predict(_genres(rows))

    def views(self, exposure: FloatArray, is_series: FloatArray) -> FloatArray:
        """(m,) views of the middle of what was new to the service, by type and days there.

        Args:
            exposure: log10 of the share of a half-year's views that the days there bring.
            is_series: of the m seasons that are asked about.
        """
        half_years = read_half_years(self.training)
        new = half_years.has_views & (half_years.facts["is_new"] > 0)
        above = half_years.facts["views"] - exposures(half_years)
        views = np.full(len(exposure), np.nan)
        for kind in TYPES:
            known = new & (self.rows["is_series"][half_years.title] == kind)
            if known.any():
                own = is_series == kind
                views[own] = 10.0 ** (exposure[own] + above[known].mean())
        return views


def _genres(rows: Rows) -> Rows:
    return Rows({"is_series": rows["is_series"], "genres": np.nan_to_num(rows["listing"])})
