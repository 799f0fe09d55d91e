"""Text factors: what a title is about, as a few numbers.

Latent semantic analysis (Deerwester et al. 1990, "Indexing by latent semantic analysis") by a
randomised SVD (Halko, Martinsson & Tropp 2011) of the weighted words. No outcome is looked at.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.features import FloatArray
from models.learn.estimator import Estimator
from models.text.tfidf import idf_of, weigh

FEW_TITLES = 500  # below this, a word of two titles counts


class TextFactors(Estimator):
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
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        minimum = self.minimum_titles if words.shape[0] >= FEW_TITLES else 2
        count = words.getnnz(axis=0)
        telling = [_tells_something(name) and name not in ENGLISH_STOP_WORDS for name in names]
        self.columns_ = np.flatnonzero((count >= minimum) & np.array(telling, dtype=bool))
        own = words[:, self.columns_]
        self.idf_ = idf_of(own)
        size = min(self.size, len(self.columns_) - 1, words.shape[0] - 1)
        self.components_ = np.zeros((0, len(self.columns_)))
        if size > 0:
            svd = TruncatedSVD(size, n_iter=4, random_state=self.seed)
            self.components_ = svd.fit(weigh(own, self.idf_)).components_
        return self

    def transform(self, words: sparse.csr_matrix) -> FloatArray:
        """Return the (n, factors) matrix; a title without known words is all zero."""
        factors = weigh(words[:, self.columns_], self.idf_) @ self.components_.T
        length = np.linalg.norm(factors, axis=1, keepdims=True)
        scaled: FloatArray = np.divide(
            factors, length, out=np.zeros_like(factors), where=length > 0
        )
        return scaled


def _tells_something(word: str) -> bool:
    is_letter = len(word) == 1 and word.isascii()
    return not (" " in word or is_letter or word.isdigit())
