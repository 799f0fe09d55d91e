"""Tags' probabilities where sentence embeddings are read, too: each from a few values of its tag.

These are the margin, what the embeddings say of the tag and the square of that, the probability
without embeddings, and what a ridge regression (Hoerl & Kennard 1970) makes of all margins and of
all that the embeddings say: stacking (Wolpert 1992) in two floors. The ridge regression of all tags
is solved at once; a logistic regression of each tag on all these values takes seven times as long,
and is no better.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.genres.tag_models import TagBlender
from models.learn.estimator import Estimator

PARTS = 5
"""Of the titles learnt from: what one part is told, the others have learnt."""


class OwnValues(TagBlender):
    """A logistic regression per tag on its own values, films and series apart.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        c: inverse strength of the L2 penalty on the standardised values, (n, tags, values).
    """

    READS = "own"

    def __init__(self, minimum: int = 20, c: float = 1.0) -> None:
        super().__init__(minimum, c)

    def _of_tag(self, scaled: FloatArray, tag: int) -> FloatArray:
        return np.asarray(scaled[:, tag])

    def _weighed(self, scaled: FloatArray, coef: FloatArray) -> FloatArray:
        return np.asarray((scaled * np.ascontiguousarray(coef.T)).sum(axis=2))


class TagStack(Estimator):
    """The own values of each tag, with a ridge regression on the values of all as one more.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        penalty: strength of the ridge regression's L2 penalty on the standardised values.
        seed: of the parts.
    """

    def __init__(self, minimum: int = 20, penalty: float = 300.0, seed: int = 0) -> None:
        self.minimum = minimum
        self.penalty = penalty
        self.seed = seed

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows with the blocks that both read, and the (n, tags) listing."""
        values, listed = rows[TagBlender.READS], target.astype(np.float64)
        self.mean_, self.scale_ = values.mean(axis=0), values.std(axis=0) + 1e-9
        scaled = (values - self.mean_) / self.scale_
        self.coef_, self.intercept_ = self._ridge(scaled, listed)
        told = np.zeros_like(listed)
        part = np.random.default_rng(self.seed).permutation(len(listed)) % PARTS
        for own in range(PARTS):
            coef, intercept = self._ridge(scaled[part != own], listed[part != own])
            told[part == own] = scaled[part == own] @ coef + intercept
        self.own_ = OwnValues(self.minimum).fit(_with(rows, told), target)
        return self

    def predict_proba(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) probabilities, NaN where a tag is not modelled for the type."""
        scaled = (rows[TagBlender.READS] - self.mean_) / self.scale_
        return self.own_.predict_proba(_with(rows, scaled @ self.coef_ + self.intercept_))

    values = predict_proba

    def _ridge(self, scaled: FloatArray, listed: FloatArray) -> tuple[FloatArray, FloatArray]:
        from sklearn.linear_model import Ridge

        fitted = Ridge(self.penalty, solver="cholesky").fit(scaled, listed)
        coef = np.ascontiguousarray(fitted.coef_.reshape(listed.shape[1], -1).T)
        return coef, np.atleast_1d(fitted.intercept_)


def _with(rows: Rows, told: FloatArray) -> Rows:
    own = np.concatenate([rows[OwnValues.READS], told[:, :, None]], axis=2)
    return Rows({"is_series": rows["is_series"], OwnValues.READS: own})
