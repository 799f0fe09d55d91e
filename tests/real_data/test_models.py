"""On the real public files: with shuffled labels there is nothing to learn, and it shows."""

import os
from pathlib import Path

import pytest
from building import build_all, set_variables
from model_runs import scored, shuffle_labels

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.load.load import load_all
from warehouse.build import build

REAL_DATA = os.environ.get("CATALOGUE_REAL_DATA")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not REAL_DATA, reason="CATALOGUE_REAL_DATA names no folder of real files"),
]


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shuffled")
    settings = Settings(warehouse=folder / "warehouse.duckdb", reports=folder / "reports")
    with build(settings) as new:
        set_variables(new.con)
        new.con.execute("set variable hit_minimum_titles = 500")
        load_all(new.con, Path(str(REAL_DATA)), run_id="test", progress=Progress(quiet=True))
        build_all(new.con)
        new.close()
        features = new.path.rename(folder / "features.duckdb")
    with scored(features, folder, shuffle_labels) as run:
        yield run


@pytest.mark.parametrize("model", ["genres_netflix", "genres_tmdb"])
@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_tags_are_told_no_better_than_by_their_frequency(shuffled, model, part):
    for metric in ("micro_f1", "lrap"):
        value, baseline = shuffled.metric(model, metric, part)
        assert value < baseline + 0.01


@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_hits_are_told_no_better_than_by_chance(shuffled, part):
    assert 0.45 < shuffled.metric("hit", "roc_auc", part)[0] < 0.55


@pytest.mark.parametrize("part", ["movie", "series"])
def test_shuffled_ratings_are_told_no_better_than_by_the_mean(shuffled, part):
    value, baseline = shuffled.metric("rating", "rmse", part)
    assert value > 0.99 * baseline
    assert shuffled.metric("rating", "r2", part)[0] < 0.01


@pytest.mark.parametrize("part", ["movie", "series"])
def test_intervals_of_shuffled_ratings_cover_nine_in_ten_all_the_same(shuffled, part):
    assert shuffled.metric("rating", "coverage_90", part)[0] == pytest.approx(0.9, abs=0.02)
