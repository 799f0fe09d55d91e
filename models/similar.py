"""Similar titles and clusters: which titles are about the same?

Neighbours are nearest by the cosine of sentence embeddings (of text factors, where there are none),
listed genres and countries, compared block by block, so that memory does not grow with the square
of the catalogue; time does, so there is an end to it (``MOST``). Clusters are k-means (Lloyd 1982)
on the text factors. They start from last week's centres, stored as weights of words, since the
factors themselves are turned anew each week: a cluster keeps its number and moves only as far as
the catalogue does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray, Rows, dense
from models.text.text_factors import TextFactors

NEIGHBOURS = 10
MOST = 100_000  # titles that are compared, each with all others
BLOCK = 2_000  # titles compared at a time
ACROSS = 30_000  # with so many others
CHOSEN_AT_ONCE = 250  # titles whose nearest are looked up: the places of all others are kept for it
PARTS = {"factors": 1.0, "genres": 0.7, "country": 0.3}
EMBEDDED_PARTS = {"embedding": 1.0, "genres": 0.7, "country": 0.3}
WORDS_KEPT = 60  # of a cluster's centre
WORDS_IN_NAME = 3
CLUSTERS = 40
TITLES_PER_CLUSTER = 20  # a small catalogue has fewer clusters

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """Pairs of n titles: ``similar`` is the ``rank``-th nearest of ``title``; row numbers."""

    title: IntArray
    similar: IntArray
    rank: IntArray
    similarity: FloatArray


def nearest(rows: Rows, count: int = NEIGHBOURS) -> Neighbours:
    """Find each title's nearest neighbours; none of more than ``MOST`` titles.

    Args:
        rows: n titles with the blocks ``genres``, ``country`` and ``factors`` or ``embedding``.
        count: neighbours of each; fewer where there are no more titles.
    """
    count = min(count, len(rows) - 1)
    parts = parts_of(rows)
    if count < 1 or len(rows) > MOST or not any(rows[name].shape[1] for name in parts):
        none = np.empty(0, dtype=np.int64)
        return Neighbours(none, none, none, np.empty(0))
    blocks = list(_blocks(unit_vectors(rows, parts), count))
    similar = np.vstack([block for block, _ in blocks])
    similarity = np.vstack([values for _, values in blocks])
    title = np.repeat(np.arange(len(rows)), count)
    rank = np.tile(np.arange(1, count + 1), len(rows))
    return Neighbours(title, similar.ravel(), rank, similarity.ravel().astype(np.float64))


def unlooked(count: int) -> list[str]:
    """What to say where so many titles are too many to be compared."""
    if count <= MOST:
        return []
    return [f"not looked for: {count:,} titles, and at most {MOST:,} are compared with each other"]


def parts_of(rows: Rows) -> dict[str, float]:
    """The blocks by which titles are compared, and their weights."""
    return EMBEDDED_PARTS if "embedding" in rows.blocks else PARTS


def _blocks(
    vectors: NDArray[np.float32], count: int
) -> Iterator[tuple[IntArray, NDArray[np.float32]]]:
    """The rows of the nearest of each block of titles, and their cosines; the nearest first."""
    for start in range(0, len(vectors), BLOCK):
        own = vectors[start : start + BLOCK]
        found, values = np.empty((len(own), 0), int), np.empty((len(own), 0), np.float32)
        for at in range(0, len(vectors), ACROSS):
            cosine = own @ vectors[at : at + ACROSS].T
            itself = np.arange(start, start + len(own)) - at
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


@dataclass(frozen=True)
class Cluster:
    """A group of titles; its words and their weights, heaviest first, say what it is about."""

    cluster_id: int
    name: str
    words: list[str]
    weights: list[float]


class Themes:
    """The clusters of a catalogue.

    Args:
        factors: fitted text factors.
        names: of the words that they were fitted on.
        seed: of the first centres, where there are none of last week.
    """

    def __init__(self, factors: TextFactors, names: NDArray[np.object_], seed: int) -> None:
        self.factors = factors
        self.names = names[factors.columns_]
        self.seed = seed
        self.clusters_: list[Cluster] = []
        self.centres_ = np.zeros((0, 0))

    def fit(self, titles: FloatArray, before: list[Cluster]) -> None:
        """Group n titles by their (n, factors); ``before`` are last week's clusters."""
        from sklearn.cluster import KMeans

        count = min(CLUSTERS, len(titles) // TITLES_PER_CLUSTER)
        if count < 2 or not titles.shape[1]:  # noqa: PLR2004 - one group says nothing
            return
        start = self._centres_of(before)
        if start is None or len(start) > len(titles):
            means = KMeans(count, n_init=3, random_state=self.seed).fit(titles)
        else:
            means = KMeans(len(start), init=start, n_init=1, random_state=self.seed).fit(titles)
        self.centres_ = means.cluster_centers_
        numbers = [c.cluster_id for c in before] if start is not None else range(1, count + 1)
        pairs = zip(numbers, self.centres_, strict=True)
        self.clusters_ = [self._cluster(number, centre) for number, centre in pairs]

    def predict(self, titles: FloatArray) -> IntArray:
        """Return the n titles' cluster ids, 0 for a title without known words."""
        if not len(self.centres_):
            return np.zeros(len(titles), dtype=np.int64)
        distance = (self.centres_**2).sum(axis=1) - 2 * titles @ self.centres_.T
        ids = np.array([c.cluster_id for c in self.clusters_])
        return np.where(titles.any(axis=1), ids[distance.argmin(axis=1)], 0)

    def _cluster(self, number: int, centre: FloatArray) -> Cluster:
        weights = centre @ self.factors.components_
        top = np.argsort(-weights, kind="stable")[:WORDS_KEPT]
        words = [str(word) for word in self.names[top]]
        name = ", ".join(words[:WORDS_IN_NAME])
        return Cluster(number, name, words, [float(w) for w in weights[top]])

    def _centres_of(self, before: list[Cluster]) -> FloatArray | None:
        """Turn last week's words into this week's factors."""
        if not before:
            return None
        column = {word: n for n, word in enumerate(self.names)}
        weights = np.zeros((len(before), len(column)))
        for row, cluster in enumerate(before):
            for word, weight in zip(cluster.words, cluster.weights, strict=True):
                if word in column:
                    weights[row, column[word]] = weight
        centres: FloatArray = weights @ self.factors.components_.T
        return centres
