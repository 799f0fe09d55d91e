"""Neighbours in a large catalogue: by an index, or not at all."""

import numpy as np
import pytest

from models.similar import index
from models.similar.index import nearest_found
from models.similar.neighbours import exact


def vectors(n=3000, width=24, seed=0):
    """Titles about forty things."""
    rng = np.random.default_rng(seed)
    about = rng.normal(size=(40, width))[rng.integers(0, 40, n)]
    drawn = (about + 0.6 * rng.normal(size=(n, width))).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture
def small(monkeypatch):
    """As if 1,000 titles were many."""
    monkeypatch.setattr(index, "EXACT", 1000)
    monkeypatch.setattr(index, "MOST", 2000)
    monkeypatch.setattr(index, "ASKED", 200)


def without_index(monkeypatch):
    monkeypatch.setattr(index, "has_index", lambda: False)


def test_few_titles_are_all_compared():
    found = nearest_found(vectors(300), 10, seed=0, threads=1)
    assert found.recall is None
    assert not found.notes
    assert (found.neighbours.similar == exact(vectors(300), 10).similar).all()


def test_without_the_extra_more_titles_are_compared_too(small, monkeypatch):
    without_index(monkeypatch)
    found = nearest_found(vectors(1500), 10, seed=0, threads=1)
    assert (found.neighbours.similar == exact(vectors(1500), 10).similar).all()


def test_without_the_extra_too_many_titles_have_none_and_it_is_said(small, monkeypatch):
    without_index(monkeypatch)
    found = nearest_found(vectors(2001), 10, seed=0, threads=1)
    assert len(found.neighbours.title) == 0
    assert "at most 2,000 are compared" in found.notes[0]
    assert "[scale]" in found.notes[0]


def test_an_index_finds_nearly_all_true_neighbours(small):
    pytest.importorskip("faiss")
    found = nearest_found(vectors(), 10, seed=0, threads=1)
    true = exact(vectors(), 10)
    pairs = set(zip(true.title, true.similar, strict=True))
    both = pairs & set(zip(found.neighbours.title, found.neighbours.similar, strict=True))
    assert len(both) / len(pairs) > 0.95
    assert found.recall == pytest.approx(len(both) / len(pairs), abs=0.03)
    assert found.asked == 200
    assert "of the true neighbours" in found.notes[0]


def test_what_an_index_finds_is_in_order_and_never_the_title_itself(small):
    pytest.importorskip("faiss")
    found = nearest_found(vectors(), 10, seed=0, threads=1).neighbours
    assert (found.title != found.similar).all()
    cosine = (vectors()[found.title] * vectors()[found.similar]).sum(axis=1)
    assert found.similarity == pytest.approx(cosine, abs=1e-6)
    falls = np.diff(found.similarity) <= 0
    assert falls[np.diff(found.title) == 0].all()


def test_an_index_finds_the_same_whatever_the_threads(small):
    pytest.importorskip("faiss")
    one, two = (nearest_found(vectors(), 10, seed=5, threads=n).neighbours for n in (1, 2))
    assert (one.similar == two.similar).all()
    assert (one.similarity == two.similarity).all()


def test_titles_alike_to_the_last_word_are_neighbours_of_each_other(small):
    pytest.importorskip("faiss")
    twins = np.vstack([vectors(1500), vectors(1500)])
    found = nearest_found(twins, 10, seed=0, threads=1).neighbours
    assert (found.title != found.similar).all()
    nearest = found.similarity[found.rank == 1]
    assert (nearest > 1 - 1e-5).mean() > 0.99
