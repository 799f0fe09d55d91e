"""Stars and liking: what users who rate for themselves would give a film.

TMDb's rating is a mean of its voters; where each user's own ratings are loaded (MovieLens), two
more questions have answers: how many stars on average, and what share gives 4 or more. The stars
are predicted as TMDb's rating is, by boosted trees, which also read the predicted rating: it is
learnt from many more titles. The share follows from the stars by a logistic curve over all the
users' votes for and against, as in Platt's scaling (1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from scipy.special import expit

from models.feature_blocks import RATING_BLOCKS, READS, check_allowed
from models.features import BoolArray, FloatArray, Rows, numbers
from models.learn.cross_fit import CrossFit, Folds, Outcome, cross_fit
from models.learn.estimator import Estimator
from models.learn.metrics import Metric, slices, star_metrics
from models.rating.rating_model import GenreMean, RatingModel

MINIMUM_FILMS = 200  # films with users' ratings, for a type to be scored
HARDLY_PENALISED = 1e4
MANY_USERS = 10.0


@dataclass(frozen=True)
class StarScores:
    """n titles' stars and share of users who like them; NaN for a type that users never rated."""

    stars: FloatArray
    liked: FloatArray
    known: BoolArray

    @classmethod
    def none(cls, n: int) -> Self:
        """The scores of n titles that no model scores."""
        return cls(np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, dtype=bool))


class StarsModel(RatingModel):
    """Trees as the rating model's, for stars; reads the block ``predicted_rating``, too."""

    SCALE = (0.5, 5.0)
    BLOCKS = (*RATING_BLOCKS, "predicted_rating")


class LikedCurve(Estimator):
    """The share of users who give 4 stars or more, from the mean stars."""

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows with blocks ``is_series``, ``stars``, ``users``; the n shares."""
        from sklearn.linear_model import LogisticRegression

        self.types_ = np.unique(rows["is_series"])
        stars, users = rows["stars"][:, None], rows["users"]
        votes = np.concatenate([users * target, users * (1 - target)])
        likes = np.repeat([True, False], len(stars))
        curve = LogisticRegression(C=HARDLY_PENALISED, solver="newton-cholesky")
        curve.fit(np.vstack([stars, stars]), likes, sample_weight=votes)
        self.coef_, self.intercept_ = float(curve.coef_[0, 0]), float(curve.intercept_[0])
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return n shares, NaN for a type that was not seen."""
        stars, share = rows["stars"], np.full(len(rows), np.nan)
        is_scored = np.isin(rows["is_series"], self.types_)
        if is_scored.any():
            share[is_scored] = expit(stars[is_scored] * self.coef_ + self.intercept_)
        return share


class StarsPanel:
    """The model of stars and the curve of liking, cross-fitted and measured.

    Args:
        seed: of the trees' samples.
    """

    def __init__(self, seed: int = 0) -> None:
        self.model = StarsModel(trees=100, depth=4, seed=seed)
        self.fit_: CrossFit | None = None
        self.metrics_: list[Metric] = []
        self.notes_: list[str] = []
        self.training_rows_ = 0
        check_allowed("stars", READS["rating"])

    def fit(self, rows: Rows, predicted: FloatArray, table: pa.Table, folds: Folds) -> StarScores:
        """Cross-fit on the titles that users have rated.

        Args:
            rows: n titles, from ``outcome_rows``.
            predicted: the n ratings that the rating model predicts, out of fold where known.
            table: of the n titles, from ``read_known``.
            folds: the n titles' folds.
        """
        users, stars = numbers(table, "user_count"), numbers(table, "mean_stars")
        known = self._known(rows["is_series"], stars, folds)
        if not known.any():
            return StarScores.none(len(rows))
        self.training_rows_ = int(known.sum())
        rows = rows.adding(votes=users, fold=folds.number, predicted_rating=predicted)
        self.fit_ = cross_fit(self.model, rows, Outcome(stars, known), folds, "stars")
        share = Outcome(numbers(table, "liked_share"), known)
        inputs = _curve_inputs(rows, self.fit_.values).adding(users=users)
        self.curve_ = cross_fit(LikedCurve(), inputs, share, folds, "stars: liked")
        scores = _scores(self.fit_.values, self.curve_.values, known)
        self._measure(rows, Outcome(stars, known), share, scores, folds)
        return scores

    def apply(self, rows: Rows, predicted: FloatArray) -> StarScores:
        """Score titles that no user has rated."""
        if self.fit_ is None:
            return StarScores.none(len(rows))
        rows = rows.adding(predicted_rating=predicted)
        stars = self.fit_.final.predict(rows)
        liked = self.curve_.final.values(_curve_inputs(rows, stars))
        return _scores(stars, liked, np.zeros(len(rows), dtype=bool))

    def finals(self) -> dict[str, Any]:
        """Return the final models by name; none where nothing was fitted."""
        return {"stars": self.fit_.final, "liked": self.curve_.final} if self.fit_ else {}

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take final models as ``finals`` gave them."""
        if "stars" in finals:
            self.fit_ = CrossFit.only(finals["stars"])
            self.curve_ = CrossFit.only(finals["liked"])

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the model."""
        return dict(self.model.get_params())

    def _known(self, is_series: FloatArray, stars: FloatArray, folds: Folds) -> BoolArray:
        """Which titles users have rated, of the types of which they have rated enough."""
        known = ~np.isnan(stars)
        counts = {kind: int((known & (is_series == kind)).sum()) for kind in (0.0, 1.0)}
        types = [kind for kind, count in counts.items() if count >= MINIMUM_FILMS]
        if known.any() and not types:
            self.notes_.append(
                f"not scored: users have rated {known.sum()} titles, {MINIMUM_FILMS} are needed"
            )
        known &= np.isin(is_series, types)
        enough: BoolArray = known & (len(np.unique(folds.number[known])) > 1)
        return enough

    def _measure(
        self, rows: Rows, stars: Outcome, share: Outcome, scores: StarScores, folds: Folds
    ) -> None:
        """Compare with the mean of the title's genres, every user counting once."""
        rows = rows.adding(genres=np.nan_to_num(rows["listing"]))
        plain, users = GenreMean(weight="votes"), rows["votes"]
        bases = [
            cross_fit(plain, rows, outcome, folds, "stars: baseline").values
            for outcome in (stars, share)
        ]
        for name, of_type in slices(rows["is_series"]):
            for label, counted in (
                (name, users > 0),
                (f"{name}, {MANY_USERS:.0f} users or more", users >= MANY_USERS),
            ):
                at = stars.known & of_type & counted
                if at.any():
                    self.metrics_ += star_metrics(
                        label,
                        users[at],
                        (stars.target[at], scores.stars[at], bases[0][at]),
                        (share.target[at], scores.liked[at], bases[1][at]),
                    )


def _curve_inputs(rows: Rows, stars: FloatArray) -> Rows:
    return Rows({"is_series": rows["is_series"], "stars": stars})


def _scores(stars: FloatArray, share: FloatArray, known: BoolArray) -> StarScores:
    return StarScores(np.where(np.isnan(share), np.nan, stars), share, known)
