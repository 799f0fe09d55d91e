"""A published file is read, and nothing else is in reach."""

import os

import duckdb
import pytest
from small_marts import publish_marts

from catalogue_common.errors import QueryError
from warehouse.reading import ReadLimits, attached, lock_down, open_handle, open_published

ELSEWHERE = "from read_csv('/etc/hosts')"


@pytest.fixture
def warehouse(tmp_path):
    return publish_marts(tmp_path / "warehouse.duckdb")


def setting(con, name: str):
    return con.execute(f"select current_setting('{name}')").fetchone()[0]


def test_neither_files_nor_settings_are_in_reach(warehouse):
    with open_published(warehouse) as con:
        assert con.execute("select count(*) from marts.titles").fetchone() == (3,)
        for statement in (ELSEWHERE, "set threads = 1", "create table marts.mine as select 1"):
            with pytest.raises(duckdb.Error):
                con.execute(statement)


def test_limits_hold(warehouse):
    limits = ReadLimits(memory="64MB", threads=1, may_spill=False)
    with open_published(warehouse, limits) as con:
        assert setting(con, "threads") == 1
        assert setting(con, "memory_limit") == "61.0 MiB"
        assert setting(con, "temp_directory") == ""


def test_an_open_file_stays_the_same_whatever_takes_its_name(warehouse):
    handle = os.open(warehouse, os.O_RDONLY)
    publish_marts(warehouse, titles=5)
    with open_handle(handle, ReadLimits(threads=1)) as con:
        lock_down(con)
        assert con.execute("select count(*) from published.marts.titles").fetchone() == (3,)
        with pytest.raises(duckdb.Error):
            con.execute(ELSEWHERE)
    os.close(handle)


def test_a_file_is_attached_for_as_long_as_it_is_read(warehouse):
    with duckdb.connect() as con:
        with attached(con, warehouse):
            assert con.execute("select count(*) from published.marts.titles").fetchone() == (3,)
        with pytest.raises(duckdb.Error):
            con.execute("from published.marts.titles")


@pytest.mark.parametrize("content", [None, "no database"])
def test_what_cannot_be_read_is_named(tmp_path, content):
    file = tmp_path / "warehouse.duckdb"
    if content:
        file.write_text(content)
    with pytest.raises(QueryError, match=r"warehouse\.duckdb"):
        open_published(file)
    with duckdb.connect() as con, pytest.raises(QueryError), attached(con, file):
        pass
