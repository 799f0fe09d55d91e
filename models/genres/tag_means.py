"""Tags' probabilities where sentence embeddings are read, too: the mean of two ways to them.

One is the blend of all margins and of all that the embeddings say; the other reads of each tag its
own values alone: its margin, what the embeddings say of it, and its probability without them.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.genres.tag_models import TagBlender
from models.learn.estimator import Estimator


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
