"""``catalogue evaluate models`` prints each figure beside its baseline."""

from commands import catalogue


def test_without_a_warehouse_it_says_what_to_do(tmp_path):
    ran = catalogue(tmp_path, "evaluate", "models", "--warehouse", "none.duckdb")
    assert ran.code == 1
    assert "catalogue run" in ran.err
