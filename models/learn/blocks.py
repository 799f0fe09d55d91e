"""Rows in blocks of one size, the last one filled up.

A row's figures must not depend on which rows are computed beside it, to the last bit: libraries of
linear algebra add in another order when a matrix has another shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray


def blocks_of_type(is_series: FloatArray, size: int) -> Iterator[NDArray[np.int64]]:
    """Yield the row numbers of each block: of films, then of series."""
    for kind in (0.0, 1.0):
        own = np.flatnonzero(is_series == kind)
        for at in blocks_of(len(own), size):
            yield own[at]


def in_blocks(
    rows: NDArray[Any], size: int, work: Callable[[NDArray[Any]], NDArray[np.floating]]
) -> NDArray[np.floating]:
    """What ``work`` makes of each of n rows, or of their numbers."""
    if not len(rows):
        return work(rows)
    parts = [work(rows[at]) for at in blocks_of(len(rows), size)]
    return np.concatenate(parts)[: len(rows)]


def blocks_of(n: int, size: int) -> Iterator[NDArray[np.int64]]:
    """Yield the row numbers of each block of n rows."""
    for start in range(0, n, size):
        yield np.arange(start, start + size) % n
