"""Films and seasons as they come to Netflix: rows that the Top 10 model reads.

A title's releases come with it in one column of lists (``features.release``); here they are laid
out one under the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, Rows

LAST_NUMBER = 6.0  # seasons beyond it count as this one
LONGEST_PAUSE = 5.0  # years
SECONDS_A_YEAR = 31_556_952  # as ``came`` counts them
_FACTS = (
    "season_number",
    "came",
    "minutes",
    "has_local_title",
    "is_first",
    "earlier_count",
    "years_since",
    "earlier_settled",
    "earlier_share",
    "last_weeks",
    "earlier_weeks",
    "earlier_hours",
    "top10_weeks",
)

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Releases:
    """m releases of n titles.

    Args:
        title: (m,) the place of the title among the n.
        season: (m,) names of seasons, empty for a film.
        known_on: (m,) the day whose knowledge the facts are.
        settled_on: (m,) the day from which the outcome is known; NaT for what is not dated.
        facts: numbers by name, (m,) each, NaN where not known; hours are log10.
    """

    title: NDArray[np.int64]
    season: pa.Array
    known_on: Days
    settled_on: Days
    facts: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.title)

    @property
    def level(self) -> FloatArray:
        """(m,) weeks in the Top 10, NaN where nobody knows yet."""
        return self.facts["top10_weeks"]

    @property
    def is_first(self) -> BoolArray:
        """(m,) which are what the title's own outcome speaks of."""
        first: BoolArray = self.facts["is_first"] > 0
        return first


@dataclass(frozen=True)
class SeasonScores:
    """What is said of m seasons of n titles.

    Args:
        title: (m,) the place of the title among the n.
        season: (m,) names of seasons.
        chance: (m,) of the Top 10.
        base_rate: (m,) share of seasons that entered, as known when the forecast was made.
        known: (m,) whether the outcome is known.
        in_time: (m,) whether the chance was forecast from what was settled before its quarter.
    """

    title: NDArray[np.int64]
    season: pa.Array
    chance: FloatArray
    base_rate: FloatArray
    known: BoolArray
    in_time: BoolArray

    @classmethod
    def none(cls) -> SeasonScores:
        """Nothing is said."""
        nobody = np.zeros(0, bool)
        return cls(
            np.zeros(0, np.int64),
            pa.array([], pa.string()),
            np.empty(0),
            np.empty(0),
            nobody,
            nobody,
        )


def read_releases(table: pa.Table) -> Releases:
    """The releases of a table of titles (``sql/models/title_rows.sql``), title by title."""
    lists = table["releases"].combine_chunks()
    flat = pc.list_flatten(lists)
    return Releases(
        pc.list_parent_indices(lists).to_numpy().astype(np.int64),
        flat.field("season"),
        _days(flat.field("known_on")),
        _days(flat.field("settled_on")),
        {
            name: np.asarray(flat.field(name).to_numpy(zero_copy_only=False), dtype=np.float64)
            for name in _FACTS
        },
    )


def release_rows(rows: Rows, releases: Releases) -> Rows:
    """m rows of features: those of the titles, and those of the releases.

    Blocks ``release_number``, ``release_length``, ``local_title``, ``earlier_outcomes`` and
    ``calendar``.
    """
    facts = releases.facts
    known, seen = facts["earlier_settled"] > 0, facts["earlier_weeks"] > 0
    earlier = [
        facts["earlier_count"] > 0,
        np.log1p(facts["earlier_count"]),
        np.minimum(facts["years_since"], LONGEST_PAUSE),
        known,
        facts["earlier_share"] - 0.5,
        facts["last_weeks"] / 3,
        seen,
        np.where(seen, np.log1p(facts["earlier_weeks"]), 0.0),
        facts["earlier_hours"] - 7,
    ]
    return _with_release(
        rows.take(releases.title),
        facts["season_number"],
        facts["minutes"],
        facts["has_local_title"],
        facts["came"],
        np.nan_to_num(np.column_stack(earlier).astype(np.float64)),
    )


def first_release_rows(rows: Rows) -> Rows:
    """n rows of features: each title as the film or the first season that it is or would be."""
    number = np.where(rows["is_series"] > 0, 1.0, np.nan)
    return _with_release(
        rows,
        number,
        rows["first_minutes"],
        rows["has_local_title"],
        rows["came"],
        np.zeros((len(rows), 9)),
    )


def _with_release(  # noqa: PLR0913, PLR0917 - what is known of a release
    rows: Rows,
    number: FloatArray,
    minutes: FloatArray,
    has_local_title: FloatArray,
    came: FloatArray,
    earlier: FloatArray,
) -> Rows:
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.log10(np.where(minutes > 0, minutes, np.nan))
    numbers = np.column_stack([np.minimum(number, LAST_NUMBER), number == 1])
    return rows.adding(
        came=came,
        release_number=np.nan_to_num(numbers),
        release_length=np.nan_to_num(np.column_stack([length, length**2])),
        local_title=np.column_stack([has_local_title == 1, has_local_title == 0]) * 1.0,
        earlier_outcomes=earlier,
        calendar=_calendar(came),
    )


def _calendar(came: FloatArray) -> FloatArray:
    """(n, 19) month and weekday of days in years, all zero where not known."""
    known = ~np.isnan(came)
    days = np.rint((np.where(known, came, 1970.0) - 1970) * SECONDS_A_YEAR / 86_400).astype(int)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    weekday = (days + 3) % 7  # 1970 began on a Thursday
    block = np.hstack([np.eye(12)[month], np.eye(7)[weekday]])
    return np.asarray(block * known[:, None])


def _days(values: pa.Array) -> Days:
    days: Days = values.cast(pa.date32()).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return days
