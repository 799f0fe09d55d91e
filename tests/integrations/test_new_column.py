"""A column that a mart gets is in every export and tool by itself: all read one description.

dbt's sources are made of the headers (``test_dbt.py``), an assistant's tables are those of the file
(``tests/commands/test_mcp.py``); the others are asked here, of a file that has one column more.
"""

import json

import duckdb
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from catalogue_insights import Warehouse

COMMENT = "share of those who say so"


@pytest.fixture
def wider(job):
    with duckdb.connect(str(job.warehouse)) as con:
        con.execute("alter table marts.clusters add column said_share double default 0.25")
        con.execute(f"comment on column marts.clusters.said_share is '{COMMENT}'")
    return job


def test_in_a_workbook_typed_and_with_its_note(wider):
    wider("export", "--format", "xlsx", "--to", "out", "--mart", "clusters")
    sheet = load_workbook(wider.folder / "out" / "marts.xlsx")["clusters"]
    head = sheet.cell(1, sheet.max_column)
    assert (head.value, head.comment.text) == ("said_share", COMMENT)
    cell = sheet.cell(2, sheet.max_column)
    assert (cell.value, cell.number_format) == (0.25, "0.0%")


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_in_files_and_their_package(wider, format):
    wider("export", "--format", format, "--to", "out", "--mart", "clusters")
    package = json.loads((wider.folder / "out" / "datapackage.json").read_text("utf-8"))
    assert package["resources"][0]["schema"]["fields"][-1] == {
        "name": "said_share",
        "type": "number",
        "description": COMMENT,
    }
    file = str(wider.folder / "out" / f"clusters.{format}")
    assert duckdb.sql(f"select distinct said_share from '{file}'").fetchall() == [(0.25,)]


def test_in_a_database(wider):
    address = f"sqlite:///{wider.folder / 'marts.sqlite'}"
    wider("export", "--to", address)
    with sa.create_engine(address).connect() as con:
        assert con.exec_driver_sql("select distinct said_share from clusters").all() == [(0.25,)]


def test_in_python(wider):
    week = Warehouse(wider.warehouse)
    assert week.clusters().project("said_share").distinct().fetchall() == [(0.25,)]
    week.close()
