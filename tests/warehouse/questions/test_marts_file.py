"""The file of marts holds these and, of other tables, what marts with a parameter read."""

from __future__ import annotations

import os
import re

import duckdb
import pytest
from small_marts import publish_marts

from catalogue_common.errors import QueryError
from warehouse.questions.marts_file import READ_BY_MARTS, copy_marts, open_marts_file
from warehouse.reading import ReadLimits
from warehouse.sql_files import SQL

# As the job makes it.
LOADS = re.search(
    r"^create table if not exists ops\.loads \(.+?^\);",
    (SQL / "schema" / "tables.sql").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)[0]
MORE = """
insert into ops.loads by name
select 'l' as load_id, 'r' as run_id, 'tmdb' as source, date '2026-01-01' as snapshot_on,
    'f.csv' as file, 'loaded' as status, 'hidden' as message, 'hidden' as sha256,
    false as is_synthetic, timestamp '2026-01-01' as loaded_at;
update ops.runs set settings = 'hidden';
create schema raw;
create table raw.tmdb as select 'hidden' as text;
create view marts.newest as select source from ops.loads;
create macro marts.loads_of(wanted) as table select source from ops.loads where source = wanted;
create table marts."a ""b" as select 1 as one;
"""

NAMED = """
select distinct table_schema, table_name from information_schema.tables
union
select distinct table_schema, table_name from information_schema.columns
"""


@pytest.fixture
def published(tmp_path):
    path = publish_marts(tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute(LOADS)
        con.execute(MORE)
    return path


def test_it_holds_the_marts_and_nothing_hidden(published, tmp_path):
    copy_marts(str(published), tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as con:
        tables = {
            ".".join(row)
            for row in con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        }
        columns = con.execute('describe behind."1"').fetchall()
        assert {table for table in tables if not table.startswith("marts.")} == {"behind.1"}
        assert {"marts.titles", "marts.newest", 'marts.a "b'} <= tables
        assert [row[0] for row in columns] == READ_BY_MARTS["ops.loads"].split(", ")
        assert con.execute("from marts.newest").fetchall() == [("tmdb",)]
        assert con.execute("from marts.loads_of('tmdb')").fetchall() == [("tmdb",)]
    content = (tmp_path / "copy.duckdb").read_bytes()
    assert b"hidden" not in content
    assert b"ops.loads" not in content


def test_of_a_run_it_names_marts_alone_and_those_with_a_parameter_say_the_same(
    sample_run, tmp_path
):
    copy_marts(str(sample_run.warehouse), tmp_path / "copy.duckdb")
    asked = ("offered_on('2026-11-16')", "news('2026-W10-9')")
    with (
        duckdb.connect(str(sample_run.warehouse), read_only=True) as whole,
        duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as con,
    ):
        named = con.execute(NAMED).fetchall()
        assert {schema for schema, _ in named} == {"marts", "behind"}
        behind = {table for schema, table in named if schema == "behind"}
        assert behind == {str(number + 1) for number in range(len(READ_BY_MARTS))}
        for mart in asked:
            rows = con.execute(f"from marts.{mart} order by all").fetchall()
            assert rows
            assert rows == whole.execute(f"from marts.{mart} order by all").fetchall()
        with pytest.raises(duckdb.CatalogException) as refused:
            con.execute("from offer_evidence")
        assert "core" not in str(refused.value)


def test_what_is_opened_has_no_name_any_more(published):
    handle = os.open(published, os.O_RDONLY)
    made = open_marts_file(handle)
    assert os.fstat(made).st_nlink == 0
    assert os.fstat(made).st_size
    os.close(made)
    os.close(handle)


def test_what_cannot_be_copied_is_told_of(tmp_path):
    (tmp_path / "none").write_text("no warehouse")
    handle = os.open(tmp_path / "none", os.O_RDONLY)
    with pytest.raises(QueryError, match="cannot be copied"):
        open_marts_file(handle)
    os.close(handle)


def test_a_macro_that_the_week_s_marts_do_not_fit_costs_itself_alone(published, tmp_path):
    with duckdb.connect(str(published)) as con:
        con.execute("create table marts.changed as select 1 as old")
        con.execute("create macro marts.of_old(x) as table from marts.changed where old = x")
        con.execute("alter table marts.changed rename old to new")
    copy_marts(str(published), tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as con:
        assert con.execute("from marts.changed").fetchall() == [(1,)]
        with pytest.raises(duckdb.CatalogException):
            con.execute("from marts.of_old(1)")


def test_marts_that_do_not_fit_into_memory_are_copied_by_way_of_the_disk(
    sample_run, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "warehouse.questions.marts_file.LIMITS", ReadLimits(memory="48MB", threads=1)
    )
    copy_marts(str(sample_run.warehouse), tmp_path / "copy.duckdb")
    count = "select count(*) from marts.title_scores"
    with (
        duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as copied,
        duckdb.connect(str(sample_run.warehouse), read_only=True) as published,
    ):
        assert copied.execute(count).fetchone() == published.execute(count).fetchone()
    assert [path.name for path in tmp_path.iterdir()] == ["copy.duckdb"]
