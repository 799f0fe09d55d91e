"""``datapackage.json``: frictionless finds the files to be what it says, and it says all."""

import json

import duckdb
import pytest
from frictionless import Package, system
from small_marts import publish_marts

from etl.sources import SOURCES
from warehouse.data_terms import TERMS, UNTOLD
from warehouse.export_files import export_files
from warehouse.mart_descriptions import marts_of
from warehouse.reading import open_published

FEW = ["source_files", "service_mix", "step_times", "track_record", "clusters"]
"""Marts with missing numbers, days and times; of Parquet frictionless reads slowly."""


def problems(folder) -> list[str]:
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return [error.message for task in report.tasks for error in task.errors] + report.errors


@pytest.fixture(scope="module")
def as_csv(two_weeks, tmp_path_factory):
    """All marts as CSV."""
    out = tmp_path_factory.mktemp("package")
    export_files(two_weeks.warehouse, out, "csv")
    return out


def test_frictionless_validates_every_mart(as_csv):
    assert problems(as_csv) == []


def test_it_would_find_a_wrong_value(as_csv, tmp_path):
    for path in as_csv.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "title_genres.csv"
    head, first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([head, first, first, *rest]), "utf-8")
    assert any("primary key" in problem for problem in problems(tmp_path))


def test_frictionless_validates_parquet(two_weeks, tmp_path):
    export_files(two_weeks.warehouse, tmp_path, "parquet", FEW)
    assert problems(tmp_path) == []


def test_it_says_of_each_mart_what_the_mart_says_of_itself(as_csv, two_weeks):
    package = json.loads((as_csv / "datapackage.json").read_text("utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    with open_published(two_weeks.warehouse) as con:
        marts = marts_of(con)
    assert resources.keys() == {mart.name for mart in marts}
    for mart in marts:
        schema = resources[mart.name]["schema"]
        assert resources[mart.name]["description"] == mart.comment
        assert [(f["name"], f["description"]) for f in schema["fields"]] == [
            (column.name, column.comment) for column in mart.columns
        ]
        key = schema.get("primaryKey") or schema["uniqueKeys"][0]
        assert key == list(mart.key) != []
    assert resources["track_record"]["schema"]["uniqueKeys"] == [
        ["made_by", "question", "type", "quarter"]
    ]
    assert package["sources"] == [
        {"title": "The synthetic sample of Catalogue Insights: every title is invented"}
    ]


def test_it_says_whose_the_data_are_and_under_which_terms(job, tmp_path):
    with duckdb.connect(str(job.warehouse)) as con:
        con.execute("update ops.runs set is_synthetic = false")
    export_files(job.warehouse, tmp_path / "out", "csv", FEW)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    titles = [source["title"] for source in package["sources"]]
    assert any("not endorsed or certified by TMDB" in title for title in titles)
    assert {"path": TERMS["tmdb"].terms_path, "title": TERMS["tmdb"].terms} in package["licenses"]
    assert len(titles) == len({source for (source,) in job.ask("select source from ops.loads")})
    assert problems(tmp_path / "out") == []


def test_every_source_is_known_to_the_terms():
    assert SOURCES.keys() == TERMS.keys() | UNTOLD.keys()


def test_a_file_without_a_list_of_sources_names_none(tmp_path):
    warehouse = publish_marts(tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update ops.runs set is_synthetic = false")
    export_files(warehouse, tmp_path / "out", "csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert (package["sources"], package["licenses"]) == ([], [])
