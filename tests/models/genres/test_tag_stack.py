"""Tags from a few values of their own, of which one tells what all values say."""

import numpy as np
import pytest

from models.features import Rows
from models.genres.tag_stack import OwnValues, TagStack

N, TAGS = 600, 3


@pytest.fixture(scope="module")
def titles():
    """Each tag is listed by its own value and by that of the next tag."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(N, TAGS))
    strength = values + np.roll(values, 1, axis=1) + rng.normal(0, 0.5, (N, TAGS))
    types = (np.arange(N) % 2).astype(float)
    return Rows({"is_series": types, "margins": values, "own": values[:, :, None]}), strength > 0.5


def loss(model, rows, listed):
    return float(np.square(model.predict_proba(rows) - listed).mean())


def test_what_other_tags_say_is_told(titles):
    rows, listed = titles
    learnt, others = np.arange(N) < N // 2, np.arange(N) >= N // 2
    stack, alone = (
        model.fit(rows.take(learnt), listed[learnt]) for model in (TagStack(), OwnValues())
    )
    own, theirs = (loss(model, rows.take(others), listed[others]) for model in (stack, alone))
    assert own < 0.6 * theirs


def test_what_a_title_is_told_while_learning_others_have_learnt(titles):
    rows, listed = titles
    noise = np.random.default_rng(1).normal(size=(N, 250))
    many = rows.adding(margins=noise)
    shuffled = listed[np.random.default_rng(2).permutation(N)]
    found = TagStack(penalty=1e-3).fit(many, shuffled).predict_proba(many)
    # It has seen them all, and yet does not take for a law what it has learnt by heart.
    assert np.square(found - shuffled).mean() > 0.9 * shuffled.var()


def test_the_seed_decides_the_halves(titles):
    rows, listed = titles
    one, again, other = (TagStack(seed=s).fit(rows, listed).predict_proba(rows) for s in (0, 0, 1))
    assert (one == again).all()
    assert (one != other).any()


def test_a_rare_tag_is_not_modelled_for_its_type(titles):
    rows, listed = titles
    rare = listed & ((rows["is_series"] == 0) | (np.arange(N) < 20))[:, None]
    found = TagStack(minimum=20).fit(rows, rare).predict_proba(rows)
    assert np.isnan(found[rows["is_series"] == 1]).all()
    assert not np.isnan(found[rows["is_series"] == 0]).any()
