"""A text's vector as the mean of its tokens' vectors, which WordLlama brings.

It has a vector for each of its 32,000 tokens. Only two files of that package are read, the vectors
and the tokenizer. None of its code runs: it could download, and it sets up the log.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

MODEL, WIDTH = "l2_supercat_256", 256
WEIGHTS = f"weights/{MODEL}.safetensors"
TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
BLOCK = 2_000  # texts cut into tokens at a time, to bound memory


class WordVectors:
    """Turns texts into vectors; a text's own depends on nothing beside it, to the last bit.

    Args:
        place: the folder of the package.
    """

    def __init__(self, place: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.tokenizer: Any = Tokenizer.from_file(str(place / TOKENIZER))
        vectors = load_file(place / WEIGHTS)["embedding.weight"]
        self.vectors: NDArray[np.float32] = vectors.astype(np.float32)

    def embed(self, texts: list[str], threads: int = 1) -> NDArray[np.float32]:
        """Return the (n, 256) vectors of n texts, all zero for one without a token."""
        parts = [self._embed(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK)]
        return np.vstack([np.empty((0, WIDTH), np.float32), *parts])

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        encoded = self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        tokens = [one.ids for one in encoded]
        ends = np.cumsum([0, *map(len, tokens)])
        columns = np.fromiter(chain.from_iterable(tokens), np.int32, ends[-1])
        ones, shape = np.ones(len(columns), np.float32), (len(texts), len(self.vectors))
        # Row by row, unlike a product of dense matrices, whose sums depend on its shape.
        sums = sparse.csr_matrix((ones, columns, ends), shape=shape) @ self.vectors
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(
            sums, length, out=np.zeros_like(sums), where=length > 0
        )
        return unit
