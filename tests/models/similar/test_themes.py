"""The clusters of a catalogue, whole and by mini-batches."""

import numpy as np
import pytest
from scipy import sparse

from models.similar import themes
from models.similar.themes import Themes
from models.text.text_factors import TextFactors

THEMES = ("ghost haunted house night", "football coach league cup", "chef kitchen recipe dinner")


@pytest.fixture
def texts():
    """600 texts about three things; the words' names."""
    rng = np.random.default_rng(0)
    names = np.array(" ".join(THEMES).split())
    theme = np.arange(600) % 3
    own = np.repeat(np.arange(3), 4)[None, :] == theme[:, None]
    counts = (rng.random((600, 12)) < np.where(own, 0.7, 0.05)).astype(float)
    return sparse.csr_matrix(counts), names, theme


def clustered(texts, before, seed, monkeypatch):
    words, names, _ = texts
    monkeypatch.setattr(themes, "CLUSTERS", 3)
    factors = TextFactors(size=4, seed=seed).fit(words, names)
    found = Themes(factors, names, seed)
    found.fit(factors.transform(words), before)
    return found, found.predict(factors.transform(words))


def test_clusters_find_what_texts_are_about_and_are_named_by_its_words(texts, monkeypatch):
    found, ids = clustered(texts, [], 0, monkeypatch)
    for theme, words in enumerate(THEMES):
        own = np.bincount(ids[texts[2] == theme]).argmax()
        assert (ids[texts[2] == theme] == own).mean() > 0.8
        name = next(c.name for c in found.clusters_ if c.cluster_id == own)
        assert set(name.split(", ")) <= set(words.split())


def test_clusters_keep_their_numbers_from_week_to_week(texts, monkeypatch):
    before, ids = clustered(texts, [], 0, monkeypatch)
    renumbered = list(reversed(before.clusters_))
    _, later = clustered(texts, renumbered, 7, monkeypatch)
    assert (ids == later).mean() > 0.98


def test_mini_batches_find_the_same_themes(texts, monkeypatch):
    monkeypatch.setattr(themes, "WHOLE", 100)
    found, ids = clustered(texts, [], 0, monkeypatch)
    own = {int(np.bincount(ids[texts[2] == theme]).argmax()) for theme in range(3)}
    assert own == {1, 2, 3}
    _, later = clustered(texts, list(reversed(found.clusters_)), 7, monkeypatch)
    assert (ids == later).mean() > 0.95


def test_mini_batches_of_one_seed_find_the_same(texts, monkeypatch):
    monkeypatch.setattr(themes, "WHOLE", 100)
    _, ids = clustered(texts, [], 3, monkeypatch)
    _, again = clustered(texts, [], 3, monkeypatch)
    assert (ids == again).all()
