"""Embeddings remembered by the hash of their text, so that a run embeds only texts that are new.

The file lies beside the models, is replaced whole, and holds the texts of the last run alone. It is
worth no error: one that cannot be read, or is of other embeddings, is dropped.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catalogue_common.files import put_in_place
from catalogue_common.settings import Settings
from models.text.sentence_embeddings import (
    COLUMN,
    WIDTH,
    Vectors,
    embed,
    identity,
    identity_text,
    is_available,
)

LIMIT = 100_000  # texts; 1 KB each

log = logging.getLogger("catalogue")

_HASH, _VECTOR = pa.binary(16), pa.list_(pa.float32(), WIDTH)


class TextMemory:
    """The embeddings of one run's texts.

    Args:
        file: of the last run's; None to remember for this run alone.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.hashes, self.vectors = _read(file) if file and file.is_file() else _nothing()
        self.is_used = np.zeros(len(self.hashes), dtype=bool)
        self.new_count = 0

    def added_to(self, table: pa.Table) -> pa.Table:
        """A table with the embeddings of its ``words``, for ``sentence_embeddings.block``."""
        vectors = _as_column(self.embed(table["words"].to_pylist()))
        return table.append_column(COLUMN, vectors)

    def embed(self, texts: list[str]) -> Vectors:
        """Return the (n, 256) vectors of n texts, and embed only those not seen before."""
        coded = pa.array([_hash(text) for text in texts], _HASH).dictionary_encode()
        numbers, hashes = coded.indices.to_numpy(), coded.dictionary
        place = pc.index_in(hashes, value_set=self.hashes)
        is_new, known = np.asarray(place.is_null()), place.drop_null().to_numpy()
        vectors = np.empty((len(hashes), WIDTH), dtype=np.float32)
        vectors[~is_new] = self.vectors[known]
        first = np.unique(numbers, return_index=True)[1]  # of texts that are there twice
        vectors[is_new] = embed([texts[at] for at in first[is_new]])
        self.is_used[known] = True
        self._keep(hashes.filter(pa.array(is_new)), vectors[is_new])
        every: Vectors = vectors[numbers]
        return every

    def _keep(self, hashes: pa.Array, vectors: Vectors) -> None:
        """Take in new texts, as long as there is room."""
        self.new_count += len(hashes)
        room = max(LIMIT - int(self.is_used.sum()), 0)
        self.hashes = pa.concat_arrays([self.hashes, hashes[:room]])
        self.vectors = np.vstack([self.vectors, vectors[:room]])
        self.is_used = np.append(self.is_used, np.ones(min(room, len(hashes)), dtype=bool))

    def write(self) -> None:
        """Replace the file by what this run has used, if that is not what it holds."""
        if self.file is None or not self.is_used.any() or not (self.new_count or self._forgets):
            return
        kept = [self.hashes.filter(pa.array(self.is_used)), _as_column(self.vectors[self.is_used])]
        schema = pa.schema([("text_hash", _HASH), ("vector", _VECTOR)], {"of": _of()})
        new = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            table = pa.Table.from_arrays(kept, schema=schema)
            pq.write_table(table, new, compression="none", write_page_checksum=True)
            put_in_place(new, self.file)
        except OSError as error:
            log.warning("%s is not written, its texts are embedded again: %s", self.file, error)

    @property
    def _forgets(self) -> bool:
        return not self.is_used.all()


def text_memory(settings: Settings) -> TextMemory | None:
    """The memory of a run's texts; None where no embeddings are installed or none are wanted."""
    if not settings.embeddings or not is_available():
        return None
    return TextMemory(settings.models / "embeddings.parquet")


def _read(file: Path) -> tuple[pa.Array, Vectors]:
    try:
        table = pq.read_table(file, page_checksum_verification=True)
        hashes, vectors = (table[name].combine_chunks() for name in ("text_hash", "vector"))
        if (table.schema.metadata or {}).get(b"of") != _of().encode():
            return _nothing()
        if (hashes.type, vectors.type) != (_HASH, _VECTOR) or hashes.null_count:
            raise ValueError("other columns than were written")
        return hashes, np.array(vectors.flatten(), dtype=np.float32).reshape(-1, WIDTH)
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        log.warning("%s cannot be read, its texts are embedded again: %s", file, error)
        return _nothing()


def _nothing() -> tuple[pa.Array, Vectors]:
    return pa.array([], _HASH), np.empty((0, WIDTH), dtype=np.float32)


def _of() -> str:
    return identity_text(identity() or {})


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _as_column(vectors: Vectors) -> pa.Array:
    flat = pa.array(np.ascontiguousarray(vectors).ravel(), pa.float32())
    return pa.FixedSizeListArray.from_arrays(flat, WIDTH)
