"""``catalogue bi``: a bundle that another tool imports."""

from zipfile import ZipFile


def test_a_bundle_for_superset(two_weeks, tmp_path):
    out = tmp_path / "superset.zip"
    ran = two_weeks("bi", "superset", "--out", str(out), "--warehouse", "warehouse.duckdb")
    assert "datasets and their dashboards" in ran.out
    assert "superset import-dashboards -p" in ran.out
    with ZipFile(out) as bundle:
        assert "catalogue_insights/metadata.yaml" in bundle.namelist()


def test_where_it_cannot_be_written_nothing_else_changes(two_weeks, tmp_path):
    out = str(tmp_path / "none" / "superset.zip")
    ran = two_weeks("bi", "superset", "--out", out, "--warehouse", "warehouse.duckdb", code=1)
    assert "cannot be written" in ran.err
