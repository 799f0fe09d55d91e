"""Target encodings never contain the title's own rating."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from models.learn.target_encoding import MeanEncoder, encode_nested

N = 30
FOLD = np.arange(N) % 3


def people(seed: int) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.random.default_rng(seed).random((N, 6)) < 0.3, dtype=float)


@given(st.integers(0, 1000), st.integers(0, N - 1), st.floats(-50, 50))
def test_a_rating_changes_no_encoding_of_its_own_fold(seed, row, change):
    target, weight = np.linspace(1, 9, N), np.ones(N)
    before = encode_nested(MeanEncoder(), people(seed), target, weight, FOLD)
    target[row] += change
    after = encode_nested(MeanEncoder(), people(seed), target, weight, FOLD)
    own = np.equal(FOLD, FOLD[row])
    np.testing.assert_array_equal(before[own], after[own])


def test_the_value_is_the_distance_from_the_mean_drawn_towards_it():
    membership = sparse.csr_matrix(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]))
    encoder = MeanEncoder(smoothing=2.0).fit(membership, np.array([8.0, 8, 4, 4]), np.ones(4))
    assert encoder.transform(membership).tolist() == [1.0, 1.0, -1.0, -1.0]


def test_who_was_never_seen_is_not_known_rather_than_average():
    one = sparse.csr_matrix(np.array([[1.0, 0.0]]))
    encoder = MeanEncoder().fit(one, np.array([7.0]), np.ones(1))
    assert np.isnan(encoder.transform(sparse.csr_matrix(np.array([[0.0, 1.0]])))).all()


def test_a_title_of_full_weight_counts_more_than_one_of_few_votes():
    same = sparse.csr_matrix(np.array([[1.0], [1.0], [0.0]]))
    target = np.array([9.0, 3.0, 6.0])
    high = MeanEncoder().fit(same, target, np.array([1.0, 0.1, 1.0])).value_[0]
    low = MeanEncoder().fit(same, target, np.array([0.1, 1.0, 1.0])).value_[0]
    assert low < 0 < high
