"""A score beside a known outcome comes from a model that has not seen it."""

import numpy as np
import pytest

from catalogue_common.progress import Progress
from models.features import Rows
from models.learn.cross_fit import Folds, Outcome, cross_fit, cross_fit_known

N = 40
FOLD = np.arange(N) % 5


class SaysWhoItSaw:
    """A spy: rows carry their number, and it tells of each whether it was fitted on it."""

    def fit(self, rows, target):
        self.seen = set(rows["number"].tolist())
        return self

    def values(self, rows):
        return np.array([number in self.seen for number in rows["number"].tolist()], dtype=float)

    def get_params(self, deep=True):
        return {}


def seen(known, threads=1):
    folds = Folds(FOLD, threads, Progress(quiet=True))
    rows = Rows({"number": np.arange(N)})
    return cross_fit(SaysWhoItSaw(), rows, Outcome(np.zeros(N), known), folds, "spy")


@pytest.mark.parametrize("threads", [1, 2])
def test_no_row_is_scored_by_a_model_that_saw_it(threads):
    known = np.arange(N) < 30
    assert not seen(known, threads).values.any()


def test_the_final_model_has_seen_every_known_row_and_no_other():
    assert seen(np.arange(N) < 30).final.seen == set(range(30))


def test_a_row_without_outcome_is_scored_too():
    assert not np.isnan(seen(np.arange(N) < 30).values).any()


class MeanOfOthers:
    def fit(self, rows, target):
        self.mean = target.mean()
        return self

    def values(self, rows):
        return np.full(len(rows), self.mean)

    def get_params(self, deep=True):
        return {}


def test_a_changed_label_changes_no_score_of_its_own_fold():
    rows, folds = Rows({"number": np.arange(N)}), Folds(FOLD, 1, Progress(quiet=True))
    target, known = np.arange(N, dtype=float), np.ones(N, dtype=bool)
    before = cross_fit(MeanOfOthers(), rows, Outcome(target, known), folds, "mean").values
    target[7] = 1000.0
    after = cross_fit(MeanOfOthers(), rows, Outcome(target, known), folds, "mean").values
    own = np.equal(FOLD, FOLD[7])
    assert (before[own] == after[own]).all()
    assert (before[~own] != after[~own]).all()


def test_what_is_only_measured_says_nothing_of_rows_without_outcome():
    target, known = np.arange(N, dtype=float), np.arange(N) < 30
    rows, folds = Rows({"number": np.arange(N)}), Folds(FOLD, 1, Progress(quiet=True))
    whole = cross_fit(MeanOfOthers(), rows, Outcome(target, known), folds, "mean").values
    alone = cross_fit_known(MeanOfOthers(), rows, Outcome(target, known), folds, "mean").values
    assert (alone[known] == whole[known]).all()
    assert np.isnan(alone[~known]).all()
