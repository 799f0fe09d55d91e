"""How alike are texts? The Gaussian kernel of their embeddings, the same to the last bit wherever
a text stands among others, on however many threads, and whichever kernels of linear algebra do it.

Vectors are rounded to a grid that is coarse enough for every product, and every sum of products on
the way, to have no more than the 24 bits of single precision: then nothing is rounded, and the
order of a sum does not matter. For vectors of length 1 the grid has steps of about 1/3547, a tenth
of a thousandth of what the angle between two texts is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Self

import numpy as np
from numpy.typing import NDArray

BITS = 24  # of a number of single precision
SLACK = 1.02  # a vector's length squared once it is rounded, at most

Single = NDArray[np.float32]


@dataclass(frozen=True)
class Places:
    """Where n texts stand on the grid.

    Args:
        asked, told: (n, width + 2) whose products are the logarithms of the likeness: the vector,
            and half its length squared, on one side before and on the other after a 1.
    """

    asked: Single
    told: Single

    @classmethod
    def of(cls, vectors: NDArray[np.floating], gamma: float) -> Self:
        """Where texts stand by their (n, width) vectors of length 1, or 0.

        Args:
            vectors: of length 1; of longer ones the last bits may depend on what is beside.
            gamma: how fast likeness falls with the squared distance.
        """
        step = np.float32(2.0 ** -((BITS - ceil(log2(2 * gamma * SLACK))) // 2))
        own = np.rint(vectors * np.float32((2 * gamma) ** 0.5) / step, dtype=np.float32) * step
        half = np.einsum("ij,ij->i", own, own) / -2
        half = np.rint(half / step**2) * step**2
        one = np.ones_like(half)
        return cls(np.column_stack([own, half, one]), np.column_stack([own, one, half]))

    def __len__(self) -> int:
        return len(self.asked)

    def take(self, at: slice | NDArray[np.int64]) -> Places:
        """Some of the texts."""
        return Places(self.asked[at], self.told[at])

    def likeness(self, others: Places, out: Single | None = None) -> Single:
        """(n, others) between 0 and 1, which a text has with itself; ``out`` is written to."""
        found: Single = np.matmul(self.asked, others.told.T, out=out)
        return np.exp(found, out=found)
