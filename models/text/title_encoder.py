"""Turns a table of titles into the matrices that the models read."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from models.features import Rows, numbers
from models.learn.estimator import Estimator
from models.text import sentence_embeddings as embeddings
from models.text.text_factors import TextFactors
from models.text.word_counter import WordCounter, pack, unpack

FEW_TITLES = 100  # below this, every word counts
GROUPS = (
    "metadata",
    "country",
    "language",
    "maturity",
    "spoken",
    "season",
    "arrival",
    "arrival_lag",
)
PEOPLE = ("people", "director", "cast")
NUMBERS = (
    "is_series",
    "is_described",
    "is_netflix",
    "is_netflix_own",
    "year",
    "released",
    "came",
    "minutes",
    "first_minutes",
    "has_local_title",
)


class TokenCounter(Estimator):
    """Counts the tokens of a list column; each distinct token is a column of the matrix.

    Args:
        minimum: tokens of fewer titles than this are dropped.
    """

    def __init__(self, minimum: int = 2) -> None:
        self.minimum = minimum

    def fit(self, lists: pa.ChunkedArray) -> Self:
        """Learn the vocabulary from n lists of strings."""
        counts = pc.value_counts(pc.list_flatten(lists).combine_chunks())
        tokens, n = counts.field("values"), counts.field("counts")
        kept = tokens.filter(pc.greater_equal(n, self.minimum)).drop_null()
        self.vocabulary_ = kept.take(pc.sort_indices(kept))
        return self

    def transform(self, lists: pa.ChunkedArray) -> sparse.csr_matrix:
        """Return the (n, tokens) matrix, 1 where a list holds the token."""
        columns = pc.index_in(pc.list_flatten(lists), value_set=self.vocabulary_)
        rows = pc.list_parent_indices(lists.combine_chunks())
        seen = pc.is_valid(columns)
        at = (rows.filter(seen).to_numpy(), columns.filter(seen).to_numpy())
        shape = (len(lists), len(self.vocabulary_))
        matrix = sparse.csr_matrix((np.ones(len(at[0]), np.float32), at), shape=shape)
        matrix.data[:] = 1.0
        return matrix

    def __getstate__(self) -> dict[str, Any]:
        """The state as plain arrays, without Arrow's."""
        state = dict(self.__dict__)
        if "vocabulary_" in state:
            state["vocabulary_"] = pack(self.vocabulary_)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if "vocabulary_" in state:
            self.vocabulary_ = unpack(state["vocabulary_"])


class TitleEncoder(Estimator):
    """Turns a table of titles into ``Rows``: one vocabulary for all models, each text read once.

    The vocabulary knows all texts but no label. What is learnt with labels, and the weights of the
    words, are fitted inside the folds.

    Args:
        minimum_titles: words and people of fewer titles than this are dropped.
        minimum_group: countries, languages and other groups of fewer titles are dropped.
        seed: of the text factors.
        embedding: which sentence embeddings are a block; None for none.
    """

    def __init__(
        self,
        minimum_titles: int = 2,
        minimum_group: int = 5,
        seed: int = 0,
        embedding: embeddings.Identity | None = None,
    ) -> None:
        self.minimum_titles = minimum_titles
        self.minimum_group = minimum_group
        self.seed = seed
        self.embedding = embedding

    def fit_transform(self, table: pa.Table) -> Rows:
        """Learn the vocabularies of all blocks and return the blocks of the table's n titles."""
        groups = dict.fromkeys(GROUPS, self.minimum_group)
        people = dict.fromkeys(PEOPLE, self.minimum_titles)
        self.counters_ = {
            name: TokenCounter(minimum).fit(table[name])
            for name, minimum in {**groups, **people}.items()
        }
        minimum = self.minimum_titles if len(table) >= FEW_TITLES else 1
        self.words_ = WordCounter(minimum)
        words = self.words_.fit_transform(table["words"])
        self.factors_ = TextFactors(seed=self.seed).fit(words, self.words_.names)
        self.embedding_ = self.embedding
        return self._join(table, words)

    def transform(self, table: pa.Table) -> Rows:
        """Return the blocks of the table's n titles."""
        return self._join(table, self.words_.transform(table["words"]))

    def _join(self, table: pa.Table, words: sparse.csr_matrix) -> Rows:
        tokens = {name: counter.transform(table[name]) for name, counter in self.counters_.items()}
        values = {name: numbers(table, name) for name in NUMBERS}
        factors = self.factors_.transform(words)
        of = self.embedding_
        embedded = {"embedding": embeddings.block(table, of)} if of else {}
        return Rows({"words": words, "factors": factors, **embedded, **tokens, **values})

    def names(self) -> dict[str, NDArray[np.object_]]:
        """Return the names of the columns of the words and of each block of tokens."""
        tokens = {name: counter.vocabulary_ for name, counter in self.counters_.items()}
        named = {name: np.array(v.to_pylist(), dtype=object) for name, v in tokens.items()}
        return {"words": self.words_.names, **named}
