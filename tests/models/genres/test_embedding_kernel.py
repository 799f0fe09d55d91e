"""Kernel ridge regression of the tags: true to the equations, and out of fold by one kernel."""

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge

from catalogue_common.progress import Progress
from models.features import Rows
from models.genres import embedding_kernel, kernel_equations
from models.genres.embedding_kernel import TagKernel
from models.genres.likeness import Places
from models.learn.cross_fit import Folds, Outcome, cross_fit

N, TAGS = 120, 3


@pytest.fixture
def titles():
    """Titles of which two in three are listed, by what their texts are about."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((N, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    listed = vectors[:, :TAGS] + rng.normal(0, 0.3, (N, TAGS)) > 0
    rows = Rows({"embedding": vectors.astype(np.float16).astype(np.float32)})
    folds = Folds(np.arange(N) % 5, 1, Progress(quiet=True))
    return rows, Outcome(listed, np.arange(N) % 3 > 0), folds


def test_it_says_what_scikit_learn_says(titles):
    rows, outcome, _ = titles
    ours = TagKernel(close=1e-6).fit(rows, outcome.target).values(rows)
    rounded = Places.of(rows["embedding"], 1.5).asked[:, :-2].astype(float) / np.sqrt(3)
    for vectors, near in ((rounded, 1e-5), (rows["embedding"].astype(float), 1e-3)):
        usual = KernelRidge(alpha=1.0, kernel="rbf", gamma=1.5)
        usual.fit(vectors, outcome.target.astype(float))
        np.testing.assert_allclose(ours, usual.predict(vectors), atol=near)


def test_solved_as_far_as_is_worth_it_is_near_enough(titles, monkeypatch):
    rows, outcome, folds = titles
    monkeypatch.setattr(kernel_equations, "LANDMARKS", 10)
    near = TagKernel().cross_fit(rows, outcome, folds, "kernel").values
    exact = TagKernel(close=1e-6).cross_fit(rows, outcome, folds, "kernel").values
    assert 0 < np.sqrt(np.square(near - exact).mean()) < 0.03 * exact.std()


def test_threads_change_nothing(titles):
    rows, outcome, folds = titles
    two = Folds(folds.number, 2, folds.progress)
    ours = TagKernel().cross_fit(rows, outcome, folds, "kernel")
    theirs = TagKernel().cross_fit(rows, outcome, two, "kernel")
    assert (ours.values == theirs.values).all()
    assert (ours.final.weights_ == theirs.final.weights_).all()


def test_out_of_fold_it_says_what_a_fit_for_each_fold_says(titles):
    rows, outcome, folds = titles
    found = TagKernel(close=1e-6).cross_fit(rows, outcome, folds, "kernel")
    usual = cross_fit(TagKernel(close=1e-6), rows, outcome, folds, "kernel")
    np.testing.assert_allclose(found.values, usual.values, atol=1e-5)
    everywhere = (fit.final.values(rows) for fit in (found, usual))
    np.testing.assert_allclose(*everywhere, atol=1e-5)


def test_of_too_many_titles_some_are_learnt_from_and_none_from_its_own_fold(titles, monkeypatch):
    rows, outcome, folds = titles
    monkeypatch.setattr(embedding_kernel, "LARGEST", 50)
    found = TagKernel(close=1e-6).cross_fit(rows, outcome, folds, "kernel")
    assert found.final.vectors_.shape == (50, 8)
    own = TagKernel(close=1e-6)._learnt_from(outcome.known)
    for fold in range(5):
        learnt = own[folds.number[own] != fold]
        part = TagKernel(close=1e-6).fit(rows.take(learnt), outcome.target[learnt])
        scored = outcome.known & (folds.number == fold)
        expected = part.values(rows.take(scored))
        np.testing.assert_allclose(found.values[scored], expected, atol=1e-5)


def test_a_title_is_scored_alike_to_the_last_bit_wherever_it_stands(titles, monkeypatch):
    monkeypatch.setattr(embedding_kernel, "_OF_THEM", 48)
    rows, outcome, _ = titles
    kernel = TagKernel(close=1e-6).fit(rows, outcome.target)
    every, rng = kernel.values(rows), np.random.default_rng(2)
    for count in (1, 1, 2, 7, 50, 119):
        some = rng.choice(N, count, replace=False)
        assert (kernel.values(rows.take(some)) == every[some]).all()
    many = rows.take(np.arange(N * 5) % N)  # more than are scored at once
    assert (kernel.values(many) == np.tile(every, (5, 1))).all()


def test_what_scores_titles_is_not_stored(titles):
    rows, outcome, _ = titles
    kernel = TagKernel().fit(rows, outcome.target)
    kernel.values(rows)
    again = TagKernel()
    again.__dict__.update(kernel.__getstate__())
    assert {"vectors_", "weights_"} < kernel.__getstate__().keys() < kernel.__dict__.keys()
    assert (again.values(rows) == kernel.values(rows)).all()


def test_where_no_tag_or_no_title_is_known_nothing_is_learnt(titles):
    rows, outcome, folds = titles
    nobody = Outcome(outcome.target, np.zeros(N, dtype=bool))
    assert TagKernel(close=1e-6).cross_fit(rows, nobody, folds, "kernel").final is None
    no_tag = Outcome(outcome.target[:, :0], outcome.known)
    assert TagKernel(close=1e-6).cross_fit(rows, no_tag, folds, "kernel").values.shape == (N, 0)
