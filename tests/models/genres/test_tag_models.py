"""From margins to probabilities."""

import numpy as np
from scipy import sparse

from catalogue_common.progress import Progress
from models.features import Rows
from models.genres.tag_models import TagBlender, TagMargins
from models.learn import cross_fit
from models.learn.cross_fit import Folds, Outcome


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


def test_margins_that_are_fitted_in_other_processes_are_the_same_to_the_last_bit(monkeypatch):
    rng, n = np.random.default_rng(0), 300
    words = sparse.random(n, 50, 0.2, format="csr", random_state=rng)
    rows = Rows({"words": words, "people": words[:, :5], "metadata": words[:, :9]})
    outcome = Outcome(rng.random((n, 3)) < 0.3, rng.random(n) < 0.9)

    def margins():
        folds = Folds(np.arange(n) % 3, 2, Progress(quiet=True))
        fit = cross_fit.cross_fit(TagMargins(), rows, outcome, folds, "margins")
        return fit.values.tobytes() + fit.final.coef_.tobytes()

    here = margins()
    monkeypatch.setattr(cross_fit, "PROCESSES_PAY", 1)
    monkeypatch.setattr(TagMargins, "fit", None)  # of this process: it is not used
    assert margins() == here
