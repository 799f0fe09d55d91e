"""Predicted rating: what TMDb's voters will give a title, 0 to 10, from what is known beforehand.

Gradient-boosted trees (Chen & Guestrin 2016, "XGBoost") on year, length, listed genres, the genre
models' margins, and target encodings of people, country, language and maturity rating. A title's
weight grows with its votes and levels off: v / (v + half), as the noise of a mean of v votes does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.feature_blocks import ENCODED, RATING_BLOCKS
from models.features import FloatArray, Rows, side_by_side
from models.learn.boosted_trees import BoostedEstimator
from models.learn.estimator import Estimator
from models.learn.target_encoding import MeanEncoder, encode_nested


class RatingModel(BoostedEstimator):
    """XGBoost on a title's features and nested target encodings.

    Args:
        half: votes at which a title has half its full weight.
        trees, depth, rate: number of trees, their depth, and the learning rate.
        seed: of the row and column samples.
    """

    SCALE = (0.0, 10.0)
    BLOCKS: tuple[str, ...] = RATING_BLOCKS
    BOOSTING: Mapping[str, float] = {
        "subsample": 0.8,
        "colsample_bytree": 0.5,
        "min_child_weight": 5,
    }

    def __init__(
        self,
        half: float = 10.0,
        trees: int = 300,
        depth: int = 5,
        rate: float = 0.05,
        seed: int = 0,
    ) -> None:
        self.half = half
        self.trees = trees
        self.depth = depth
        self.rate = rate
        self.seed = seed

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows with blocks ``votes`` and ``fold``, and their n ratings."""
        weight = rows["votes"] / (rows["votes"] + self.half)
        nested = []
        self.encoders_ = {}
        for name, smoothing in ENCODED.items():
            encoder = MeanEncoder(smoothing)
            nested.append(encode_nested(encoder, rows[name], target, weight, rows["fold"]))
            self.encoders_[name] = encoder.fit(rows[name], target, weight)
        features = self._join(rows, nested)
        widths = [int(np.prod(rows[name].shape[1:])) for name in self.BLOCKS]
        self.columns_ = [*np.repeat(self.BLOCKS, widths).tolist(), *ENCODED]
        self._boost(features, target, weight)
        return self

    def predict(self, rows: Rows) -> FloatArray:
        """Return n ratings on the scale."""
        if not len(rows):
            return np.empty(0)
        encoded = [encoder.transform(rows[name]) for name, encoder in self.encoders_.items()]
        predicted = self.booster_.inplace_predict(self._join(rows, encoded))
        return np.clip(predicted.astype(np.float64), *self.SCALE)

    values = predict

    def _join(self, rows: Rows, encoded: list[FloatArray]) -> NDArray[np.float32]:
        return side_by_side([*(rows[name] for name in self.BLOCKS), *encoded])


class TypeRating(RatingModel):
    """Trees for the titles of one type, which has few: several at each step, on fewer features."""

    BLOCKS = (*RATING_BLOCKS, "is_netflix")

    BOOSTING: Mapping[str, float] = {
        **RatingModel.BOOSTING,
        "num_parallel_tree": 3,
        "subsample": 0.7,
        "colsample_bytree": 1.0,
        "colsample_bynode": 0.3,
        "reg_lambda": 10,
    }


class GenreMean(Estimator):
    """The baseline: the mean rating of a title's listed genres, films and series apart.

    Args:
        smoothing: titles' weight of the type's overall mean.
        weight: the block that says how much each title counts; all count alike without it.
    """

    def __init__(self, smoothing: float = 5.0, weight: str | None = None) -> None:
        self.smoothing = smoothing
        self.weight = weight

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows with blocks ``is_series`` and ``genres``, and their n ratings."""
        weight = rows[self.weight] if self.weight else np.ones(len(target))
        self.types_ = {}
        for is_series in np.unique(rows["is_series"]):
            of_type = rows["is_series"] == is_series
            genres, rating, own = rows["genres"][of_type], target[of_type], weight[of_type]
            mean = np.average(rating, weights=own)
            total = genres.T @ (own * rating) + self.smoothing * mean
            self.types_[is_series] = (mean, total / (genres.T @ own + self.smoothing))
        self.mean_ = np.average(target, weights=weight)
        return self

    def predict(self, rows: Rows) -> FloatArray:
        """Return n ratings."""
        predicted = np.full(len(rows), self.mean_)
        for is_series, (mean, by_genre) in self.types_.items():
            of_type = rows["is_series"] == is_series
            genres = rows["genres"][of_type]
            count = genres.sum(axis=1)
            means = (genres @ by_genre) / np.maximum(count, 1)
            predicted[of_type] = np.where(count > 0, means, mean)
        return predicted

    values = predict
