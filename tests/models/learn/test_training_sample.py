"""Which titles are learnt from where there are too many."""

import numpy as np
import pyarrow as pa
import pytest

from models.learn import training_sample as sampling
from models.learn.training_sample import training_sample


def titles(n=4000, seed=0, settled=40):
    """Known titles of two types, with a rare genre among the others."""
    rng = np.random.default_rng(seed)
    genres = np.where(np.arange(n) % 800 == 0, "Rare", np.where(rng.random(n) < 0.5, "A", "B"))
    top10 = np.where(np.arange(n) < settled, 1.0, np.nan)
    return pa.table(
        {
            "is_series": rng.random(n) < 0.25,
            "listed_netflix": pa.array([[g] for g in genres], pa.list_(pa.string())),
            "listed_tmdb": pa.array([None] * n, pa.list_(pa.string())),
            "top10_weeks": pa.array(top10, from_pandas=True),
            "rating": pa.array(np.where(rng.random(n) < 0.5, 6.0, np.nan), from_pandas=True),
            "hit_level": pa.array(rng.choice([0, 1, 4], n, p=[0.8, 0.15, 0.05])),
            "user_count": pa.array([None] * n, pa.float64()),
            "viewing": pa.array([[]] * n, pa.list_(pa.int64())),
            "year": rng.integers(1950, 2026, n).astype(float),
        }
    )


@pytest.fixture(autouse=True)
def rare(monkeypatch):
    monkeypatch.setattr(sampling, "RARE", 5)


def column(table, name):
    return table[name].to_numpy(zero_copy_only=False)


def test_where_there_are_not_too_many_all_are_learnt_from():
    assert training_sample(titles(), 4000, seed=0).all()


def test_as_many_are_learnt_from_as_may_be():
    for limit in (100, 777, 3999):
        assert training_sample(titles(), limit, seed=0).sum() == limit


def test_the_same_seed_takes_the_same_titles():
    one, same, other = (training_sample(titles(), 500, seed) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def test_rare_genres_and_settled_titles_are_kept_whole():
    table = titles()
    chosen = training_sample(table, 400, seed=0)
    is_rare = np.array(["Rare" in genres for genres in column(table, "listed_netflix")])
    assert is_rare.sum() == 5
    assert chosen[is_rare].all()
    assert chosen[~np.isnan(column(table, "top10_weeks"))].all()


def test_where_too_many_are_settled_those_are_sampled_like_others():
    table = titles(settled=2000)
    chosen = training_sample(table, 1000, seed=0)
    settled = ~np.isnan(column(table, "top10_weeks"))
    assert chosen.sum() == 1000
    assert chosen[settled].mean() == pytest.approx(0.25, abs=0.03)


def test_each_type_and_outcome_has_its_share():
    table = titles(settled=0)
    chosen = training_sample(table, 1000, seed=0)
    for own in (
        column(table, "is_series"),
        column(table, "hit_level") == 4,
        column(table, "hit_level") == 1,
        np.isnan(column(table, "rating")),
    ):
        assert chosen[own].sum() == pytest.approx(own.sum() / 4, abs=6)
    years = column(table, "year")
    late, early = (chosen[own].mean() for own in (years >= 2000, years < 2000))
    assert late == pytest.approx(early, abs=0.03)
