"""From margins to probabilities."""

import numpy as np

from models.features import Rows
from models.genres.tag_models import TagBlender


def test_probabilities_are_calibrated_and_null_where_a_type_has_too_few_examples():
    rng = np.random.default_rng(0)
    n = 4000
    margin, is_series = rng.normal(size=n), (np.arange(n) % 2).astype(float)
    listed = rng.random(n) < 1 / (1 + np.exp(-2 * margin))
    listed[(is_series == 1) & (np.arange(n) > 20)] = False
    rows = Rows({"is_series": is_series, "margins": margin[:, None]})
    chance = TagBlender(minimum=20, c=1.0).fit(rows, listed[:, None]).predict_proba(rows)[:, 0]
    assert np.isnan(chance[is_series == 1]).all()
    films = is_series == 0
    likely = films & (chance > 0.8)
    assert abs(listed[likely].mean() - chance[likely].mean()) < 0.05
