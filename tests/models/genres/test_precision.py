"""Tags for a wanted precision instead of the best F1."""

import shutil

import duckdb
import pytest

from catalogue_common.errors import SettingsError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings, load_settings
from models.scoring.every_title import score_titles

PRECISION = """
    select avg((listing.title_id is not null)::integer)
    from scores.title_genre as tags
    left join features.listing as listing using (title_id, taxonomy, genre)
    where is_predicted and is_out_of_fold and taxonomy = 'tmdb' and probability is not null
"""
BARE = """
    select count(*) from features.title
    anti join (select * from scores.title_genre where is_predicted) using (title_id)
"""


@pytest.fixture(scope="module", params=[None, 0.9])
def told(request, sample_features, tmp_path_factory):
    """The share of given tags that are right, and how many titles have none."""
    copy = tmp_path_factory.mktemp("precision") / "warehouse.duckdb"
    shutil.copy(sample_features, copy)
    with duckdb.connect(str(copy)) as con:
        score_titles(
            con,
            run_id="test",
            seed=2026,
            threads=2,
            progress=Progress(quiet=True),
            tag_precision=request.param,
        )
        (precision,), (bare,) = (con.execute(query).fetchone() for query in (PRECISION, BARE))
        yield request.param, precision, bare


def test_a_wanted_precision_is_kept_out_of_fold_and_unsure_titles_stay_bare(told):
    wanted, precision, bare = told
    if wanted is None:
        assert precision < 0.85
        assert bare == 0
    else:
        assert precision == pytest.approx(wanted, abs=0.06)
        assert bare > 0


def test_without_the_setting_f1_decides():
    assert Settings().tag_precision is None


@pytest.mark.parametrize("odd", [0, 1, 1.2, "high"])
def test_a_precision_that_cannot_be_is_refused(odd):
    with pytest.raises(SettingsError, match="tag_precision"):
        load_settings(tag_precision=odd)
