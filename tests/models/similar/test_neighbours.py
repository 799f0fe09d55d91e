"""Which titles are about the same."""

import numpy as np
import pytest
from scipy import sparse

from models.features import Rows
from models.similar import neighbours
from models.similar.neighbours import nearest


def rows(n=50, seed=0):
    rng = np.random.default_rng(seed)
    blocks = {"factors": rng.normal(size=(n, 8)), "genres": rng.random((n, 5)) < 0.3}
    return Rows({**blocks, "country": sparse.csr_matrix(rng.random((n, 4)) < 0.3, dtype=float)})


def test_no_title_is_its_own_neighbour_and_each_has_ten():
    found = nearest(rows())
    assert (found.title != found.similar).all()
    assert (np.bincount(found.title) == 10).all()


def test_neighbours_are_the_nearest_of_all_in_order():
    vectors = neighbours.unit_vectors(rows(), neighbours.PARTS)
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
        monkeypatch.setattr(neighbours, name, size)
    parts = nearest(rows())
    assert (whole.similar == parts.similar).all()
    assert parts.similarity == pytest.approx(whole.similarity, abs=1e-6)


def test_a_catalogue_of_one_title_has_no_neighbours():
    assert len(nearest(rows(1)).title) == 0
