"""From margins to tags, by steps that never see the title they judge."""

import numpy as np
import pytest

from catalogue_common.progress import Progress
from models.features import Rows
from models.genres.tag_chain import TagChain
from models.genres.tag_models import TagBlender
from models.learn.cross_fit import Folds, Outcome, cross_fit_known
from models.learn.thresholds import TagThresholds, decide

N = 400
RNG = np.random.default_rng(0)
MARGINS = RNG.normal(size=(N, 2))
LISTED = RNG.random((N, 2)) < 1 / (1 + np.exp(-2 * MARGINS))
INPUTS = Rows({"margins": MARGINS, "is_series": np.zeros(N)})
KNOWN = np.arange(N) < 300
FOLDS = Folds(np.arange(N) % 5, 1, Progress(quiet=True))
CHAIN = TagChain(TagBlender(), TagThresholds())


@pytest.fixture(scope="module")
def fitted():
    return CHAIN.fit(INPUTS, Outcome(LISTED, KNOWN), FOLDS, "chain")


def test_what_is_given_follows_from_the_fitted_steps(fitted):
    judged = fitted.judged(LISTED, KNOWN)
    tags = decide(fitted.probabilities.values[KNOWN], fitted.thresholds.values[KNOWN])
    assert (judged.given == tags).all()
    assert judged.losses.mean() < LISTED[KNOWN].var() - 0.02


def test_another_listing_of_a_title_changes_nothing_that_is_said_of_it(fitted):
    listed = LISTED.copy()
    listed[7] = ~listed[7]
    again = CHAIN.fit(INPUTS, Outcome(listed, KNOWN), FOLDS, "chain")
    assert (again.probabilities.values[7] == fitted.probabilities.values[7]).all()
    assert (again.probabilities.values[8] != fitted.probabilities.values[8]).all()


def test_to_measure_only_says_the_same_and_fits_no_final_model(fitted):
    measured = CHAIN.fit(INPUTS, Outcome(LISTED, KNOWN), FOLDS, "chain", cross_fit_known)
    assert measured.thresholds.final is None
    assert (measured.judged(LISTED, KNOWN).given == fitted.judged(LISTED, KNOWN).given).all()


@pytest.mark.parametrize(("precision", "bare"), [(None, False), (0.9, True)])
def test_titles_may_be_bare_for_the_sake_of_precision(precision, bare):
    chain = TagChain(TagBlender(), TagThresholds(precision=precision))
    judged = chain.fit(INPUTS, Outcome(LISTED, KNOWN), FOLDS, "chain").judged(LISTED, KNOWN)
    assert (~judged.given.any(axis=1)).any() == bare


def test_without_a_genre_there_is_nothing_to_fit():
    inputs = Rows({"margins": np.zeros((N, 0)), "is_series": np.zeros(N)})
    fitted = CHAIN.fit(inputs, Outcome(np.zeros((N, 0), bool), KNOWN), FOLDS, "chain")
    assert fitted.probabilities.final is None
    assert fitted.judged(np.zeros((N, 0), bool), KNOWN).given.shape == (300, 0)
