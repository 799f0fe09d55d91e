"""``catalogue evaluate models`` prints each figure beside its baseline."""

from commands import catalogue

from models.evaluate.published import quality_lines


def test_each_model_is_printed_beside_its_baseline(sample_run):
    head, *lines = quality_lines(sample_run.warehouse)
    assert head.split()[:3] == ["model", "titles", "metric"]
    found = {line.split()[0] for line in lines}
    assert {"genres_netflix", "genres_tmdb", "rating", "hit"} <= found
    assert any("the commonest tags" in line for line in lines)


def test_one_model_can_be_asked_for(sample_run):
    lines = quality_lines(sample_run.warehouse, "rating")[1:]
    assert {line.split()[0] for line in lines} == {"rating"}


def test_without_a_warehouse_it_says_what_to_do(tmp_path):
    ran = catalogue(tmp_path, "evaluate", "models", "--warehouse", "none.duckdb")
    assert ran.code == 1
    assert "catalogue run" in ran.err
