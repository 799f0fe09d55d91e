"""The catalogue's titles beside each other: what each resembles, and the themes they fall into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa

from models.features import BoolArray, Rows
from models.learn.metrics import Metric
from models.scoring.champions import ExplainedScores
from models.scoring.score_tables import ScoreStore
from models.similar.index import nearest_found
from models.similar.neighbours import NEIGHBOURS, parts_of, unit_vectors
from models.similar.themes import Themes

MODEL, RECALL = "similar titles", "recall_at_10"


@dataclass(frozen=True)
class KnownTables:
    """The titles of which something is known.

    Args:
        answer: the scores of those that were learnt from.
        table: these.
        others: reads the others, table by table; from the beginning each time.
    """

    answer: ExplainedScores
    table: pa.Table
    others: Callable[[], Iterable[pa.Table]]

    @property
    def has_catalogue(self) -> bool:
        """Whether any is in the catalogue."""
        return any(_is_listed(own).any() for own in chain([self.table], self.others()))

    def rows(self) -> Iterator[tuple[Rows, pa.Table]]:
        """Each table with its titles as the models read them, and what is listed of them."""
        scorer, answer = self.answer.scorer, self.answer
        known = [tags.listing.listed for tags in answer.scores.tags.values()]
        yield answer.rows.adding(genres=np.hstack(known).astype(np.float64)), self.table
        for other in self.others():
            listed = [listing.listed for listing in scorer.listings(other).values()]
            rows = scorer.encoder.transform(other)
            yield rows.adding(genres=np.hstack(listed).astype(np.float64)), other


def write_similar(
    titles: KnownTables, store: ScoreStore, seed: int, threads: int
) -> tuple[Themes, list[str]]:
    """Find what each title of the catalogue resembles, and the clusters, and write them.

    Returns:
        the clusters, and what the reader of the neighbours must know.
    """
    takes_all, ids, vectors, factors = not titles.has_catalogue, [], [], []
    for rows, table in titles.rows():
        chosen = np.ones(len(table), dtype=bool) if takes_all else _is_listed(table)
        if chosen.any():
            own = rows.take(chosen)
            ids.append(table["title_id"].filter(pa.array(chosen)))
            vectors.append(unit_vectors(own, parts_of(own)))
            factors.append(own["factors"])
    found = nearest_found(np.vstack(vectors), NEIGHBOURS, seed, threads)
    title_id = pa.chunked_array([chunk for own in ids for chunk in own.chunks])
    store.add_neighbours(title_id, found.neighbours)
    if found.recall is not None:
        store.add_metrics(
            [Metric(MODEL, "catalogue", RECALL, found.recall, None, None, found.asked)]
        )
    scorer = titles.answer.scorer
    themes = Themes(scorer.encoder.factors_, scorer.names["words"], seed)
    themes.fit(np.vstack(factors), store.clusters_before())
    store.replace_clusters(themes.clusters_)
    return themes, list(found.notes)


def _is_listed(table: pa.Table) -> BoolArray:
    return np.asarray(table["in_catalogue"].to_numpy(zero_copy_only=False), dtype=bool)
