"""``catalogue export --to DIR``: every mart as a file, and a manifest that is true."""

import csv
import json

import pytest
from commands import catalogue
from pyarrow import parquet
from small_marts import HOSTILE, add_view, publish_marts

from catalogue_common.errors import ExportError
from catalogue_common.files import sha256_of
from warehouse.export_files import export_files
from warehouse.reading import open_published


@pytest.fixture
def warehouse(tmp_path):
    return publish_marts(tmp_path / "warehouse.duckdb")


def test_parquet_holds_the_rows_and_types_of_every_mart(warehouse, tmp_path):
    export_files(warehouse, tmp_path / "out", "parquet")
    titles = parquet.read_table(tmp_path / "out" / "titles.parquet")
    assert titles["title"].to_pylist() == [HOSTILE, "", ""]
    assert str(titles.schema.field("scored_at").type) == "timestamp[us]"
    assert parquet.read_table(tmp_path / "out" / "empty.parquet").num_rows == 0


def test_csv_tells_nothing_from_an_empty_text_and_defuses_formulas(warehouse, tmp_path):
    publish_marts(warehouse, titles=2)
    export_files(warehouse, tmp_path / "out", "csv")
    text = (tmp_path / "out" / "titles.csv").read_text(encoding="utf-8")
    assert [row["title"] for row in csv.DictReader(text.splitlines(keepends=True))][1] == ""
    assert '1,"","a\0b",0.333' in text
    assert (tmp_path / "out" / "empty.csv").read_text() == '"a_number","a_text"\n'


def test_the_manifest_is_true_to_the_files(warehouse, tmp_path):
    export_files(warehouse, tmp_path / "out", "parquet")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["run_id"], manifest["is_synthetic"]) == ("2026-W47-a", True)
    assert {table["name"]: table["row_count"] for table in manifest["tables"]} == {
        "titles": 3,
        "empty": 0,
    }
    for table in manifest["tables"]:
        assert sha256_of(tmp_path / "out" / table["file"]) == table["sha256"]
        assert table["columns"][0]["comment"].startswith("its ")


def test_every_mart_of_a_run_is_exported_views_too(sample_run, tmp_path):
    manifest = export_files(sample_run.warehouse, tmp_path, "parquet")
    with open_published(sample_run.warehouse) as con:
        kept = con.sql("select count(*) from marts.score_history").fetchone()
        marts = con.sql("select count(*) from information_schema.tables where table_schema='marts'")
        assert len(manifest["tables"]) == marts.fetchone()[0]
    assert parquet.read_table(tmp_path / "score_history.parquet").num_rows == kept[0] > 0


def test_a_view_is_exported_as_a_table_is(warehouse, tmp_path):
    add_view(warehouse)
    export_files(warehouse, tmp_path / "out", "csv")
    assert (tmp_path / "out" / "numbers.csv").read_text() == '"number"\n0\n1\n2\n'


def test_an_export_replaces_the_last_one_and_keeps_files_of_others(warehouse, tmp_path):
    out = tmp_path / "out"
    export_files(warehouse, out, "csv")
    (out / "notes.csv").write_text("mine")
    export_files(warehouse, out, "parquet")
    assert {path.name for path in out.iterdir()} == {
        "datapackage.json",
        "empty.parquet",
        "manifest.json",
        "notes.csv",
        "titles.parquet",
    }


def test_a_manifest_of_someone_else_removes_nothing(warehouse, tmp_path):
    (tmp_path / "out").mkdir()
    listed = {"tables": [{"file": "../warehouse.duckdb"}]}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(listed))
    export_files(warehouse, tmp_path / "out", "csv")
    assert warehouse.is_file()


def test_a_failed_export_leaves_the_last_one(warehouse, tmp_path, monkeypatch):
    out = tmp_path / "out"
    export_files(warehouse, out, "csv")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    monkeypatch.setattr("warehouse.export_files.sha256_of", fail)
    with pytest.raises(ExportError, match="disk full"):
        export_files(warehouse, out, "csv")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def fail(*_):
    raise OSError("disk full")


def test_the_command_says_what_it_exported_and_where(warehouse, tmp_path):
    done = catalogue(tmp_path, "export", "--format", "csv", "--to", "marts")
    assert done.out == "exported 2 marts of 2026-W47-a\nto: marts\n"
    assert catalogue(tmp_path, "export", "--to", "warehouse.duckdb").code == 1
