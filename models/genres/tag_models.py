"""Genre tags: which genres of a taxonomy does a title carry?

Two steps. ``TagMargins`` fits one linear support vector machine per tag (Cortes & Vapnik 1995, by
the solver of Fan et al. 2008, "LIBLINEAR") on the weighted words, metadata and people.
``TagBlender`` then turns the margins of all tags of both taxonomies into calibrated probabilities:
Platt's scaling (1999, "Probabilistic outputs for support vector machines"), with the other tags'
margins as further regressors, as in stacking (Wolpert 1992). A title's listing in one taxonomy is
known before its tags in the other, and is used where it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from models.features import BoolArray, FloatArray, Rows
from models.learn.estimator import Estimator
from models.text.tfidf import idf_of, weigh

# liblinear draws from one random generator per process: fits take turns, so that the result does
# not depend on the number of threads. Long ones are given processes of their own (``TAKES_TURNS``).
_LIBLINEAR = Lock()


class TagMargins(Estimator):
    """One linear support vector machine per tag.

    Args:
        words: weight of the TF-IDF words, each title's scaled to length 1.
        metadata: weight of each metadata token.
        people: weight of the TF-IDF people, each title's scaled to length 1.
        c: inverse strength of the L2 penalty.
        seed: of the solver's order of examples.
    """

    TAKES_TURNS = ("words", "metadata", "people")  # what a fit in another process needs to read

    def __init__(
        self,
        words: float = 1.0,
        metadata: float = 0.3,
        people: float = 1.0,
        c: float = 0.5,
        seed: int = 0,
    ) -> None:
        self.words = words
        self.metadata = metadata
        self.people = people
        self.c = c
        self.seed = seed

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows and the (n, tags) listing."""
        self.idf_ = {
            name: idf_of(rows[name])
            for name, scale in (("words", self.words), ("people", self.people))
            if scale and rows[name].shape[1]
        }
        design = self.design(rows)
        coefs = [self._fit_tag(design, target[:, tag]) for tag in range(target.shape[1])]
        self.coef_ = np.column_stack([coef for coef, _ in coefs]).astype(np.float32)
        self.intercept_ = np.array([intercept for _, intercept in coefs])
        self.mean_ = np.asarray(design.mean(axis=0)).ravel()
        square = np.asarray(design.multiply(design).mean(axis=0)).ravel()
        self.spread_ = np.sqrt(np.maximum(square - self.mean_**2, 0.0))
        return self

    def decision_function(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) margins."""
        margins = np.zeros((len(rows), self.coef_.shape[1]), dtype=np.float32)
        start = 0
        for part in self._parts(rows):
            stop = start + part.shape[1]
            margins += part.astype(np.float32, copy=False) @ self.coef_[start:stop]
            start = stop
        shifted: FloatArray = margins.astype(np.float64) + self.intercept_
        return shifted

    values = decision_function

    @property
    def blocks(self) -> list[str]:
        """The blocks of the design, in the order of its columns."""
        return [*self.idf_, *(["metadata"] if self.metadata else [])]

    def design(self, rows: Rows) -> sparse.csr_matrix:
        """Return the (n, features) matrix of the weighted blocks."""
        return sparse.hstack(list(self._parts(rows)), format="csr", dtype=np.float64)

    def _parts(self, rows: Rows) -> Iterator[sparse.csr_matrix]:
        for name, own in self.idf_.items():
            yield weigh(rows[name], own) * getattr(self, name)
        if self.metadata:
            yield rows["metadata"] * self.metadata

    def _fit_tag(self, design: sparse.csr_matrix, listed: BoolArray) -> tuple[FloatArray, float]:
        from sklearn.svm import LinearSVC

        if listed.all() or not listed.any():
            return np.zeros(design.shape[1]), 1.0 if listed.all() else -1.0
        machine = LinearSVC(
            C=self.c, tol=0.1, max_iter=300, intercept_scaling=2.0, random_state=self.seed
        )
        with _LIBLINEAR:
            machine.fit(design, listed)
        return np.asarray(machine.coef_[0]), float(machine.intercept_[0])


class TagBlender(Estimator):
    """Calibrated probabilities from all tags' margins, films and series apart.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        c: inverse strength of the L2 penalty on the standardised values.
    """

    READS = "margins"

    def __init__(self, minimum: int = 20, c: float = 0.02) -> None:
        self.minimum = minimum
        self.c = c

    def fit(self, rows: Rows, target: BoolArray) -> Self:
        """Learn from n rows with the blocks ``is_series`` and ``READS``, and the (n, tags)
        listing."""
        self.tag_count_ = target.shape[1]
        self.types_ = {
            is_series: self._fit_type(rows[self.READS][of_type], target[of_type])
            for is_series in (0.0, 1.0)
            if (of_type := rows["is_series"] == is_series).any()
        }
        return self

    def predict_proba(self, rows: Rows) -> FloatArray:
        """Return the (n, tags) probabilities, NaN where a tag is not modelled for the type."""
        probabilities = np.full((len(rows), self.tag_count_), np.nan)
        for is_series, (mean, scale, coef, intercept) in self.types_.items():
            of_type = rows["is_series"] == is_series
            scaled = (rows[self.READS][of_type] - mean) / scale
            probabilities[of_type] = expit(self._weighed(scaled, coef) + intercept)
        return probabilities

    values = predict_proba

    def _of_tag(self, scaled: FloatArray, tag: int) -> FloatArray:
        """What one tag's regression reads."""
        return scaled

    def _weighed(self, scaled: FloatArray, coef: FloatArray) -> FloatArray:
        return np.asarray(scaled @ coef)

    def _fit_type(self, values: FloatArray, target: BoolArray) -> tuple[NDArray[Any], ...]:
        from sklearn.linear_model import LogisticRegression

        mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
        scaled = (values - mean) / scale
        coef = np.zeros((values.shape[-1], target.shape[1]))
        intercept = np.full(target.shape[1], np.nan)
        listed_count = target.sum(axis=0)
        enough = (listed_count >= self.minimum) & (listed_count < len(target))
        for tag in np.flatnonzero(enough).tolist():
            regression = LogisticRegression(C=self.c, solver="newton-cholesky", max_iter=50)
            regression.fit(self._of_tag(scaled, tag), target[:, tag])
            coef[:, tag], intercept[tag] = regression.coef_[0], regression.intercept_[0]
        return mean, scale, coef, intercept
