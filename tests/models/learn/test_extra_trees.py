"""Trees grown by scikit-learn say the same as XGBoost's."""

import numpy as np
import pytest
import xgboost
from sklearn.ensemble import ExtraTreesRegressor

from models.learn.extra_trees import LEAST_LEAF, TRIED, grow


@pytest.fixture(scope="module")
def titles():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(400, 12)).round(1)  # many values alike, so thresholds are met
    levels = (features[:, 0] > 0).astype(int) + (features[:, 0] + features[:, 1] > 1)
    return features, np.column_stack([levels >= 1, levels >= 2]).astype(float)


@pytest.mark.parametrize("wanted", [0, 1])
def test_they_say_what_the_forest_says(titles, wanted):
    features, outcomes = titles
    forest = ExtraTreesRegressor(
        20, min_samples_leaf=LEAST_LEAF, max_features=TRIED, random_state=3
    ).fit(features.astype(np.float32), outcomes)
    predicted = grow(features, outcomes, wanted, 20, 3).inplace_predict(features.astype(np.float32))
    assert predicted == pytest.approx(forest.predict(features)[:, wanted], abs=1e-6)


def test_what_they_say_is_a_chance(titles):
    predicted = grow(*titles, 0, 20, 3).inplace_predict(titles[0].astype(np.float32))
    assert ((predicted >= 0) & (predicted <= 1 + 1e-6)).all()


def test_they_survive_being_written(titles, tmp_path):
    features = titles[0].astype(np.float32)
    booster = grow(*titles, 0, 20, 3)
    booster.save_model(tmp_path / "forest.ubj")
    again = xgboost.Booster(model_file=tmp_path / "forest.ubj")
    assert (again.inplace_predict(features) == booster.inplace_predict(features)).all()
