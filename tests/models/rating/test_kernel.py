"""Series are few: their ratings are also told by models of their own."""

import numpy as np
import pytest

from catalogue_common.progress import Progress
from models.feature_blocks import ENCODED
from models.features import Rows
from models.learn.cross_fit import Folds, Outcome
from models.rating.blend import RatingBlend
from models.rating.kernel import KernelRating


def titles(n: int, seed: int = 0) -> tuple[Rows, np.ndarray]:
    """Titles whose rating is that of the corner of a square that they lie in."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(-1, 1, (n, 2))
    rows = {"genre_mix": place, "margins": place, "votes": np.full(n, 50.0)}
    nothing = {name: np.zeros((n, 1)) for name in ("country", "language", "network", "season")}
    rating = 6 + np.sign(place[:, 0] * place[:, 1]) + rng.normal(0, 0.3, n)
    return Rows({**rows, **nothing, "released": rng.uniform(2000, 2020, n)}), rating


def test_it_learns_what_no_straight_line_can_tell():
    rows, rating = titles(800, 0)
    model = KernelRating(gamma=1.0).fit(rows, rating)
    others, truth = titles(300, 1)
    assert np.mean((truth - model.predict(others)) ** 2) < 0.4 * truth.var()


def test_a_title_is_told_the_same_in_any_company():
    rows, rating = titles(1_700, 0)  # more than are predicted at once
    model = KernelRating().fit(rows, rating)
    together = model.predict(rows)
    for place in range(0, 1_700, 7):
        assert model.predict(rows.take(np.array([place])))[0] == together[place]
    assert model.predict(rows.take(np.arange(0))).shape == (0,)


def test_a_title_that_nothing_is_known_of_gets_about_the_mean():
    rows, rating = titles(800, 0)
    model = KernelRating().fit(rows, rating)
    empty = Rows({name: np.zeros((1, *rows[name].shape[1:])) for name in rows.blocks})
    told = model.predict(empty.adding(released=np.array([np.nan])))
    assert told[0] == pytest.approx(rating.mean(), abs=0.3)


@pytest.mark.parametrize(
    ("series", "own"), [(250, ["series"]), (100, ["movie"]), (200, ["movie", "series"])]
)
def test_a_type_with_enough_titles_and_not_too_many_gets_models_of_its_own(series, own):
    rows, rating = titles(400, 0)
    n, few = len(rows), {name: np.zeros((len(rows), 1)) for name in ("listing",)}
    rows = rows.adding(
        is_series=(np.arange(n) < series).astype(float),
        year=rows["released"],
        minutes=np.full(n, np.nan),
        is_netflix=np.full(n, np.nan),
        fold=np.arange(n) % 2,
        **few,
        **{name: np.zeros((n, 1)) for name in ENCODED},
    )
    folds = Folds(rows["fold"], 1, Progress(quiet=True))
    blend = RatingBlend()
    told = blend.fit(rows, Outcome(rating, np.ones(n, dtype=bool)), folds)
    assert list(blend.own_) == own
    assert not np.isnan(told).any()
    again = RatingBlend()
    again.restore(blend.finals())
    assert (again.predict(rows) == blend.predict(rows)).all()
