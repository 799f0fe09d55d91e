"""Words weighted by TF-IDF, as scikit-learn's ``TfidfTransformer(sublinear_tf=True)`` does it.

It is not used itself, since to import it takes longer than to score a title.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def idf_of(counts: sparse.csr_matrix) -> NDArray[Any]:
    """Return each of the (n, words) columns' inverse document frequency, of the counts' dtype."""
    share = (counts.getnnz(axis=0) + 1) / (counts.shape[0] + 1)
    return np.asarray(1 - np.log(share), dtype=counts.dtype)


def weigh(counts: sparse.csr_matrix, idf: NDArray[Any]) -> sparse.csr_matrix:
    """Return the (n, words) weights, each row of length 1 unless it is all zero."""
    data = np.log(counts.data)
    data += 1
    data *= idf[counts.indices]
    filled = np.flatnonzero(np.diff(counts.indptr))
    squares = np.square(data).astype(np.float64)
    length = np.sqrt(np.add.reduceat(squares, counts.indptr[filled]))
    data /= np.repeat(length, np.diff(counts.indptr)[filled])
    return sparse.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)
