"""The rating model as it is run: cross-fitted, measured, applied to the rest.

Where too few outcomes are known, nothing is fitted and every score is NaN: a missing figure is
better than a made-up one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa

from models.feature_blocks import READS, check_allowed
from models.features import BoolArray, FloatArray, Rows, numbers
from models.learn.cross_fit import CrossFit, Folds, Outcome, cross_fit
from models.learn.error_bands import ErrorBands
from models.learn.metrics import (
    RELIABLE,
    Metric,
    chance_metrics,
    interval_metrics,
    liked,
    rating_metrics,
    slices,
    vote_slices,
)
from models.learn.split_in_time import split_in_time
from models.rating.blend import RatingBlend
from models.rating.rating_model import GenreMean
from models.rating.stars import StarScores, StarsPanel

MINIMUM_RATED = 50


@dataclass(frozen=True)
class RatingScores:
    """n titles' predicted ratings, and what users who rate for themselves would say.

    Args:
        predicted, lower, upper: the rating, and the ends of its interval.
        liked: chance of a rating of at least 7.
        known: where the rating is known, so that all that is out of fold.
        stars, share: the stars that users would give, and the share that would give 4 or more; NaN
            for a type that users have not rated.
        is_starred: where users' ratings are known, so that those two are out of fold.
        forecast: the rating as models say it that learnt from what was out before alone; NaN where
            none spoke.
    """

    predicted: FloatArray
    lower: FloatArray
    upper: FloatArray
    liked: FloatArray
    known: BoolArray
    stars: FloatArray
    share: FloatArray
    is_starred: BoolArray
    forecast: FloatArray

    @classmethod
    def none(cls, n: int) -> Self:
        """The scores of n titles that no model scores."""
        nothing, unknown = np.full(n, np.nan), np.zeros(n, dtype=bool)
        return cls(nothing, nothing, nothing, nothing, unknown, nothing, nothing, unknown, nothing)

    @property
    def liked_probability(self) -> FloatArray:
        """The users' share where there is one, else the chance of a high rating."""
        return np.where(np.isnan(self.share), self.liked, self.share)

    @property
    def liked_source(self) -> pa.Array:
        """Which of the two it is: 'users' or 'rating'; null where there is neither."""
        source = np.where(np.isnan(self.share), "rating", "users")
        return pa.array(source, pa.string(), mask=np.isnan(self.liked_probability))


