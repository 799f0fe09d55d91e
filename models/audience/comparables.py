"""Titles that a title resembles, and what they really reached: what people argue with.

Nearest by the cosine of text factors, of what the genre models say, and of countries, among titles
of its type whose views are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.audience.half_years import HalfYears
from models.features import BoolArray, Rows
from models.learn.estimator import Estimator
from models.similar.neighbours import unit_vectors

PARTS = {"factors": 1.0, "margins_netflix": 0.5, "margins_tmdb": 0.5, "country": 0.3}


@dataclass(frozen=True)
class Comparable:
    """A title that another resembles, and what it reached.

    Args:
        title_id, title: which it is.
        similarity: cosine, at most 1.
        period_start: first day of the half-year; of that in which it came, else of the newest.
        views: in that half-year, all seasons together.
        is_new: whether it came within it.
    """

    title_id: str
    title: str
    similarity: float
    period_start: str
    views: float
    is_new: bool


class Comparables(Estimator):
    """The titles whose views are known, ready to be compared with others.

    Args:
        count: how many are given of a title.
    """

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def fit(self, rows: Rows, half_years: HalfYears, names: tuple[list[str], list[str]]) -> Self:
        """Keep what is known of n titles.

        Args:
            rows: of the titles, from ``outcome_rows``.
            half_years: of their seasons.
            names: their keys and their titles.
        """
        has = half_years.take(half_years.has_views)
        # The half-year in which it came says most; else the newest.
        when = has.facts["period"] + 1_000 * (has.facts["is_new"] > 0)
        last = np.full(len(rows), -np.inf)
        np.maximum.at(last, has.title, when)
        counted = when == last[has.title]
        views = np.bincount(has.title[counted], 10.0 ** has.facts["views"][counted], len(rows))
        kept = np.flatnonzero((views > 0) & (rows["is_described"] > 0))
        first = np.full(len(rows), -1)
        first[has.title[counted]] = np.flatnonzero(counted)
        days = [str(day) for day in has.period_start.take(first[kept]).to_pylist()]
        self.keys_ = [names[0][at] for at in kept]
        self.titles_ = [names[1][at] for at in kept]
        self.days_ = days
        self.views_ = views[kept]
        self.is_new_: BoolArray = has.facts["is_new"][first[kept]] > 0
        self.is_series_ = rows["is_series"][kept]
        self.vectors_ = unit_vectors(rows.take(kept), PARTS).astype(np.float16)
        return self

    def nearest(self, rows: Rows) -> list[list[Comparable]]:
        """The titles that each of n titles resembles most, the nearest first."""
        if not self.keys_:
            return [[] for _ in range(len(rows))]
        vectors = unit_vectors(rows, PARTS)
        cosine = vectors @ self.vectors_.astype(np.float32).T
        cosine[rows["is_series"][:, None] != self.is_series_] = -1.0
        # A product's last digits depend on how many rows it has, so that it only says which may be
        # among the nearest; of these each title's are asked anew, by a product of one shape.
        near = np.sort(np.argsort(-cosine, axis=1)[:, : 3 * self.count], axis=1)
        return [
            self._ranked(own, places[cosine[at, places] > -1.0])
            for at, (own, places) in enumerate(zip(vectors, near, strict=True))
        ]

    def _ranked(self, own: NDArray[np.float32], places: NDArray[np.intp]) -> list[Comparable]:
        """The nearest of some titles, with their similarity to one."""
        cosine = np.round(self.vectors_[places].astype(np.float64) @ own.astype(np.float64), 5)
        order = np.argsort(-cosine, kind="stable")[: self.count]
        return [self._comparable(int(places[i]), float(cosine[i])) for i in order]

    def _comparable(self, at: int, similarity: float) -> Comparable:
        return Comparable(
            self.keys_[at],
            self.titles_[at],
            similarity,
            self.days_[at],
            float(self.views_[at]),
            bool(self.is_new_[at]),
        )
