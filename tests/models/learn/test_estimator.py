"""Our estimators are scikit-learn's in all but ancestry, and answer without importing it."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.utils import get_tags

from models.genres.tag_models import TagMargins
from models.learn.estimator import Estimator, unfitted
from models.versions.stored_types import STORED_TYPES

KINDS = [kind for kind in STORED_TYPES.values() if issubclass(kind, Estimator)]


class Share(Estimator):
    """Always says the mean, drawn towards a half."""

    def __init__(self, pull: float = 0.0) -> None:
        self.pull = pull

    def fit(self, X, y):  # noqa: N803 - scikit-learn's names
        self.mean_ = (1 - self.pull) * y.mean() + self.pull * 0.5
        return self

    def predict(self, X):  # noqa: N803
        return np.full(len(X), self.mean_)

    def score(self, X, y):  # noqa: N803
        return -np.square(self.predict(X) - y).mean()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_scikit_learn_copies_each_with_its_settings(kind):
    model = kind()
    for copy in (clone(model), unfitted(model)):
        assert type(copy) is kind
        assert copy is not model
        assert copy.get_params() == model.get_params() == vars(model)


def test_settings_are_changed_by_name():
    assert TagMargins().set_params(c=2.0, seed=1).get_params()["c"] == 2.0
    with pytest.raises(ValueError, match="TagMargins has no setting depth"):
        TagMargins().set_params(depth=3)


def test_scikit_learn_cross_fits_and_searches():
    given, outcome = np.zeros((20, 1)), np.tile([0.0, 1.0], 10)
    assert cross_val_predict(Share(), given, outcome, cv=5).tolist() == [0.5] * 20
    search = GridSearchCV(Share(), {"pull": [0.0, 0.9]}, cv=2).fit(given, np.ones(20))
    assert search.best_params_ == {"pull": 0.0}
    assert get_tags(Share()).requires_fit
