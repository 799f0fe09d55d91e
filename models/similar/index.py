"""Similar titles of a large catalogue, by an index of lists (the extra ``[scale]``).

The index (faiss: Douze et al. 2024, "The Faiss library") shares the titles out to lists by their
nearest centre and looks through the lists nearest to a title: first by four bits for each two
columns (Jégou et al. 2011, "Product quantization for nearest neighbor search"), then by the vectors
of the best. How many lists it must look through is found in each run: as few as find ``WANTED`` of
the neighbours that some titles have by comparison with all others. That share is measured, and
published.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.similar.neighbours import IntArray, Neighbours, exact, exact_of

EXACT = 30_000  # titles up to which comparing all with each other is quicker
MOST = 100_000  # titles that are compared so without the extra
WANTED = 0.96  # the share of the true neighbours that is to be found; .95 is promised
ASKED = 1_000  # titles whose true neighbours are looked up
LISTS = 4  # times the root of the number of titles
ROUNDS = 8  # in which the centres are learnt
LEARNT = 40  # titles of each list from which its centre is learnt
COMPARED = 16  # so many of the best by four bits, for each neighbour, are compared by their vectors
FIRST_LISTS = 32  # looked through at first; half as many more until enough is found
AT_ONCE = 20_000  # titles looked up at a time

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """Neighbours, and how many of the true ones are among them.

    Args:
        neighbours: of n titles.
        recall: the share of true neighbours found; None where all were compared, or none.
        asked: the number of titles on which that was measured.
        notes: what the reader of the neighbours must know.
    """

    neighbours: Neighbours
    recall: float | None
    asked: int
    notes: tuple[str, ...] = ()


def nearest_found(vectors: Vectors, count: int, seed: int, threads: int) -> Found:
    """Find the nearest of n titles by their (n, columns) vectors of length 1.

    Args:
        vectors: each title's.
        count: neighbours of each.
        seed: of the index, and of the titles on which it is measured.
        threads: cores to use; changes nothing that is found.
    """
    n = len(vectors)
    if n <= EXACT or (n <= MOST and not has_index()):
        return Found(exact(vectors, count), None, 0)
    if not has_index():
        return Found(Neighbours.none(), None, 0, (unlooked(n),))
    index = _Index(vectors, seed, threads)
    asked = np.sort(np.random.default_rng(seed).choice(n, ASKED, replace=False))
    recall = index.tune(asked, count)
    note = f"found by an index: {recall:.1%} of the true neighbours of {ASKED:,} titles"
    return Found(index.neighbours(count), recall, ASKED, (note,))


def has_index() -> bool:
    """Whether the extra is installed."""
    return find_spec("faiss") is not None


def unlooked(count: int) -> str:
    """What to say where so many titles are too many to be compared."""
    return (
        f"not looked for: {count:,} titles, and at most {MOST:,} are compared with each other; "
        "pip install 'catalogue-insights[scale]' brings an index for more"
    )


class _Index:
    def __init__(self, vectors: Vectors, seed: int, threads: int) -> None:
        import faiss

        faiss.omp_set_num_threads(threads)
        odd = vectors.shape[1] % 2
        self.vectors = np.pad(vectors, ((0, 0), (0, odd))) if odd else vectors
        n, width = self.vectors.shape
        kind = f"IVF{round(LISTS * n**0.5)},PQ{width // 2}x4fs,RFlat"
        index: Any = faiss.index_factory(width, kind, faiss.METRIC_INNER_PRODUCT)
        index.k_factor = COMPARED
        self.index, self.lists = index, faiss.extract_index_ivf(index)
        self.lists.cp.seed, self.lists.cp.niter = seed % 2**31, ROUNDS
        self.lists.cp.max_points_per_centroid = LEARNT
        self.index.train(self.vectors)
        self.index.add(self.vectors)

    def tune(self, asked: IntArray, count: int) -> float:
        """Look through as many lists as are needed; return what share is found so."""
        _, cosines = exact_of(self.vectors, asked, count)
        least = cosines[:, -1:] - 1e-6  # of several that are as near, any will do
        self.lists.nprobe = FIRST_LISTS
        while True:
            recall = float((self._search(asked, count)[1] >= least).mean())
            if recall >= WANTED or self.lists.nprobe >= self.lists.nlist:
                return recall
            self.lists.nprobe = min(self.lists.nprobe * 3 // 2, self.lists.nlist)

    def neighbours(self, count: int) -> Neighbours:
        """Those of all titles."""
        n = len(self.vectors)
        parts = [
            self._search(np.arange(at, min(at + AT_ONCE, n)), count) for at in range(0, n, AT_ONCE)
        ]
        return Neighbours.of(*(np.vstack(part) for part in zip(*parts, strict=True)))

    def _search(self, asked: IntArray, count: int) -> tuple[IntArray, Vectors]:
        """(m, count) nearest of m titles, without themselves; -1 and -inf where there are none."""
        values, found = self.index.search(self.vectors[asked], count + 1)
        values[(found < 0) | (found == asked[:, None])] = -np.inf
        found[np.isneginf(values)] = -1
        order = np.lexsort((found, -values))[:, :count]
        return np.take_along_axis(found, order, axis=1), np.take_along_axis(values, order, axis=1)
