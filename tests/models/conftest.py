"""Sentence embeddings that are not there, or that say nothing."""

import numpy as np
import pytest

from models.text import embedding_cache
from models.text import sentence_embeddings as embeddings


@pytest.fixture
def absent(monkeypatch):
    """A machine without the extra."""
    monkeypatch.setattr(embeddings, "folder", lambda: None)


@pytest.fixture
def counted(monkeypatch):
    """Embeddings that mean nothing, without the extra; lists what was embedded."""
    seen = []

    def embed(texts):
        seen.extend(texts)
        rng = [np.random.default_rng(list(text.encode())) for text in texts]
        vectors = [own.standard_normal(embeddings.WIDTH) / 16 for own in rng]
        return np.array(vectors, dtype=np.float32).reshape(-1, embeddings.WIDTH)

    one = {"package": "words", "version": "1", "weights_sha256": "a", "tokenizer_sha256": "b"}
    monkeypatch.setattr(embeddings, "identity", lambda: one)
    for module in (embeddings, embedding_cache):
        monkeypatch.setattr(module, "embed", embed)
    monkeypatch.setattr(embedding_cache, "identity", lambda: one)
    return seen
