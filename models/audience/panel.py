"""The audience models as they are run: views of half-years and of first days, and countries.

Three questions. From what is known before release: how many views will a half-year bring, and the
first 91 days? From the half-years before: how many will the next? And in how many countries' Top 10
will it stand? What is said of a title that any of them learnt from comes from models of the folds
without it: its seasons lie in one fold, as titles that share a text do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from models.audience.audience_scores import (
    AudienceScores,
    HalfYearScores,
    ReachScores,
    audience_scores,
)
from models.audience.comparables import Comparable
from models.audience.fitting import AudienceFit
from models.audience.half_years import HalfYears, first_days, read_half_years, season_rows
from models.audience.next_views import NextViews
from models.audience.reach import AT_ONCE, CountryCount, any_country
from models.audience.title_sums import TitleSums, first_kinds, range_rows
from models.audience.views_model import ViewsModel
from models.feature_blocks import READS, check_allowed
from models.features import Rows
from models.learn.cross_fit import Folds
from models.learn.metrics import Metric


class AudiencePanel:
    """The models of the audience.

    Args:
        seed: of the trees' samples.
    """

    def __init__(self, seed: int = 0) -> None:
        check_allowed("audience", READS["audience"])
        self.models: dict[str, Any] = {
            "views": ViewsModel(seed=seed),
            "next": NextViews(seed=seed),
            "any": any_country(seed),
            "count": CountryCount(seed=seed),
        }
        self.finals_: dict[str, Any] = {}
        self.metrics_: list[Metric] = []
        self.notes_: list[str] = []
        self.training_rows_ = 0

    def fit(self, rows: Rows, table: pa.Table, folds: Folds) -> AudienceScores:
        """Cross-fit on n titles; rows from ``outcome_rows``."""
        fitting = AudienceFit(self.models, rows, folds)
        half_years = read_half_years(table)
        views, reach = fitting.views(half_years), fitting.reach(table)
        fitting.comparables(half_years, table)
        self.finals_, self.metrics_ = fitting.finals, fitting.metrics
        self.notes_, self.training_rows_ = fitting.notes, fitting.training_rows
        found = audience_scores(*views, reach)
        if "views" in self.finals_:
            asked = season_rows(rows, first_days(half_years, rows))
            _, reasons, factors = self.finals_["views"].explained(asked)
            found = replace(found, reasons=reasons, factors=factors)
        return found

    def apply(self, rows: Rows, table: pa.Table) -> AudienceScores:
        """Score n titles by the final models."""
        n, half_years = len(rows), read_half_years(table)
        first, scores = np.full((n, 4), np.nan), HalfYearScores.none()
        reach = self._reach(rows) if "count" in self.finals_ else None
        if "views" not in self.finals_:
            return audience_scores(first, scores, np.zeros(n, bool), reach)
        asked = season_rows(rows, first_days(half_years, rows))
        predicted, reasons, factors = self.finals_["views"].explained(asked)
        ranged = range_rows(predicted, rows["is_series"], first_kinds(rows))
        first = np.asarray(self.finals_["first_ranges"].values(ranged))
        if len(half_years):
            scores = self._half_years(rows, half_years)
        found = audience_scores(first, scores, np.zeros(n, bool), reach)
        return replace(found, reasons=reasons, factors=factors)

    def finals(self) -> dict[str, Any]:
        """Return the final models by name; none where nothing was fitted."""
        return self.finals_

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take final models as ``finals`` gave them."""
        self.finals_ = dict(finals)

    @property
    def newest_learnt(self) -> float:
        """The year in which the newest came that views were learnt of; NaN where none were."""
        return float(self.finals_["views"].newest_) if "views" in self.finals_ else np.nan

    def comparables(self, rows: Rows) -> list[list[Comparable]]:
        """The titles of known views that each of n titles resembles, the nearest first."""
        known = self.finals_.get("comparables")
        return known.nearest(rows) if known else [[] for _ in range(len(rows))]

    def parameters(self) -> dict[str, Any]:
        """Return the settings of all models."""
        return {name: model.get_params() for name, model in self.models.items()}

    def _half_years(self, rows: Rows, half_years: HalfYears) -> HalfYearScores:
        seasons, sums = season_rows(rows, half_years), TitleSums(half_years, rows["is_series"])
        predicted = self.finals_["views"].values(seasons)
        views = self.finals_["views_ranges"].values(sums.known_before(predicted))
        from_past = np.zeros(sums.count, bool)
        if "next" in self.finals_:
            goes_on = sums.by_past(predicted, self.finals_["next"].values(seasons))
            from_past = sums.is_coming & ~np.isnan(goes_on["predicted"])
            views[from_past] = self.finals_["next_ranges"].values(goes_on)[from_past]
        nobody = np.zeros(sums.count, bool)
        forecast = sums.sum_of_new(predicted)
        return HalfYearScores(sums.title, sums.period_start, views, from_past, nobody, forecast)

    def _reach(self, rows: Rows) -> ReachScores:
        count, sums = self.finals_["count"].explained(rows)
        inputs = Rows({"predicted": count[:, 0], "is_series": rows["is_series"]})
        return ReachScores(
            tuple(self.finals_["count"].codes_),
            self.finals_["any"].predict_proba(rows, AT_ONCE),
            self.finals_["countries"].values(inputs),
            count[:, 1:],
            np.zeros(len(rows), bool),
            sums,
        )
