"""Clusters: the themes that a catalogue's titles fall into.

K-means (Lloyd 1982) on the text factors; of a large catalogue by mini-batches (Sculley 2010,
"Web-scale k-means clustering"). They start from last week's centres, stored as weights of words,
since the factors themselves are turned anew each week: a cluster keeps its number and moves only as
far as the catalogue does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray
from models.text.text_factors import TextFactors

WORDS_KEPT = 60  # of a cluster's centre
WORDS_IN_NAME = 3
CLUSTERS = 40
TITLES_PER_CLUSTER = 20  # a small catalogue has fewer clusters
WHOLE = 50_000  # titles that are looked at all at once
BATCH = 8_192  # titles of a larger catalogue that are looked at at a time

IntArray = NDArray[np.int64]


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

    def fit(self, titles: NDArray[Any], before: list[Cluster]) -> None:
        """Group n titles by their (n, factors); ``before`` are last week's clusters."""
        count = min(CLUSTERS, len(titles) // TITLES_PER_CLUSTER)
        if count < 2 or not titles.shape[1]:  # noqa: PLR2004 - one group says nothing
            return
        start = self._centres_of(before)
        if start is None or len(start) > len(titles):
            means = _means(len(titles), n_clusters=count, n_init=3, random_state=self.seed)
        else:
            known = {"init": start.astype(titles.dtype), "n_init": 1}
            means = _means(len(titles), n_clusters=len(start), **known, random_state=self.seed)
        self.centres_ = means.fit(titles).cluster_centers_
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


def _means(titles: int, **options: Any) -> Any:
    """What finds the centres of so many titles."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    if titles <= WHOLE:
        return KMeans(**options)
    return MiniBatchKMeans(batch_size=BATCH, **options)
