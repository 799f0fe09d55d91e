"""The likeness of texts is that of their vectors, and the same bits wherever they stand."""

import numpy as np
import pytest

from models.genres.likeness import Places

N, WIDTH = 300, 384


@pytest.fixture(scope="module")
def vectors():
    """Vectors of length 1, some of them of the same text, and one of no text."""
    found = np.random.default_rng(0).standard_normal((N, WIDTH))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    found[1], found[2] = found[0], 0
    return found.astype(np.float16)


def gaussian(one, other, gamma):
    apart = one.astype(float)[:, None] - other.astype(float)
    return np.exp(-gamma * np.square(apart).sum(axis=2))


@pytest.mark.parametrize("gamma", [0.3, 1.5, 4.0])
def test_it_is_the_gaussian_kernel_as_far_as_vectors_are_rounded(vectors, gamma):
    found = Places.of(vectors, gamma)
    expected = gaussian(vectors, vectors, gamma)
    np.testing.assert_allclose(found.likeness(found), expected, atol=1e-3)
    assert found.likeness(found)[0, 1] == pytest.approx(1, abs=1e-6)


def test_no_bit_depends_on_what_a_text_stands_beside(vectors):
    rng, places = np.random.default_rng(1), Places.of(vectors, 1.5)
    every = places.likeness(places)
    assert (every == every.T).all()
    for count in (1, 2, 11, 12, 13, 97, N):
        asked, told = (rng.choice(N, size, replace=False) for size in (count, N - count + 1))
        found = Places.of(vectors[asked], 1.5).likeness(places.take(told))
        assert (found == every[np.ix_(asked, told)]).all()


def test_products_are_exact(vectors):
    places = Places.of(vectors, 1.5)
    exact = places.asked.astype(float) @ places.told.astype(float).T
    assert (places.asked @ places.told.T == exact).all()
    backwards = places.asked[:, ::-1] @ places.told[:, ::-1].T
    assert (backwards == exact).all()
