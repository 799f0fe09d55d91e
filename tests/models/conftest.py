"""Sentence embeddings that are not there, or that say nothing."""

import numpy as np
import pytest

from models.text import embedding_cache
from models.text import sentence_embeddings as embeddings


@pytest.fixture
def absent(monkeypatch):
    """A machine without the extra."""
    monkeypatch.setattr(embeddings, "folder", lambda name: None)


@pytest.fixture
def counted(monkeypatch):
    """Embeddings that mean nothing, without the extra; lists what was embedded."""
    seen = []

    def embed(texts, of, threads=1):
        seen.extend(texts)
        rng = [np.random.default_rng(list(text.encode())) for text in texts]
        vectors = [own.standard_normal(of["width"]) / 4 for own in rng]
        return np.array(vectors, dtype=np.float16).reshape(-1, of["width"])

    for module in (embeddings, embedding_cache):
        monkeypatch.setattr(module, "embed", embed)
    return seen
