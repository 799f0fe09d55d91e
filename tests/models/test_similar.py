"""Which titles are about the same."""

import numpy as np
import pytest
from scipy import sparse

from models import similar
from models.features import Rows
from models.similar import Themes, nearest
from models.text.text_factors import TextFactors


def rows(n=50, seed=0):
    rng = np.random.default_rng(seed)
    blocks = {"factors": rng.normal(size=(n, 8)), "genres": rng.random((n, 5)) < 0.3}
    return Rows({**blocks, "country": sparse.csr_matrix(rng.random((n, 4)) < 0.3, dtype=float)})


def test_no_title_is_its_own_neighbour_and_each_has_ten():
    found = nearest(rows())
    assert (found.title != found.similar).all()
    assert (np.bincount(found.title) == 10).all()


def test_neighbours_are_the_nearest_of_all_in_order():
    vectors = similar.unit_vectors(rows(), similar.PARTS)
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -2)
    found = nearest(rows())
    assert found.similar[:10].tolist() == np.argsort(-cosine[0])[:10].tolist()
    assert found.similarity[:10] == pytest.approx(np.sort(cosine[0])[::-1][:10], abs=1e-6)


def test_where_there_are_sentence_embeddings_they_tell_what_texts_are_about():
    told = np.random.default_rng(1).normal(size=(50, 6))
    embedded = rows().adding(embedding=told)
    as_if = Rows({**rows().blocks, "factors": told})
    assert (nearest(embedded).similar == nearest(as_if).similar).all()
    assert (nearest(embedded).similar != nearest(rows()).similar).any()


@pytest.mark.parametrize("sizes", [(7, 50, 50), (50, 7, 50), (13, 11, 3), (50, 1, 1)])
def test_how_many_are_compared_at_once_changes_nothing(monkeypatch, sizes):
    whole = nearest(rows())
    for name, size in zip(("BLOCK", "ACROSS", "CHOSEN_AT_ONCE"), sizes, strict=True):
        monkeypatch.setattr(similar, name, size)
    parts = nearest(rows())
    assert (whole.similar == parts.similar).all()
    assert parts.similarity == pytest.approx(whole.similarity, abs=1e-6)


def test_of_more_titles_than_can_be_compared_none_has_neighbours(monkeypatch):
    monkeypatch.setattr(similar, "MOST", 49)
    assert len(nearest(rows()).title) == 0
    assert len(nearest(rows(49)).title) == 490


def test_a_catalogue_of_one_title_has_no_neighbours():
    assert len(nearest(rows(1)).title) == 0


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
    monkeypatch.setattr(similar, "CLUSTERS", 3)
    factors = TextFactors(size=4, seed=seed).fit(words, names)
    themes = Themes(factors, names, seed)
    themes.fit(factors.transform(words), before)
    return themes, themes.predict(factors.transform(words))


def test_clusters_find_what_texts_are_about_and_are_named_by_its_words(texts, monkeypatch):
    themes, ids = clustered(texts, [], 0, monkeypatch)
    for theme, words in enumerate(THEMES):
        own = np.bincount(ids[texts[2] == theme]).argmax()
        assert (ids[texts[2] == theme] == own).mean() > 0.8
        name = next(c.name for c in themes.clusters_ if c.cluster_id == own)
        assert set(name.split(", ")) <= set(words.split())


def test_clusters_keep_their_numbers_from_week_to_week(texts, monkeypatch):
    before, ids = clustered(texts, [], 0, monkeypatch)
    renumbered = list(reversed(before.clusters_))
    _, later = clustered(texts, renumbered, 7, monkeypatch)
    assert (ids == later).mean() > 0.98
