"""What is said of the audience of titles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.reach import scaled
from models.audience.reasons import SHOWN, strongest
from models.features import BoolArray, FloatArray

LIKELIEST = 10
SURE = 0.95


@dataclass(frozen=True)
class HalfYearScores:
    """What is said of half-years, one row for each title and half-year.

    Args:
        title: (m,) the place of the title.
        period_start: (m,) first day of the half-year.
        views: (m, 4) typical, mean, lower and upper end.
        from_past: (m,) whether it goes by the half-years before.
        known: (m,) whether models learnt from the title, so that this is out of fold.
        forecast: (m,) log10 of the typical views of the seasons that came within it, as models say
            it that learnt from half-years before alone; NaN where none came, or none spoke.
    """

    title: NDArray[np.int64]
    period_start: pa.Array
    views: FloatArray
    from_past: BoolArray
    known: BoolArray
    forecast: FloatArray

    @classmethod
    def none(cls) -> Self:
        """Of no half-year."""
        nothing, no = np.empty(0, np.int64), np.empty(0, bool)
        return cls(nothing, pa.array([], pa.date32()), np.empty((0, 4)), no, no, np.empty(0))


@dataclass(frozen=True)
class AudienceScores:
    """What is said of the audience of n titles.

    Args:
        first: (n, 4) views of the first 91 days: typical, mean, lower and upper end.
        reach: (n, 6) number of countries: mean, ends of the range, chance of 1, 10 and 50.
        countries: (n, 10) the likeliest countries, as places in ``codes``.
        chances: (n, 10) their chances.
        codes: of all countries.
        half_years: what is said of half-years.
        known: (n,) whether the models of views learnt from the title.
        is_reach_known: (n,) the same of countries.
        reasons: (n, 3) what moves ``first`` most, as places in ``reasons.REASONS``.
        factors: (n, 3) by how much; NaN where that is not known.
        reach_reasons: (n, 3) what moves ``reach`` most, as places in ``REASONS``.
        reach_factors: (n, 3) by how much; NaN where that is not known.
    """

    first: FloatArray
    reach: FloatArray
    countries: NDArray[np.int64]
    chances: FloatArray
    codes: tuple[str, ...]
    half_years: HalfYearScores
    known: BoolArray
    is_reach_known: BoolArray
    reasons: NDArray[np.int64]
    factors: FloatArray
    reach_reasons: NDArray[np.int64]
    reach_factors: FloatArray

    @classmethod
    def none(cls, n: int) -> Self:
        """Of n titles that no model scores."""
        return cls(
            np.full((n, 4), np.nan),
            np.full((n, 6), np.nan),
            np.zeros((n, LIKELIEST), np.int64),
            np.full((n, LIKELIEST), np.nan),
            (),
            HalfYearScores.none(),
            np.zeros(n, bool),
            np.zeros(n, bool),
            np.zeros((n, SHOWN), np.int64),
            np.full((n, SHOWN), np.nan),
            np.zeros((n, SHOWN), np.int64),
            np.full((n, SHOWN), np.nan),
        )


@dataclass(frozen=True)
class ReachScores:
    """Of n titles: the chance of any country, what holds given one, each country's chance, where it
    is known, and what each reason adds to the log of the number."""

    codes: tuple[str, ...]
    chance: FloatArray
    ranges: FloatArray
    countries: FloatArray
    known: BoolArray
    sums: FloatArray


def audience_scores(
    first: FloatArray, half_years: HalfYearScores, known: BoolArray, reach: ReachScores | None
) -> AudienceScores:
    """Put together what is said of n titles.

    Args:
        first: (n, 4) views of the first 91 days.
        half_years: what is said of half-years.
        known: (n,) whether the models of views learnt from the title.
        reach: of countries; None where no model knows them.
    """
    nothing = AudienceScores.none(len(first))
    own = replace(nothing, first=first, half_years=half_years, known=known)
    if reach is None:
        return own
    chance = np.nan_to_num(reach.chance, nan=1.0)
    ranges = reach.ranges.copy()
    ranges[:, [0, 3, 4, 5]] *= chance[:, None]
    # Where one title in twenty stands in none, so may this one.
    ranges[:, 1] = np.where(chance < SURE, 0.0, ranges[:, 1])
    by_country = scaled(reach.countries, ranges[:, 0])
    likeliest = _likeliest(by_country)
    reasons, moves = strongest(reach.sums)
    return replace(
        own,
        reach=ranges,
        countries=likeliest,
        chances=np.take_along_axis(by_country, likeliest, axis=1),
        codes=reach.codes,
        is_reach_known=reach.known,
        reach_reasons=reasons,
        reach_factors=np.exp(moves),
    )


def _likeliest(chances: FloatArray) -> NDArray[np.int64]:
    """(n, 10) places of the highest of (n, countries) chances, the highest first."""
    if chances.shape[1] <= LIKELIEST:
        return np.argsort(-chances, axis=1, kind="stable")
    found = np.sort(np.argpartition(-chances, LIKELIEST, axis=1)[:, :LIKELIEST], axis=1)
    order = np.argsort(-np.take_along_axis(chances, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)
