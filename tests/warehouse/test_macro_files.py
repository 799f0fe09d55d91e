"""The files under sql/<schema>/macros/: one table macro each, published with its contract."""

import duckdb
import pytest

from catalogue_common.errors import SqlFileError
from warehouse import macro_files
from warehouse.macro_files import build_macros
from warehouse.sql_files import SQL

HEAD = "-- One row per x\n-- of a day.\n-- key: x\n"
PARAMETERS = "-- parameters:\n--   day: the day\n--     asked for\n"
COLUMNS = "-- columns:\n--   x: it's x\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder sql/marts/macros of the test's own."""
    monkeypatch.setattr(macro_files, "SQL", tmp_path)
    (tmp_path / "marts" / "macros").mkdir(parents=True)
    return tmp_path / "marts" / "macros"


@pytest.fixture
def db(tmp_path):
    """A file as the job writes it, with one mart."""
    con = duckdb.connect()
    con.execute(f"attach '{tmp_path}/w.duckdb' as warehouse (storage_version 'v1.2.0')")
    con.execute("use warehouse; create schema marts; create table marts.t as select 1 as x")
    return con


def test_a_reader_of_the_file_can_ask_it(folder, db, tmp_path):
    query = "select x from marts.t where day::date > '2026-01-01'\n"
    (folder / "on_day.sql").write_text(HEAD + PARAMETERS + COLUMNS + query)
    assert build_macros(db, "marts") == ["marts.on_day"]
    db.execute("use memory; detach warehouse")
    with duckdb.connect(f"{tmp_path}/w.duckdb", read_only=True) as con:
        assert con.execute("from marts.on_day('2026-11-20')").fetchall() == [(1,)]
        assert con.execute("from marts.on_day('2020-11-20')").fetchall() == []


def test_its_comment_says_all(folder, db):
    (folder / "on_day.sql").write_text(HEAD + PARAMETERS + COLUMNS + "select x from marts.t")
    build_macros(db, "marts")
    query = "select comment from duckdb_functions() where function_name = 'on_day'"
    assert db.execute(query).fetchone()[0].splitlines() == [
        "One row per x of a day. Key: x.",
        "",
        "Parameters:",
        "",
        "- `day`: the day asked for",
        "",
        "Columns:",
        "",
        "- `x`: it's x",
    ]


def test_columns_and_header_must_agree(folder, db):
    (folder / "on_day.sql").write_text(HEAD + PARAMETERS + COLUMNS + "select 1 as y")
    with pytest.raises(SqlFileError, match="makes the columns y; its header names x"):
        build_macros(db, "marts")


def test_it_names_its_parameters(folder, db):
    (folder / "on_day.sql").write_text(HEAD + COLUMNS + "select 1 as x")
    with pytest.raises(SqlFileError, match="names no parameters"):
        build_macros(db, "marts")


def test_every_macro_states_its_grain_and_key():
    for path in SQL.glob("*/macros/*.sql"):
        file = macro_files.read_macro_file(path)
        assert file.comment.startswith("One row per"), file.name
        assert file.key, file.name
