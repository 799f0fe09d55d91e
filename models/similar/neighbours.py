"""Similar titles: which titles are about the same?

Neighbours are nearest by the cosine of sentence embeddings (of text factors, where there are none),
listed genres and countries. Each title is compared with all others, block by block, so that memory
does not grow with the square of the catalogue; time does, so ``models.similar.index`` says what is
done about a large one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray, Rows, dense

NEIGHBOURS = 10
BLOCK = 2_000  # titles compared at a time
ACROSS = 30_000  # with so many others
CHOSEN_AT_ONCE = 250  # titles whose nearest are looked up: the places of all others are kept for it
PARTS = {"factors": 1.0, "genres": 0.7, "country": 0.3}
EMBEDDED_PARTS = {"embedding": 1.0, "genres": 0.7, "country": 0.3}

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """Pairs of n titles: ``similar`` is the ``rank``-th nearest of ``title``; row numbers."""

    title: IntArray
    similar: IntArray
    rank: IntArray
    similarity: FloatArray

    @classmethod
    def none(cls) -> Self:
        """No pairs."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing, np.empty(0))

    @classmethod
    def of(cls, similar: IntArray, similarity: NDArray[np.float32]) -> Self:
        """The pairs of n titles by their (n, count) nearest; -1 where fewer were found."""
        n, count = similar.shape
        found = similar.ravel() >= 0
        return cls(
            np.repeat(np.arange(n), count)[found],
            similar.ravel()[found],
            np.tile(np.arange(1, count + 1), n)[found],
            similarity.ravel()[found].astype(np.float64),
        )


def nearest(rows: Rows, count: int = NEIGHBOURS) -> Neighbours:
    """Find each title's nearest neighbours, all of them compared with each other.

    Args:
        rows: n titles with the blocks ``genres``, ``country`` and ``factors`` or ``embedding``.
        count: neighbours of each; fewer where there are no more titles.
    """
    return exact(unit_vectors(rows, parts_of(rows)), count)


def exact(vectors: NDArray[np.float32], count: int = NEIGHBOURS) -> Neighbours:
    """The same of n titles by their (n, columns) vectors of length 1."""
    count = min(count, len(vectors) - 1)
    if count < 1 or not vectors.shape[1]:
        return Neighbours.none()
    return Neighbours.of(*exact_of(vectors, np.arange(len(vectors)), count))


def exact_of(
    vectors: NDArray[np.float32], asked: IntArray, count: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """(m, count) rows of the nearest of m titles, by their own rows, and the cosines."""
    blocks = list(_blocks(vectors, asked, count))
    return np.vstack([found for found, _ in blocks]), np.vstack([values for _, values in blocks])


def parts_of(rows: Rows) -> dict[str, float]:
    """The blocks by which titles are compared, and their weights."""
    return EMBEDDED_PARTS if "embedding" in rows.blocks else PARTS


def _blocks(
    vectors: NDArray[np.float32], asked: IntArray, count: int
) -> Iterator[tuple[IntArray, NDArray[np.float32]]]:
    """The rows of the nearest of each block of titles, and their cosines; the nearest first."""
    for start in range(0, len(asked), BLOCK):
        rows = asked[start : start + BLOCK]
        own = vectors[rows]
        found, values = np.empty((len(own), 0), int), np.empty((len(own), 0), np.float32)
        for at in range(0, len(vectors), ACROSS):
            cosine = own @ vectors[at : at + ACROSS].T
            itself = rows - at
            inside = np.flatnonzero((itself >= 0) & (itself < cosine.shape[1]))
            cosine[inside, itself[inside]] = -np.inf
            place = _highest(cosine, count)
            found = np.hstack([found, at + place])
            values = np.hstack([values, np.take_along_axis(cosine, place, axis=1)])
            order = np.lexsort((found, -values))[:, :count]
            found = np.take_along_axis(found, order, axis=1)
            values = np.take_along_axis(values, order, axis=1)
        yield found, values


def _highest(values: NDArray[np.float32], count: int) -> IntArray:
    """Where the ``count`` highest of each row are, or all of them, in no order."""
    count = min(count, values.shape[1])
    parts = [
        np.argpartition(-values[at : at + CHOSEN_AT_ONCE], count - 1, axis=1)[:, :count]
        for at in range(0, len(values), CHOSEN_AT_ONCE)
    ]
    return np.vstack(parts)


def unit_vectors(rows: Rows, parts: Mapping[str, float]) -> NDArray[np.float32]:
    """(n, columns) vectors of length 1 whose products are cosines: the blocks that ``parts`` names,
    each brought to length 1 and weighted."""
    blocks = [(rows[name], np.sqrt(weight)) for name, weight in parts.items()]
    vectors = np.empty((len(rows), sum(block.shape[1] for block, _ in blocks)), np.float32)
    for start in range(0, len(rows), BLOCK):
        at = slice(start, start + BLOCK)
        own = [_unit(dense(b[at]).astype(np.float64)) * weight for b, weight in blocks]
        vectors[at] = _unit(np.hstack(own))
    return vectors


def _unit(block: FloatArray) -> FloatArray:
    length = np.sqrt(np.einsum("ij,ij->i", block, block))[:, None]
    return np.asarray(block / np.where(length > 0, length, 1.0))
