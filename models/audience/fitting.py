"""Fits the models of the audience, cross-fitted, and measures them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.audience.audience_scores import HalfYearScores, ReachScores
from models.audience.comparables import Comparables
from models.audience.figures import (
    MINIMUM,
    change_metrics,
    range_metrics,
    reach_metrics,
    season_slices,
    view_metrics,
)
from models.audience.half_years import (
    HalfYears,
    before_reports,
    exposures,
    first_days,
    season_rows,
)
from models.audience.next_views import DecayRule
from models.audience.reach import CountryRanges
from models.audience.title_sums import TitleSums, first_kinds, first_named, range_rows
from models.audience.view_ranges import ViewRanges
from models.features import BoolArray, FloatArray, Rows
from models.learn.cross_fit import Folds, Outcome, cross_fit
from models.learn.estimator import unfitted
from models.learn.metrics import Metric, slices

MINIMUM_VIEWS = 200  # half-years of a known number of views
MINIMUM_CHANGES = 200  # of a known number before them
MINIMUM_REACH = 100  # titles that stood in a country's Top 10


class AudienceFit:
    """One cross-fitting of all models of the audience on n titles.

    Args:
        models: by name; never fitted themselves.
        rows: of the n titles, from ``outcome_rows``.
        folds: their folds.
    """

    def __init__(self, models: Mapping[str, Any], rows: Rows, folds: Folds) -> None:
        self.models = models
        self.rows = rows
        self.folds = folds
        self.finals: dict[str, Any] = {}
        self.metrics: list[Metric] = []
        self.notes: list[str] = []
        self.training_rows = 0

    def views(self, half_years: HalfYears) -> tuple[FloatArray, HalfYearScores, BoolArray]:
        """Fit both questions of views, and what ranges they have."""
        n = len(self.rows)
        learnt = np.zeros(n, bool)
        learnt[half_years.title[half_years.has_views]] = True
        self.training_rows = int(half_years.has_views.sum())
        if self.training_rows < MINIMUM_VIEWS or len(np.unique(self.folds.number[learnt])) < 2:  # noqa: PLR2004
            self.notes.append(
                f"views not predicted: {self.training_rows} half-years of known views, "
                f"{MINIMUM_VIEWS} needed"
            )
            return np.full((n, 4), np.nan), HalfYearScores.none(), np.zeros(n, bool)
        m, first = len(half_years), first_days(half_years, self.rows)
        every = half_years.joined(first).joined(before_reports(half_years))
        seasons = season_rows(self.rows, every)
        outcome = Outcome(every.facts["views"], learnt[every.title])
        folds = self._folds_of(every.title)
        predicted = self._cross_fit("views", self.models["views"], seasons, outcome, folds)
        forecast = np.where(every.is_coming, predicted, self._later(every, seasons))
        following = self._following(seasons.take(slice(0, m)), half_years)
        first_views = self._first_ranges(half_years, predicted[: m + n], learnt)
        said = predicted[:m], following, forecast[:m]
        return first_views, self._half_years(half_years, said, learnt), learnt

    def comparables(self, half_years: HalfYears, table: pa.Table) -> None:
        """Keep the titles of known views for others to be compared with."""
        names = table["title_id"].to_pylist(), table["title"].to_pylist()
        if self.training_rows:
            self.finals["comparables"] = Comparables().fit(self.rows, half_years, names)

    def reach(self, table: pa.Table) -> ReachScores | None:
        """Fit the number of countries, and which."""
        rows = self.rows
        codes, stood, known = countries_of(table)
        some: BoolArray = np.asarray(stood.any(axis=1))
        if some.sum() < MINIMUM_REACH or len(np.unique(self.folds.number[some])) < 2:  # noqa: PLR2004
            self.notes.append(
                f"countries not predicted: {some.sum()} titles stood in one, {MINIMUM_REACH} needed"
            )
            return None
        number = stood.sum(axis=1).astype(np.float64)
        dated = Outcome(number, known & ~np.isnan(rows["came"]))
        chance = self._cross_fit("any", self.models["any"], rows, dated, self.folds)
        lists = Outcome(stood.astype(np.float64), some)
        count = self._cross_fit("count", self.models["count"], rows, lists, self.folds)
        self.finals["count"].codes_ = list(codes)
        inputs = Rows({"predicted": count[:, 0], "is_series": rows["is_series"]})
        spread = CountryRanges(len(codes))
        ranges = self._cross_fit("countries", spread, inputs, Outcome(number, some), self.folds)
        self.metrics += reach_metrics(rows["is_series"], stood, some, ranges, count[:, 1:])
        sums = self.finals["count"].explained(rows)[1]
        return ReachScores(codes, chance, ranges, count[:, 1:], known, sums)

    def _following(self, seasons: Rows, half_years: HalfYears) -> FloatArray:
        """Log10 views by what was viewed before; NaN where nothing was."""
        following = np.full(len(half_years), np.nan)
        actual, has_past = half_years.facts["views"], ~np.isnan(seasons["past"][:, 0])
        changes = has_past & ~np.isnan(actual)
        if changes.sum() < MINIMUM_CHANGES:
            self.notes.append(
                f"the next half-year is predicted as if nothing came before: {changes.sum()} pairs "
                f"of half-years, {MINIMUM_CHANGES} needed"
            )
            return following
        learnt = np.zeros(len(self.rows), bool)
        learnt[half_years.title[changes]] = True
        title, rows = half_years.title[has_past], seasons.take(has_past)
        outcome, folds = Outcome(actual[has_past], learnt[title]), self._folds_of(title)
        model = self.models["next"]
        following[has_past] = self._cross_fit("next", model, rows, outcome, folds)
        rule = cross_fit(DecayRule(), rows, outcome, folds, "next views: baseline").values
        for name, of_type in slices(rows["is_series"]):
            own = of_type & changes[has_past]
            if name != "all" and own.sum() >= MINIMUM:
                pairs = actual[has_past][own], following[has_past][own], rule[own]
                self.metrics += change_metrics(f"{name}, next half-year", *pairs)
        return following

    def _first_ranges(
        self, half_years: HalfYears, predicted: FloatArray, learnt: BoolArray
    ) -> FloatArray:
        """(n, 4) the first days of each title, by the ranges of single seasons.

        Args:
            half_years: of m seasons.
            predicted: (m + n,) log10 views, of the seasons and of each title's first days.
            learnt: (n,) which titles were learnt from.
        """
        m, rows = len(half_years), self.rows
        actual, is_new = half_years.facts["views"], np.nan_to_num(half_years.facts["is_new"])
        title = np.concatenate([half_years.title, np.arange(len(rows))])
        is_series = rows["is_series"][title]
        kind = np.concatenate([is_new, first_kinds(rows)])
        asked = range_rows(predicted, is_series, kind)
        target = np.concatenate([actual, first_named(half_years, rows)])
        outcome, folds = Outcome(target, learnt[title]), self._folds_of(title)
        ranges = ViewRanges(as_predicted=True)
        views = self._cross_fit("first_ranges", ranges, asked, outcome, folds)
        exposure, known = exposures(half_years), half_years.has_views
        for name, of_slice in season_slices(is_series[:m], is_new > 0):
            own = known & of_slice
            if own.sum() >= MINIMUM:
                base = exposure[own] + (actual[own] - exposure[own]).mean()
                typical = np.log10(views[:m][own, 0])
                self.metrics += view_metrics(name, actual[own], typical, base)
                self.metrics += range_metrics(name, actual[own], views[:m][own])
        first, reached = views[m:], target[m:]
        for name, of_type in slices(rows["is_series"]):
            own = of_type & ~np.isnan(reached)
            if name != "all" and own.sum() >= MINIMUM:
                label = f"{name}, not Netflix's own, first named by a report"
                self.metrics += range_metrics(label, reached[own], first[own])
        return first

    def _half_years(
        self,
        half_years: HalfYears,
        said: tuple[FloatArray, FloatArray, FloatArray],
        learnt: BoolArray,
    ) -> HalfYearScores:
        """What is said of each title's half-years: the coming one goes by those before.

        Args:
            half_years: m of reports.
            said: (m,) log10 views by what is known before release, by the half-years before, and as
                forecast.
            learnt: (n,) which titles models learnt from.
        """
        predicted, following, forecast = said
        sums = TitleSums(half_years, self.rows["is_series"])
        actual, folds = sums.sum(half_years.facts["views"]), self._folds_of(sums.title)
        outcome = Outcome(actual, learnt[sums.title])
        asked = sums.known_before(predicted)
        views = self._cross_fit("views_ranges", ViewRanges(), asked, outcome, folds)
        goes_on = sums.by_past(predicted, following)
        has = ~np.isnan(goes_on["predicted"])
        if has.any():
            rows, past = goes_on.take(has), outcome.take(has)
            own = self._cross_fit("next_ranges", ViewRanges(), rows, past, folds.take(has))
            for name, of_type in slices(rows["is_series"]):
                known = of_type & ~np.isnan(past.target)
                if name != "all" and known.sum() >= MINIMUM:
                    label = f"{name}, next half-year"
                    self.metrics += range_metrics(label, past.target[known], own[known])
            views[has & sums.is_coming] = own[sums.is_coming[has]]
        return HalfYearScores(
            sums.title,
            sums.period_start,
            views,
            has & sums.is_coming,
            learnt[sums.title],
            sums.sum_of_new(forecast),
        )

    def _later(self, half_years: HalfYears, seasons: Rows) -> FloatArray:
        """Learn from all half-years but the newest, and judge by what was new in that.

        Args:
            half_years: m of reports, and what came before the first of them.
            seasons: their features.

        Returns:
            (m,) log10 views of what was new, NaN of all others.
        """
        forecast = np.full(len(half_years), np.nan)
        is_newest, has = half_years.is_newest_reported, half_years.has_views
        is_new, actual = half_years.facts["is_new"] > 0, half_years.facts["views"]
        late = has & is_newest & is_new
        # What the weekly lists saw was over before the first report; first days are no lesson.
        early = ~is_newest & (has | (half_years.facts["top10_weeks"] >= 0))
        early &= half_years.facts["period"] < half_years.facts["period"][is_newest].max(initial=0)
        if (has & ~is_newest).sum() < MINIMUM_VIEWS or not late.any():
            return forecast
        model = unfitted(self.models["views"]).fit(seasons.take(early), actual[early])
        rows = seasons.take(late)
        predicted, viewed, exposure = model.values(rows), actual[late], rows["exposure"]
        for name, of_type in slices(rows["is_series"]):
            if name != "all" and of_type.sum() >= MINIMUM:
                base = exposure[of_type] + (viewed - exposure)[of_type].mean()
                label = f"{name}, new in the newest half-year, learnt before"
                pairs = viewed[of_type], predicted[of_type], base
                self.metrics += view_metrics(label, *pairs)
        forecast[late] = predicted
        return forecast

    def _cross_fit(
        self, name: str, model: Any, rows: Rows, outcome: Outcome, folds: Folds
    ) -> FloatArray:
        fit = cross_fit(model, rows, outcome, folds, f"audience: {name.replace('_', ' ')}")
        self.finals[name] = fit.final
        return fit.values

    def _folds_of(self, title: NDArray[np.int64]) -> Folds:
        return Folds(self.folds.number[title], self.folds.threads, self.folds.progress)


def countries_of(table: pa.Table) -> tuple[tuple[str, ...], BoolArray, BoolArray]:
    """The countries' codes; (n, countries) which titles stood where; (n,) where that is known."""
    lists = table["top10_countries"].combine_chunks()
    flat = lists.flatten().cast(pa.string())
    codes = sorted(set(flat.drop_null().to_pylist()))
    stood = np.zeros((len(lists), len(codes)), bool)
    if codes:
        stood[pc.list_parent_indices(lists).to_numpy(), pc.index_in(flat, pa.array(codes))] = True
    return tuple(codes), stood, np.asarray(lists.is_valid())
