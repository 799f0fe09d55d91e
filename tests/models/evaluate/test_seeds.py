"""How much of a figure is luck: measured over several seeds, and kept in the published file."""

import shutil

import duckdb
import pytest

from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.evaluate.published import quality_lines
from models.evaluate.seeds import measure_seeds

PUBLISH = """
    create table marts.model_quality as
    select * from ops.model_metrics where ends_with(run_id, '-0')
"""


@pytest.fixture(scope="module")
def measured(sample_features, tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    settings = Settings(warehouse=folder / "warehouse.duckdb")
    shutil.copy(sample_features, settings.warehouse)
    measure_seeds(settings, 2, Progress(quiet=True))
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute(PUBLISH)
    return settings


def test_each_seed_is_measured_on_folds_of_its_own(measured):
    with duckdb.connect(str(measured.warehouse), read_only=True) as con:
        figures = con.execute(
            "select count(distinct value), count(*) from ops.model_metrics "
            "where model = 'genres_netflix' and slice = 'all' and metric = 'micro_f1'"
        ).fetchone()
    assert figures == (2, 2)


def test_mean_and_spread_stand_beside_the_figures_of_the_run(measured):
    head, *lines = quality_lines(measured.warehouse, "rating")
    assert head.endswith("over seeds")
    assert all("±" in line and line.endswith("(2)") for line in lines)


def test_nothing_is_left_beside_the_file(measured):
    left = {path.name for path in measured.warehouse.parent.iterdir()}
    assert left <= {"warehouse.duckdb", "warehouse.duckdb.lock"}


def test_a_file_that_does_not_say_which_titles_share_a_text_is_left_as_it_is(measured, tmp_path):
    settings = Settings(warehouse=tmp_path / "warehouse.duckdb")
    shutil.copy(measured.warehouse, settings.warehouse)
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute("alter table features.title drop text_group")
    before = settings.warehouse.read_bytes()
    with pytest.raises(ModelError, match="earlier version"):
        measure_seeds(settings, 2, Progress(quiet=True))
    assert settings.warehouse.read_bytes() == before
