"""Which genres does a text's embedding speak for?

One ridge regression (Hoerl & Kennard 1970) of all tags at once on the sentence embeddings: it is
solved in closed form, and what it says joins the margins that ``TagBlender`` reads. The support
vector machines know each word by itself; the embedding knows which words mean alike.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.learn.estimator import Estimator


class TagRegression(Estimator):
    """All tags from the block ``embedding``.

    Args:
        penalty: strength of the L2 penalty.
    """

    def __init__(self, penalty: float = 10.0) -> None:
        self.penalty = penalty

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows and the (n, tags) listing."""
        from sklearn.linear_model import Ridge

        ridge = Ridge(self.penalty, solver="cholesky")
        ridge.fit(rows["embedding"].astype(np.float64), target.astype(np.float64))
        self.coef_ = np.atleast_2d(ridge.coef_).T
        self.intercept_ = np.atleast_1d(ridge.intercept_)
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) strengths."""
        strengths: FloatArray = rows["embedding"].astype(np.float64) @ self.coef_ + self.intercept_
        return strengths
