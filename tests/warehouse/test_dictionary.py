"""The data dictionary says what the published file says of itself, and that leaves nothing out."""

import duckdb
import pytest

from warehouse.dictionary import describe
from warehouse.sql_files import SQL

PAGE = SQL.parent / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def test_the_page_is_true_to_a_published_file(sample_run):
    is_true = PAGE.read_text(encoding="utf-8") == describe(sample_run.warehouse)
    assert is_true, "run `make docs`"


def test_a_mart_with_a_parameter_is_described_with_its_columns(sample_run):
    page = describe(sample_run.warehouse)
    section = page.split("### marts.offered_on(day)\n")[1].split("\n### ")[0]
    assert "- `day`: " in section
    assert "- `state`: " in section


def test_every_schema_is_described_and_every_described_schema_is_there(published):
    schemas = published.execute(
        "select distinct schema_name from duckdb_tables() order by all"
    ).fetchall()
    assert schemas == published.execute("select schema_name from ops.schemas order by 1").fetchall()


@pytest.mark.parametrize("kind", ["tables", "columns", "views"])
def test_every_published_table_and_column_has_its_comment(published, kind):
    found = published.execute(f"from duckdb_{kind}() where not internal and comment is null")
    assert found.fetchall() == []
