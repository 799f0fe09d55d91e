"""Thresholds, and the tags that they give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.features import Rows
from models.learn.thresholds import TagThresholds, decide

chances = arrays(float, (6, 4), elements=st.floats(0.001, 0.999))
labels = arrays(bool, (6, 4))
cuts = arrays(float, 4, elements=st.floats(0.05, 0.95))


@given(chances, cuts)
def test_a_tag_that_passes_its_threshold_is_given_and_no_title_is_left_bare(chance, threshold):
    tags = decide(chance, threshold)
    assert tags[chance >= threshold].all()
    assert tags.any(axis=1).all()


@given(chances, cuts)
def test_a_title_where_none_passes_gets_exactly_the_nearest(chance, threshold):
    tags = decide(chance, threshold)
    for row, given_tags in zip(chance, tags, strict=True):
        if (row < threshold).all():
            assert given_tags.sum() == 1
            assert (row / threshold).max() == (row / threshold)[given_tags][0]


def test_a_tag_that_is_not_modelled_is_never_given():
    chance = np.array([[np.nan, 0.01], [np.nan, np.nan]])
    assert decide(chance, np.array([0.2, 0.2])).tolist() == [[False, True], [False, False]]


@given(chances, labels)
def test_thresholds_stay_within_the_grid(chance, listed):
    rows = Rows({"probabilities": chance})
    thresholds = TagThresholds().fit(rows, listed).thresholds_
    grid = TagThresholds.GRID
    assert ((thresholds >= grid[0] - 1e-9) & (thresholds <= grid[-1] + 1e-9)).all()


def test_a_common_tag_gets_the_threshold_of_its_own_best_f1():
    rng = np.random.default_rng(0)
    listed = rng.random((5000, 1)) < 0.5
    # Only a threshold of 0.4 separates the two.
    chance = np.where(listed, rng.uniform(0.42, 0.6, (5000, 1)), rng.uniform(0.1, 0.38, (5000, 1)))
    threshold = TagThresholds().fit(Rows({"probabilities": chance}), listed).thresholds_[0]
    assert 0.38 <= threshold <= 0.42


def test_a_rare_tag_is_drawn_towards_the_threshold_of_all():
    rng = np.random.default_rng(0)
    listed = np.column_stack([rng.random(2000) < 0.5, np.arange(2000) == 0])
    chance = np.where(listed, 0.5, 0.2)
    own, shared = (
        TagThresholds(shrink).fit(Rows({"probabilities": chance}), listed).thresholds_
        for shrink in (1e-9, 1e9)
    )
    assert shared[0] == pytest.approx(shared[1])
    assert own[1] == pytest.approx(TagThresholds.GRID[TagThresholds.GRID > 0.2].min())


@pytest.mark.parametrize("wanted", [0.7, 0.8, 0.9])
def test_a_wanted_precision_holds_on_titles_that_were_not_learnt_from(wanted):
    rng = np.random.default_rng(0)
    chance = rng.random((8000, 3))
    listed = rng.random(chance.shape) < chance  # calibrated
    learnt, others = slice(0, 4000), slice(4000, None)
    cut = TagThresholds(precision=wanted).fit(
        Rows({"probabilities": chance[learnt]}), listed[learnt]
    )
    given_tags = decide(chance[others], cut.thresholds_, may_be_bare=True)
    assert listed[others][given_tags].mean() == pytest.approx(wanted, abs=0.05)


def test_more_precision_is_never_a_lower_threshold():
    rng = np.random.default_rng(0)
    chance = rng.random((500, 2))
    rows, listed = Rows({"probabilities": chance}), rng.random(chance.shape) < chance
    cuts = [TagThresholds(precision=p).fit(rows, listed).thresholds_ for p in (0.5, 0.7, 0.9)]
    assert (np.diff(cuts, axis=0) >= 0).all()


def test_a_tag_that_is_never_likely_enough_is_not_given():
    chance = np.full((400, 1), 0.4)
    listed = (np.arange(400) % 5 < 2)[:, None]
    cut = TagThresholds(precision=0.9).fit(Rows({"probabilities": chance}), listed)
    assert not decide(chance, cut.thresholds_, may_be_bare=True).any()
