"""Tags' probabilities where sentence embeddings are read, too: the mean of two ways to them.

One is the blend of all margins and of all that the embeddings say; the other reads of each tag its
own values alone: its margin, what the embeddings say of it, and its probability without them.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from models.features import BoolArray, FloatArray, Rows
from models.genres.tag_models import TagBlender
from models.learn.estimator import Estimator


class OwnValues(Estimator):
    """A logistic regression per tag on its own values, films and series apart.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        c: inverse strength of the L2 penalty on the standardised values.
    """

    def __init__(self, minimum: int = 20, c: float = 1.0) -> None:
        self.minimum = minimum
        self.c = c

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows with blocks ``is_series``, ``own`` (n, tags, values), and a listing."""
        self.tag_count_ = target.shape[1]
        self.types_ = {
            is_series: self._fit_type(rows["own"][of_type], target[of_type])
            for is_series in (0.0, 1.0)
            if (of_type := rows["is_series"] == is_series).any()
        }
        return self

    def predict_proba(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) probabilities, NaN where a tag is not modelled for the type."""
        probabilities = np.full((len(rows), self.tag_count_), np.nan)
        for is_series, (mean, scale, coef, intercept) in self.types_.items():
            of_type = rows["is_series"] == is_series
            scaled = (rows["own"][of_type] - mean) / scale
            probabilities[of_type] = expit((scaled * coef).sum(axis=2) + intercept)
        return probabilities

    values = predict_proba

    def _fit_type(self, own: FloatArray, target: BoolArray) -> tuple[NDArray[Any], ...]:
        from sklearn.linear_model import LogisticRegression

        mean, scale = own.mean(axis=0), own.std(axis=0) + 1e-9
        scaled = (own - mean) / scale
        coef, intercept = np.zeros(mean.shape), np.full(target.shape[1], np.nan)
        listed_count = target.sum(axis=0)
        enough = (listed_count >= self.minimum) & (listed_count < len(target))
        for tag in np.flatnonzero(enough):
            regression = LogisticRegression(C=self.c, solver="newton-cholesky", max_iter=50)
            regression.fit(scaled[:, tag], target[:, tag])
            coef[tag], intercept[tag] = regression.coef_[0], regression.intercept_[0]
        return mean, scale, coef, intercept


class TagMeans(Estimator):
    """The mean of the blend's probabilities and of those of each tag's own values.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        c: of the blend, inverse strength of the L2 penalty.
    """

    def __init__(self, minimum: int = 20, c: float = 0.02) -> None:
        self.minimum = minimum
        self.c = c

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows with the blocks that both read, and the (n, tags) listing."""
        self.blend_ = TagBlender(self.minimum, self.c).fit(rows, target)
        self.own_ = OwnValues(self.minimum).fit(rows, target)
        return self

    def predict_proba(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) probabilities, NaN where a tag is not modelled for the type."""
        mean: FloatArray = (self.blend_.predict_proba(rows) + self.own_.predict_proba(rows)) / 2
        return mean

    values = predict_proba
