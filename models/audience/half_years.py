"""Half-years of titles' seasons as rows that models read: what was known, and what became of it.

Netflix reports a half-year of each film and of each season. A title's rows come with it in one
column of lists, so that they are where the title is; here they are laid out one under the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray, Rows

HALF_YEAR = 182.0
FIRST_DAYS = 91.0
EARLIER = ("earlier_views", "season_before_views", "earlier_weekly_hours", "earlier_weeks")
PAST = (
    "last_views",
    "before_last_views",
    "last_days",
    "last_other_views",
    "last_season_count",
    "later_season_count",
    "had_new_season",
)
FIRST_WEEKS = ("top10_weeks", "top10_views", "top10_bound")
_FACTS = (
    "period",
    "season_number",
    "minutes",
    "came",
    "days",
    "is_new",
    "is_coming",
    *EARLIER,
    *PAST,
    *FIRST_WEEKS,
    "is_first_named",
    "views",
)

# What share of its first half-year's views a title has had after some days: most come soon, with a
# half-life of a week and a bit, the rest evenly. Read off the weekly Top 10 of titles in their
# first weeks; of the alternatives that were tried the fit in time differs by hundredths.
_SOON, _SOON_DAYS = 0.7, 12.0


@dataclass(frozen=True)
class HalfYears:
    """m half-years of n titles' seasons.

    Args:
        title: (m,) the place of the title among the n.
        season: (m,) names of seasons.
        period_start: (m,) first days.
        facts: numbers by name, (m,) each, NaN where not known; those of viewing are log10.
    """

    title: NDArray[np.int64]
    season: pa.Array
    period_start: pa.Array
    facts: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.title)

    def take(self, where: NDArray[np.int64] | BoolArray) -> HalfYears:
        """The half-years that a mask or an index array names."""
        at = np.flatnonzero(where) if where.dtype == bool else where
        places = pa.array(at)
        return HalfYears(
            self.title[at],
            self.season.take(places),
            self.period_start.take(places),
            {name: values[at] for name, values in self.facts.items()},
        )

    def joined(self, other: HalfYears) -> HalfYears:
        """These, and under them those of other titles or of the same."""
        facts = {k: np.concatenate([v, other.facts[k]]) for k, v in self.facts.items()}
        return HalfYears(
            np.concatenate([self.title, other.title]),
            pa.concat_arrays([self.season, other.season]),
            pa.concat_arrays([self.period_start, other.period_start]),
            facts,
        )

    @property
    def has_views(self) -> BoolArray:
        """(m,) whether it is known how often the season was viewed."""
        known: BoolArray = ~np.isnan(self.facts["views"])
        return known

    @property
    def is_coming(self) -> BoolArray:
        """(m,) which half-years are those after the newest report."""
        coming: BoolArray = self.facts["is_coming"] > 0
        return coming

    @property
    def is_newest_reported(self) -> BoolArray:
        """(m,) which half-years are those of the newest report that tells views."""
        newest = self.facts["period"][self.has_views].max(initial=0.0)
        is_newest: BoolArray = self.has_views & (self.facts["period"] == newest)
        return is_newest


def read_half_years(table: pa.Table) -> HalfYears:
    """The half-years of a table of titles (``sql/models/title_rows.sql``), title by title."""
    lists = table["viewing"].combine_chunks()
    title = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    flat = pc.list_flatten(lists)
    facts = {name: _numbers(flat.field(name)) for name in _FACTS}
    return HalfYears(title, flat.field("season"), flat.field("period_start"), facts)


def first_days(half_years: HalfYears, rows: Rows) -> HalfYears:
    """The first 91 days of each of n titles: of its newest season, or of its first.

    Args:
        half_years: of the titles.
        rows: the titles, for the length of films.
    """
    n = len(rows)
    order = np.lexsort((half_years.facts["period"], half_years.facts["season_number"]))
    newest = np.full(n, -1)
    newest[half_years.title[order]] = order  # the last one written stays
    has = newest >= 0
    facts = {}
    for name in _FACTS:
        values = np.full(n, np.nan)
        values[has] = half_years.facts[name][newest[has]]
        facts[name] = values
    is_series = rows["is_series"] > 0
    facts["season_number"] = np.where(has | ~is_series, facts["season_number"], 1.0)
    facts["minutes"] = np.where(
        np.isnan(facts["minutes"]) & ~is_series, rows["minutes"], facts["minutes"]
    )
    facts["period"] = facts["came"].copy()  # it starts when it comes
    facts |= {"days": np.full(n, FIRST_DAYS), "is_new": np.ones(n), "is_coming": np.ones(n)}
    nothing = np.full(n, np.nan)
    # What became of the title's first days is for those to learn from that came before.
    facts |= dict.fromkeys((*PAST, *FIRST_WEEKS, "is_first_named", "views"), nothing)
    places = pa.array(newest, mask=~has)
    return HalfYears(
        np.arange(n), half_years.season.take(places), half_years.period_start.take(places), facts
    )


def before_reports(half_years: HalfYears) -> HalfYears:
    """The first 91 days of seasons that came before the first report, in the weekly Top 10's time.

    No report tells their views; ``ViewsModel`` reads them off the weeks in the list, and takes
    those that were in none for less watched than its tenth places.
    """
    facts = half_years.facts
    start = facts["period"][half_years.has_views].min(initial=np.inf)
    came_before = ~np.isnan(facts["top10_weeks"]) & (facts["came"] < start)
    seasons = half_years.season.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    key = half_years.title * (len(half_years) + 1) + seasons
    chosen = np.flatnonzero(came_before)
    early = half_years.take(chosen[np.unique(key[chosen], return_index=True)[1]])
    n, nothing = len(early), np.full(len(early), np.nan)
    said = dict.fromkeys((*PAST, "views"), nothing)
    said |= {"period": early.facts["came"], "days": np.full(n, FIRST_DAYS), "is_new": np.ones(n)}
    said |= {"is_coming": np.zeros(n), "is_first_named": np.zeros(n)}
    return HalfYears(early.title, early.season, early.period_start, {**early.facts, **said})


def season_rows(rows: Rows, half_years: HalfYears) -> Rows:
    """m rows of features: those of the titles, and those of the half-years.

    Blocks ``season_facts`` (number, log10 of minutes), ``stay`` (age in years, year it came,
    whether it is new, years since release), ``earlier``, ``past``, ``exposure`` (log10 of the
    share of a half-year's views that its days bring) and, no feature, ``first_weeks``.
    """
    facts = half_years.facts
    titles = rows.take(half_years.title)
    is_new = np.nan_to_num(facts["is_new"])
    age = np.where(is_new > 0, 0.0, np.maximum(facts["period"] - facts["came"], 0.0))
    with np.errstate(divide="ignore"):
        length = np.log10(np.where(facts["minutes"] > 0, facts["minutes"], np.nan))
    release_age = np.clip(facts["period"] + 0.25 - titles["released"], -2.0, 100.0)
    return titles.adding(
        season_facts=np.column_stack([facts["season_number"], length]),
        stay=np.column_stack([age, facts["came"], is_new, release_age]),
        earlier=np.column_stack([facts[name] for name in EARLIER]),
        past=np.column_stack([facts[name] for name in PAST]),
        exposure=exposures(half_years),
        first_weeks=np.column_stack([facts[name] for name in FIRST_WEEKS]),
    )


def exposures(half_years: HalfYears) -> FloatArray:
    """(m,) log10 of the share of a half-year's views that the days there bring."""
    is_new = half_years.facts["is_new"] > 0
    return np.where(is_new, np.log10(share_of_views(half_years.facts["days"])), 0.0)


def share_of_views(days: FloatArray) -> FloatArray:
    """Share of the first half-year's views that come within so many days of the first."""
    soon = 1 - np.exp(-np.maximum(days, 1.0) / _SOON_DAYS)
    return np.asarray(_SOON * soon + (1 - _SOON) * np.maximum(days, 1.0) / HALF_YEAR)


def _numbers(values: pa.Array) -> FloatArray:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)
