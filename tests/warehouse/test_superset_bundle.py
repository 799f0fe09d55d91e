"""The bundle for Superset is made of what the published file says of its marts."""

from __future__ import annotations

import json
from zipfile import ZipFile

import duckdb
import pytest
from small_marts import publish_marts

from catalogue_common.errors import ExportError
from warehouse.mart_descriptions import marts_of
from warehouse.superset_bundle import write_superset_bundle


def _read(path):
    with ZipFile(path) as bundle:
        names = [name for name in bundle.namelist() if name.endswith(".yaml")]
        return {name.partition("/")[2]: json.loads(bundle.read(name)) for name in names}


def test_every_mart_is_a_dataset_with_its_comments(sample_run, tmp_path):
    count = write_superset_bundle(sample_run.warehouse, tmp_path / "a.zip")
    files = _read(tmp_path / "a.zip")
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        marts = marts_of(con)
    assert count == len(marts)
    for mart in marts:
        dataset = files[f"datasets/catalogue/{mart.name}.yaml"]
        assert dataset["description"] == mart.comment
        said = {column["column_name"]: column["description"] for column in dataset["columns"]}
        assert said == {column.name: column.comment for column in mart.columns}
    metrics = files["datasets/catalogue/title_scores.yaml"]["metrics"]
    assert {"count", "mean hit_probability"} <= {metric["metric_name"] for metric in metrics}
    assert not {"mean tmdb_id"} & {metric["metric_name"] for metric in metrics}
    assert sum(name.startswith("dashboards/") for name in files) == 5
    write_superset_bundle(sample_run.warehouse, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_charts_are_of_datasets_and_columns_that_are_there(sample_run, tmp_path):
    write_superset_bundle(sample_run.warehouse, tmp_path / "a.zip")
    files = _read(tmp_path / "a.zip")
    datasets = {file["uuid"]: file for name, file in files.items() if name.startswith("datasets/")}
    charts = {file["uuid"]: file for name, file in files.items() if name.startswith("charts/")}
    placed = set()
    for name, file in files.items():
        if name.startswith("dashboards/"):
            held = [part for key, part in file["position"].items() if key.startswith("CHART-")]
            placed |= {part["meta"]["uuid"] for part in held}
    assert placed == charts.keys()
    for chart in charts.values():
        columns = {c["column_name"] for c in datasets[chart["dataset_uuid"]]["columns"]}
        params = chart["params"]
        ordered = [json.loads(order)[0] for order in params.get("order_by_cols", [])]
        x = [params["x_axis"]] if "x_axis" in params else []
        used = [*params.get("all_columns", []), *ordered, *x, *params.get("groupby", [])]
        assert set(used) <= columns


def test_a_file_without_a_mart_that_is_shown_is_refused(tmp_path):
    published = publish_marts(tmp_path / "warehouse.duckdb")
    with pytest.raises(ExportError, match="Run the job once"):
        write_superset_bundle(published, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
