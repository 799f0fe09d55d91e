"""In how many countries, and in which."""

import numpy as np
import pytest
from audience_world import titles

from models.audience.reach import CountryCount, CountryRanges, scaled
from models.audience.reasons import REASONS, strongest
from models.features import Rows


def stood(rows, seed=0):
    """Titles of the second language stand in the first five countries, the others anywhere."""
    rng = np.random.default_rng(seed)
    wide = rows["genre_mix"][:, 0] > 0
    lists = rng.random((len(rows), 20)) < np.where(wide, 0.7, 0.15)[:, None]
    own = rows["spoken"].toarray()[:, 1] > 0
    lists[own, 5:] &= rng.random((own.sum(), 15)) < 0.2
    lists[:, 0] |= ~lists.any(axis=1)
    return lists.astype(float)


@pytest.fixture(scope="module")
def fitted():
    rows = titles()
    return CountryCount(trees=60, alpha=10.0).fit(rows, stood(rows))


def test_what_spreads_wide_is_said_to(fitted):
    rows = titles(seed=4)
    number = fitted.values(rows)[:, 0]
    wide = rows["genre_mix"][:, 0] > 0
    assert number[wide].min() > np.quantile(number[~wide], 0.8)


def test_the_countries_of_a_language_come_first(fitted):
    rows = titles(seed=4)
    own = rows["spoken"].toarray()[:, 1] > 0
    first = np.argsort(-fitted.values(rows)[own, 1:], axis=1)[:, :3]
    assert (first < 5).mean() > 0.95


def test_a_title_is_answered_alike_in_any_company(fitted):
    rows = titles(seed=4)
    alone = fitted.values(rows.take(slice(3, 4)))
    assert (alone[0] == fitted.values(rows)[3]).all()


def test_chances_come_to_the_expected_number():
    chances = np.array([[0.5, 0.2, 0.1], [0.9, 0.9, 0.9]])
    assert scaled(chances, np.array([0.4, 1.5])).sum(axis=1) == pytest.approx([0.4, 1.5])
    assert scaled(chances, np.array([9.0, 9.0])).max() == 1.0


def test_more_countries_are_never_likelier_than_fewer():
    rng = np.random.default_rng(0)
    rows = Rows({"predicted": rng.uniform(0.7, 4, 500), "is_series": np.zeros(500)})
    number = np.clip(np.round(np.expm1(rows["predicted"] + rng.normal(0, 0.5, 500))), 1, 94)
    mean, low, high, one, ten, fifty = CountryRanges().fit(rows, number).values(rows).T
    assert (one == 1).all()
    assert (one >= ten).all() and (ten >= fifty).all()
    assert (low <= high).all() and (mean <= 94).all()
    held = (low <= number) & (number <= high)
    assert held.mean() == pytest.approx(0.9, abs=0.04)


def test_the_reasons_name_what_brings_countries(fitted):
    rows = titles(seed=4)
    _, sums = fitted.explained(rows)
    places, moves = strongest(sums)
    wide = rows["genre_mix"][:, 0] > 0
    assert (np.array(REASONS)[places[wide, 0]] == "genres and text").mean() > 0.9
    assert (moves[wide, 0] > 0).mean() > 0.9
