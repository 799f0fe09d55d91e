"""Text factors: what a title is about, as a few numbers.

Latent semantic analysis (Deerwester et al. 1990, "Indexing by latent semantic analysis") by a
randomised SVD (Halko, Martinsson & Tropp 2011) of the weighted words. No outcome is looked at.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfTransformer

from models.features import FloatArray

FEW_TITLES = 500  # below this, a word of two titles counts


class TextFactors(BaseEstimator):  # type: ignore[misc]
    """The leading directions of the titles' words; each title is scaled to length 1.

    Args:
        size: number of factors.
        minimum_titles: words of fewer titles are left out.
        seed: of the randomised decomposition.
    """

    def __init__(self, size: int = 100, minimum_titles: int = 5, seed: int = 0) -> None:
        self.size = size
        self.minimum_titles = minimum_titles
        self.seed = seed

    def fit(self, words: sparse.csr_matrix, names: NDArray[np.object_]) -> Self:
        """Learn from the (n, words) counts and the words' names."""
        minimum = self.minimum_titles if words.shape[0] >= FEW_TITLES else 2
        count = words.getnnz(axis=0)
        self.columns_ = np.flatnonzero(
            (count >= minimum) & np.array([_tells_something(name) for name in names], dtype=bool)
        )
        self.names_ = names[self.columns_]
        self.weights_ = TfidfTransformer(sublinear_tf=True)
        size = min(self.size, len(self.columns_) - 1, words.shape[0] - 1)
        self.svd_ = None
        if size > 0:
            weighted = self.weights_.fit_transform(words[:, self.columns_])
            self.svd_ = TruncatedSVD(size, n_iter=4, random_state=self.seed).fit(weighted)
        return self

    def transform(self, words: sparse.csr_matrix) -> FloatArray:
        """Return the (n, factors) matrix; a title without known words is all zero."""
        if self.svd_ is None:
            return np.zeros((words.shape[0], 0))
        factors = self.svd_.transform(self.weights_.transform(words[:, self.columns_]))
        length = np.linalg.norm(factors, axis=1, keepdims=True)
        scaled: FloatArray = np.divide(
            factors, length, out=np.zeros_like(factors), where=length > 0
        )
        return scaled

    @property
    def components(self) -> FloatArray:
        """The (factors, words) directions."""
        if self.svd_ is None:
            return np.zeros((0, len(self.columns_)))
        return np.asarray(self.svd_.components_)


def _tells_something(word: str) -> bool:
    is_letter = len(word) == 1 and word.isascii()
    return not (" " in word or is_letter or word.isdigit() or word in ENGLISH_STOP_WORDS)
