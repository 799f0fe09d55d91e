"""Embeddings remembered by the hash of their text, so that a run embeds only texts that are new.

A file for each kind of vectors lies beside the models, is replaced whole, and holds the texts of
the last run alone. It is worth no error: one that cannot be read is dropped.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catalogue_common.files import put_in_place
from catalogue_common.settings import Settings
from models.text.sentence_embeddings import Identity, Vectors, chosen, column, embed, text_key

LIMIT = 300_000  # texts; 0.5 to 1.5 KB each

log = logging.getLogger("catalogue")

_HASH = pa.binary(16)


class TextMemory:
    """The embeddings of one run's texts, of each kind that its models read.

    Args:
        tried: the kind that a training tries; None for none.
        folder: where the last run's files are; None to remember for this run alone.
        threads: cores to use; changes no vector.
    """

    def __init__(
        self, tried: Identity | None = None, folder: Path | None = None, threads: int = 1
    ) -> None:
        self.tried = tried
        self.folder = folder
        self.threads = threads
        self.kinds: dict[str, KindMemory] = {}

    def added_to(self, table: pa.Table, kinds: Iterable[Identity | None]) -> pa.Table:
        """A table with its texts' embeddings, for ``sentence_embeddings.block``.

        Args:
            table: with the column ``words``.
            kinds: of embeddings that are to be read, where they are none yet; None for nothing.
        """
        for of in kinds:
            if of and column(of) not in table.column_names:
                vectors = self.kind(of).embed(table["words"].to_pylist())
                table = table.append_column(column(of), _as_column(vectors))
        return table

    def kind(self, of: Identity) -> KindMemory:
        """What is remembered of one kind."""
        key = text_key(of)
        if key not in self.kinds:
            file = self.folder / f"embeddings-{key}.parquet" if self.folder else None
            self.kinds[key] = KindMemory(of, file, self.threads)
        return self.kinds[key]

    def write(self) -> None:
        """Replace the files by what this run has used, and drop those of other kinds."""
        if self.folder is None or not self.kinds:
            return
        for kind in self.kinds.values():
            kind.write()
        own = {kind.file for kind in self.kinds.values()}
        for file in self.folder.glob("embeddings*.parquet"):
            if file not in own:
                file.unlink(missing_ok=True)


class KindMemory:
    """The embeddings of one kind, of one run's texts.

    Args:
        of: which kind.
        file: of the last run's; None where there is none.
        threads: cores to use.
    """

    def __init__(self, of: Identity, file: Path | None, threads: int = 1) -> None:
        self.of = of
        self.file = file
        self.threads = threads
        self.width = int(of["width"])
        nothing = pa.array([], _HASH), np.empty((0, self.width), np.float16)
        self.hashes, self.vectors = (file and _read(file, self.width)) or nothing
        self.is_used = np.zeros(len(self.hashes), dtype=bool)
        self.new_count = 0

    def embed(self, texts: list[str]) -> Vectors:
        """Return the (n, width) vectors of n texts, and embed only those not seen before."""
        coded = pa.array([_hash(text) for text in texts], _HASH).dictionary_encode()
        numbers, hashes = coded.indices.to_numpy(), coded.dictionary
        place = pc.index_in(hashes, value_set=self.hashes)
        is_new, known = np.asarray(place.is_null()), place.drop_null().to_numpy()
        vectors = np.empty((len(hashes), self.width), dtype=np.float16)
        vectors[~is_new] = self.vectors[known]
        first = np.unique(numbers, return_index=True)[1]  # of texts that are there twice
        vectors[is_new] = embed([texts[at] for at in first[is_new]], self.of, self.threads)
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
        new = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            table = pa.Table.from_arrays(kept, names=["text_hash", "vector"])
            options = {"compression": "none", "use_dictionary": False, "write_page_checksum": True}
            pq.write_table(table, new, **options)
            put_in_place(new, self.file)
        except OSError as error:
            log.warning("%s is not written, its texts are embedded again: %s", self.file, error)

    @property
    def _forgets(self) -> bool:
        return not self.is_used.all()


def text_memory(settings: Settings) -> TextMemory:
    """The memory of a run's texts, with the kind of embeddings that the settings ask for.

    Raises:
        ModelError: they ask for one that is not there.
    """
    return TextMemory(chosen(settings.embeddings), settings.models, settings.threads)


def _read(file: Path, width: int) -> tuple[pa.Array, Vectors] | None:
    if not file.is_file():
        return None
    try:
        table = pq.read_table(file, page_checksum_verification=True)
        hashes, vectors = (table[name].combine_chunks() for name in ("text_hash", "vector"))
        wanted = pa.list_(pa.float16(), width)
        if (hashes.type, vectors.type) != (_HASH, wanted) or hashes.null_count:
            raise ValueError("other columns than were written")
        return hashes, vectors.flatten().to_numpy().reshape(-1, width)
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        log.warning("%s cannot be read, its texts are embedded again: %s", file, error)
        return None


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _as_column(vectors: Vectors) -> pa.Array:
    flat = pa.array(np.ascontiguousarray(vectors).ravel(), pa.float16())
    return pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
