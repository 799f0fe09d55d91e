"""The files under sql/: one table each, in the order of what they read, every column documented."""

import duckdb
import pytest

from catalogue_common.errors import SqlFileError
from warehouse import sql_files as sqlfiles
from warehouse.sql_files import SQL, build_schema, in_order, read_table_file


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder sql/marts of the test's own."""
    monkeypatch.setattr(sqlfiles, "SQL", tmp_path)
    (tmp_path / "marts").mkdir()
    return tmp_path / "marts"


@pytest.fixture
def db():
    con = duckdb.connect()
    con.execute("create schema marts")
    return con


def test_a_file_becomes_a_table_with_its_comments(folder, db):
    (folder / "a.sql").write_text(
        "-- One row.\n-- columns:\n--   x: it's\n--     long\nselect 1 as x\n"
    )
    assert build_schema(db, "marts") == ["marts.a"]
    assert db.execute("select comment from duckdb_columns() where table_name = 'a'").fetchall() == [
        ("it's long",)
    ]


def test_tables_are_built_after_what_they_read(folder, db):
    (folder / "a.sql").write_text("-- A.\n-- columns:\n--   x: x\nselect x from marts.b\n")
    (folder / "b.sql").write_text("-- B.\n-- columns:\n--   x: x\nselect 1 as x\n")
    assert build_schema(db, "marts") == ["marts.b", "marts.a"]


@pytest.mark.parametrize("columns", ["--   x: x\n", "--   x: x\n--   y: y\n--   z: z\n"])
def test_columns_and_comments_must_agree(folder, db, columns):
    (folder / "a.sql").write_text(f"-- A.\n-- columns:\n{columns}select 1 as x, 2 as y\n")
    with pytest.raises(SqlFileError, match="breaks its contract"):
        build_schema(db, "marts")


@pytest.mark.parametrize("schema", ["core", "features", "marts"])
def test_every_file_states_its_grain(schema):
    for file in in_order(schema):
        assert file.comment.startswith("One row per"), file.name


def test_sql_lines_are_short():
    for path in SQL.rglob("*.sql"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert len(line) <= 100, f"{path.name}:{number}"


def test_names_are_quoted_in_one_place():
    assert sqlfiles.quote_identifier('a"b') == '"a""b"'
    assert sqlfiles.quote_literal("it's") == "'it''s'"


def test_a_header_may_span_lines(folder):
    (folder / "a.sql").write_text(
        "-- One row\n-- per title.\n-- columns:\n--   x: x\nselect 1 as x"
    )
    assert read_table_file(folder / "a.sql").comment == "One row per title."


def test_a_key_stands_in_the_tables_comment(folder, db):
    (folder / "a.sql").write_text(
        "-- One row per x.\n-- key: x, y (may be null)\n-- columns:\n--   x: x\n--   y: y\n"
        "select 1 as x, 2 as y"
    )
    build_schema(db, "marts")
    comment = db.execute("select comment from duckdb_tables()").fetchone()
    assert comment == ("One row per x. Key: x, y (may be null).",)
    assert read_table_file(folder / "a.sql").key_columns == {"x": False, "y": True}


def test_a_key_names_columns_that_are_there(folder, db):
    (folder / "a.sql").write_text("-- One row.\n-- key: y\n-- columns:\n--   x: x\nselect 1 as x")
    with pytest.raises(SqlFileError, match="its key names y"):
        build_schema(db, "marts")


def test_every_remembered_table_and_column_has_its_comment(con):
    undocumented = con.execute(
        """
        select schema_name, table_name, column_name
        from duckdb_columns()
        where database_name = 'warehouse' and comment is null
        union all
        select schema_name, table_name, null
        from duckdb_tables()
        where database_name = 'warehouse' and comment is null
        """
    ).fetchall()
    assert undocumented == []
