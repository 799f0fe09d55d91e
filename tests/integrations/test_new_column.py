"""A column that a mart gets is in every export and tool by itself: all read one description.

A run puts a mart's columns and their comments into the file from the mart's header; dbt's sources
are made of the header, all others of the file, here of one with a column more.
"""

import json
import shutil
from zipfile import ZipFile

import duckdb
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from catalogue_insights import Warehouse
from catalogue_insights.assistant.tools import AssistantTools
from warehouse.dbt_sources import render_sources
from warehouse.dictionary import describe
from warehouse.export_database import export_database
from warehouse.export_files import export_files
from warehouse.sql_files import SQL
from warehouse.superset_bundle import write_superset_bundle

MART, COMMENT = "predicted_hits", "share of those who say so"
VALUES = f"select distinct said_share from {MART}"


@pytest.fixture(scope="module")
def wider(sample_run, tmp_path_factory):
    """A published file whose mart has one column more."""
    path = tmp_path_factory.mktemp("wider") / "warehouse.duckdb"
    shutil.copy(sample_run.warehouse, path)
    with duckdb.connect(str(path)) as con:
        con.execute(f"alter table marts.{MART} add column said_share double default 0.25")
        con.execute(f"comment on column marts.{MART}.said_share is '{COMMENT}'")
    return path


def test_in_a_workbook_typed_and_with_its_note(wider, tmp_path):
    export_files(wider, tmp_path, "xlsx", [MART])
    sheet = load_workbook(tmp_path / "marts.xlsx")[MART]
    head = sheet.cell(1, sheet.max_column)
    assert (head.value, head.comment.text) == ("said_share", COMMENT)
    cell = sheet.cell(2, sheet.max_column)
    assert (cell.value, cell.number_format) == (0.25, "0.0%")


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_in_files_and_their_data_package(wider, tmp_path, format):
    export_files(wider, tmp_path, format, [MART])
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["resources"][0]["schema"]["fields"][-1] == {
        "name": "said_share",
        "type": "number",
        "description": COMMENT,
    }
    held = duckdb.sql(VALUES.replace(MART, f"'{tmp_path / MART}.{format}'"))
    assert held.fetchall() == [(0.25,)]


def test_in_a_database(wider, tmp_path):
    address = f"sqlite:///{tmp_path / 'marts.sqlite'}"
    export_database(wider, address)
    with sa.create_engine(address).connect() as con:
        assert con.exec_driver_sql(VALUES).all() == [(0.25,)]


def test_in_python(wider):
    week = Warehouse(wider)
    assert week.predicted_hits().project("said_share").distinct().fetchall() == [(0.25,)]
    week.close()


def test_in_what_an_assistant_reads(wider, tmp_path):
    tools = AssistantTools(wider, tmp_path)
    said = tools.describe_table(MART)["columns"][-1]
    assert said == {"name": "said_share", "type": "DOUBLE", "meaning": COMMENT}
    assert tools.query(VALUES)["rows"] == [[0.25]]
    tools.close()


def test_in_the_dashboards_of_superset(wider, tmp_path):
    write_superset_bundle(wider, tmp_path / "superset.zip")
    with ZipFile(tmp_path / "superset.zip") as bundle:
        read = {name.partition("/")[2]: bundle.read(name) for name in bundle.namelist()}
    dataset = json.loads(read[f"datasets/catalogue/{MART}.yaml"])
    column, metric = dataset["columns"][-1], dataset["metrics"][-1]
    assert (column["column_name"], column["description"]) == ("said_share", COMMENT)
    assert (metric["expression"], metric["d3format"]) == ('avg("said_share")', ".1%")
    charts = [json.loads(said) for name, said in read.items() if name.startswith("charts/")]
    (shown,) = (
        chart["params"]
        for chart in charts
        if (chart["dataset_uuid"], chart["viz_type"]) == (dataset["uuid"], "table")
    )
    assert "said_share" in shown["all_columns"]
    assert shown["column_config"]["said_share"] == {"d3NumberFormat": ".1%"}


def test_in_the_data_dictionary(wider):
    (section,) = (
        part for part in describe(wider).split("\n### ") if part.startswith(f"marts.{MART}")
    )
    assert "said_share" in section
    assert COMMENT in section


def test_in_the_sources_of_dbt(tmp_path):
    for folder in ("marts", "reports"):
        shutil.copytree(SQL / folder, tmp_path / folder)
    path = tmp_path / "marts" / f"{MART}.sql"
    text = path.read_text("utf-8").replace(
        "-- columns:\n", '-- columns:\n--   new_one: what "nobody" {{ knew }} before\n', 1
    )
    path.write_text(text, "utf-8")
    said = render_sources(tmp_path)
    assert '          - name: new_one\n            description: "what \\"nobody\\" { { kn' in said
