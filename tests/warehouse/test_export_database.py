"""``catalogue export --to URL`` on SQLite and on a real PostgreSQL server."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from commands import catalogue
from small_marts import HOSTILE, add_view, publish_marts

from catalogue_common.errors import ExportError
from warehouse import export_database as module
from warehouse.export_database import export_database


@pytest.fixture(params=["sqlite", "postgres"])
def address(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'marts.sqlite'}"
    return request.getfixturevalue("postgres")


@pytest.fixture
def database(address):
    engine = sa.create_engine(module._url(address), poolclass=sa.NullPool)
    with engine.begin() as con:
        for name in sa.inspect(engine).get_table_names():
            con.exec_driver_sql(f'drop table "{name}"')
    return engine


@pytest.fixture
def warehouse(tmp_path):
    return publish_marts(tmp_path / "warehouse.duckdb")


def rows(database, query: str):
    with database.connect() as con:
        return [tuple(row) for row in con.execute(sa.text(query))]


def test_every_value_arrives_as_it_was(warehouse, address, database):
    export_database(warehouse, address)
    titles = sa.Table("titles", sa.MetaData(), autoload_with=database)
    with database.connect() as con:
        first, second, _ = con.execute(titles.select().order_by("number")).fetchall()
    scored_at = datetime(2026, 11, 20, 5, 0, 0, 123456)
    assert first == (0, HOSTILE, None, 0.0, False, date(2026, 11, 20), scored_at, "[0]")
    assert second == (1, "", "ab", 1 / 3, True, date(2026, 11, 21), scored_at, "[1]")


def test_a_view_arrives_as_a_table(warehouse, address, database):
    add_view(warehouse)
    export_database(warehouse, address)
    assert rows(database, "select number from numbers order by 1") == [(0,), (1,), (2,)]


def test_a_second_export_replaces_the_first_and_leaves_nothing_else(warehouse, address, database):
    export_database(warehouse, address)
    publish_marts(warehouse, run_id="2026-W48-a", titles=200_000)
    export_database(warehouse, address)
    assert rows(database, "select count(*), max(number) from titles") == [(200_000, 199_999)]
    assert rows(database, "select distinct run_id from catalogue_export") == [("2026-W48-a",)]
    names = set(sa.inspect(database).get_table_names())
    assert names == {"titles", "empty", "catalogue_export"}


def test_readers_see_the_old_rows_until_the_swap(warehouse, address, database, monkeypatch):
    export_database(warehouse, address)
    publish_marts(warehouse, run_id="2026-W48-a", titles=5)
    seen, insert = [], module._insert

    def insert_and_look(*arguments):
        count = insert(*arguments)
        seen.append(rows(database, "select count(*) from titles"))
        return count

    monkeypatch.setattr(module, "_insert", insert_and_look)
    export_database(warehouse, address)
    assert seen == [[(3,)], [(3,)], [(5,)]]  # while empty, titles, the record are written


def test_an_export_that_fails_leaves_whole_tables(warehouse, address, database, monkeypatch):
    export_database(warehouse, address)
    publish_marts(warehouse, run_id="2026-W48-a", titles=5)
    insert = module._insert

    def insert_and_fail(connection, table, reader):
        insert(connection, table, reader)
        if table.name == "titles__new":
            connection.exec_driver_sql("select no_such_column from titles")

    monkeypatch.setattr(module, "_insert", insert_and_fail)
    with pytest.raises(ExportError, match="1 marts were replaced") as caught:
        export_database(warehouse, address)
    assert "no_such_column" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert rows(database, "select count(*) from titles") == [(3,)]
    assert set(sa.inspect(database).get_table_names()) == {"titles", "empty", "catalogue_export"}


def test_postgres_gets_the_comments_and_the_schema_that_is_asked_for(warehouse, postgres):
    engine = sa.create_engine(module._url(postgres))
    with engine.begin() as con:
        con.exec_driver_sql("drop schema if exists bi cascade; create schema bi")
    export_database(warehouse, postgres, schema="bi")
    inspector = sa.inspect(engine)
    assert (
        inspector.get_table_comment("titles", schema="bi")["text"] == "One row per titles's title."
    )
    columns = inspector.get_columns("titles", schema="bi")
    assert all(column["comment"] == f"its {column['name']}" for column in columns)


def test_rights_granted_for_what_will_come_outlast_the_replacement(warehouse, postgres):
    engine = sa.create_engine(module._url(postgres))
    with engine.begin() as con:
        con.exec_driver_sql("drop schema if exists bi cascade; create schema bi")
        con.exec_driver_sql("create role readers")
        con.exec_driver_sql(
            "alter default privileges in schema bi grant select on tables to readers"
        )
    for _ in range(2):
        export_database(warehouse, postgres, schema="bi")
        granted = "select has_table_privilege('readers', 'bi.titles', 'select')"
        assert rows(engine, granted) == [(True,)]


def test_a_view_on_a_mart_stops_its_replacement_with_the_cause(warehouse, postgres):
    export_database(warehouse, postgres)
    engine = sa.create_engine(module._url(postgres))
    with engine.begin() as con:
        con.exec_driver_sql("create view mine as select * from titles")
    with pytest.raises(ExportError, match="view mine depends on table titles"):
        export_database(warehouse, postgres)
    with engine.begin() as con:
        con.exec_driver_sql("drop view mine")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://u:secret@127.0.0.1:1/x", "refused"),
        ("nosuch://u:secret@host/x", "no driver here for nosuch"),
        ("://secret", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_reached_is_explained_without_its_password(
    warehouse, tmp_path, address, message
):
    failed = catalogue(tmp_path, "export", CATALOGUE_EXPORT_TO=address)
    assert failed.code == 1
    assert message in failed.err
    assert "secret" not in failed.err
    assert "Traceback" not in failed.err


def test_the_command_hides_the_password(warehouse, tmp_path, postgres):
    done = catalogue(tmp_path, "export", "--to", postgres)
    assert done.out.startswith("exported 2 marts of 2026-W47-a\nto: postgresql+psycopg://")
    assert "secret" not in done.out + done.err