class RatingPanel:
    """The rating model with its intervals, and the model of stars that reads what it says.

    Args:
        seed: of the trees' samples.
    """

    def __init__(self, seed: int = 0) -> None:
        self.blend = RatingBlend(seed)
        self.bands = ErrorBands()
        self.stars = StarsPanel(seed)
        self.metrics_: list[Metric] = []
        self.notes_: list[str] = []
        self.training_rows_ = 0
        check_allowed("rating", READS["rating"])

    def fit(self, rows: Rows, table: pa.Table, folds: Folds) -> RatingScores:
        """Cross-fit on the titles that have a rating; rows from ``outcome_rows``."""
        ratings = self._fit_rating(rows, table, folds)
        return _with_stars(ratings, self.stars.fit(rows, ratings.predicted, table, folds))

    def _fit_rating(self, rows: Rows, table: pa.Table, folds: Folds) -> RatingScores:
        target, votes = numbers(table, "rating"), numbers(table, "vote_count")
        known = ~np.isnan(target)
        if known.sum() < MINIMUM_RATED or len(np.unique(folds.number[known])) < 2:  # noqa: PLR2004
            self.notes_.append(f"not scored: {known.sum()} ratings known, {MINIMUM_RATED} needed")
            return RatingScores.none(len(rows))
        self.training_rows_ = int(known.sum())
        votes = np.where(known, votes, np.nan)
        rows = rows.adding(votes=votes, fold=folds.number)
        outcome = Outcome(target, known)
        predicted = self.blend.fit(rows, outcome, folds)
        inputs = _band_inputs(predicted, rows)
        self.bands_ = cross_fit(self.bands, inputs, outcome, folds, "rating: intervals")
        self._measure(rows, predicted, outcome, folds)
        scores = _scores(predicted, self.bands_.values, known)
        return replace(scores, forecast=self._forecast_later(rows, outcome))

    def apply(self, rows: Rows) -> RatingScores:
        """Score titles without a rating."""
        ratings = self._apply_rating(rows)
        return _with_stars(ratings, self.stars.apply(rows, ratings.predicted))

    def _apply_rating(self, rows: Rows) -> RatingScores:
        if self.blend.final_ is None:
            return RatingScores.none(len(rows))
        predicted = self.blend.predict(rows)
        rows = rows.adding(votes=np.full(len(rows), np.nan))
        bands = self.bands_.final.values(_band_inputs(predicted, rows))
        scores = _scores(predicted, bands, np.zeros(len(rows), dtype=bool))
        return replace(scores, forecast=predicted)

    def finals(self) -> dict[str, Any]:
        """Return the final models by name; none where nothing was fitted."""
        finals = self.blend.finals()
        if finals:
            finals["intervals"] = self.bands_.final
        return {**finals, **self.stars.finals()}

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take final models as ``finals`` gave them."""
        if "model" in finals:
            self.blend.restore(finals)
            self.bands_ = CrossFit.only(finals["intervals"])
        self.stars.restore(finals)

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the model and its intervals."""
        return {**self.blend.parameters(), "intervals": self.bands.get_params()}

    def _measure(self, rows: Rows, predicted: FloatArray, outcome: Outcome, folds: Folds) -> None:
        target, known = outcome.target, outcome.known
        rows = rows.adding(genres=np.nan_to_num(rows["listing"]))
        genre = cross_fit(GenreMean(), rows, outcome, folds, "rating: baseline")
        inputs, plain = _band_inputs(predicted, rows), ErrorBands(by_votes=False)
        one_width = cross_fit(plain, inputs, outcome, folds, "rating: baseline intervals")
        for name, of_type in slices(rows["is_series"]):
            everyone = np.ones(len(rows), dtype=bool)
            bands = vote_slices(np.nan_to_num(rows["votes"]))
            for votes, in_band in (("", everyone), *bands):
                chosen = known & of_type & in_band
                if chosen.any():
                    label = f"{name}, {votes}" if votes else name
                    y, ours, base = target[chosen], predicted[chosen], genre.values[chosen]
                    ends = self.bands_.values[chosen], one_width.values[chosen]
                    self.metrics_ += rating_metrics(label, y, ours, base)
                    self.metrics_ += interval_metrics(label, y, *ends)
                    self.metrics_ += chance_metrics(
                        "rating", label, liked(y), ends[0][:, 2], "liked_"
                    )

    def _forecast_later(self, rows: Rows, outcome: Outcome) -> FloatArray:
        """Learn from the titles that came out before the last years, judge by the later, and return
        what is said of these: (n,), NaN for all others."""
        forecast, known = np.full(len(rows), np.nan), outcome.known
        is_reliable = known & (rows["votes"] >= RELIABLE)
        since, early, late = split_in_time(rows["released"], is_reliable)
        if min(early.sum(), late.sum()) < MINIMUM_RATED:
            return forecast
        asked = known & (rows["released"] >= since)
        learnt = known & (rows["released"] < since)
        chosen, target = asked | learnt, outcome.target
        forecast[chosen] = self.blend.forecast(rows.take(chosen), target[chosen], learnt[chosen])
        rows = rows.adding(genres=np.nan_to_num(rows["listing"]))
        base = GenreMean().fit(rows.take(learnt), target[learnt]).predict(rows)
        for name, of_type in slices(rows["is_series"]):
            own = late & of_type
            if name != "all" and own.sum() >= MINIMUM_RATED:
                label = f"{name}, learnt before {since:.0f}, predicted after"
                self.metrics_ += rating_metrics(label, target[own], forecast[own], base[own])
        return forecast


def _band_inputs(predicted: FloatArray, rows: Rows) -> Rows:
    read = ("is_series", "is_described", "votes")
    return Rows({"predicted": predicted, **{name: rows[name] for name in read}})


def _scores(predicted: FloatArray, bands: FloatArray, known: BoolArray) -> RatingScores:
    lower, upper, liked_chance = bands.T
    nothing = RatingScores.none(len(predicted))
    return replace(
        nothing, predicted=predicted, lower=lower, upper=upper, liked=liked_chance, known=known
    )


def _with_stars(ratings: RatingScores, stars: StarScores) -> RatingScores:
    return replace(ratings, stars=stars.stars, share=stars.liked, is_starred=stars.known)
