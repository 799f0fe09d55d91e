"""How much of a figure is luck: measured over several seeds, and kept in the published file."""

import shutil

import duckdb
import pytest

from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.evaluate.seeds import measure_seeds


def test_each_seed_is_measured_on_folds_of_its_own(measured):
    job, _ = measured
    figures = job.ask(
        "select count(distinct value), count(*) from ops.model_metrics where run_id like 'seeds-%'"
        " and model = 'genres_netflix' and slice = 'all' and metric = 'micro_f1'"
    )
    assert figures == [(2, 2)]


def test_nothing_is_left_beside_the_file(measured):
    job, _ = measured
    left = {path.name for path in job.folder.glob("warehouse.duckdb*")}
    beside = ("", ".kept", ".ledger.jsonl", ".lock", ".sha256")
    assert left == {f"warehouse.duckdb{ending}" for ending in beside}


def test_a_file_that_does_not_say_which_titles_share_a_text_is_left_as_it_is(measured, tmp_path):
    settings = Settings(warehouse=tmp_path / "warehouse.duckdb")
    shutil.copy(measured[0].warehouse, settings.warehouse)
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute("alter table features.title drop text_group")
    before = settings.warehouse.read_bytes()
    with pytest.raises(ModelError, match="earlier version"):
        measure_seeds(settings, 2, Progress(quiet=True))
    assert settings.warehouse.read_bytes() == before
