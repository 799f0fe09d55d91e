"""The published file: replaced whole or left as it was, whoever holds it open."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from published_number import number_in, publish_number

from catalogue_common.errors import QueryError, WarehouseError
from etl.load.load import load_all
from warehouse.build import build, carry_over
from warehouse.locks import only_run
from warehouse.publish import publish


def test_publishing_replaces_the_file_and_leaves_its_hash_alone_beside_it(settings):
    publish_number(settings, 1)
    publish_number(settings, 2)
    assert number_in(settings.warehouse) == 2
    left = {path.name for path in settings.warehouse.parent.iterdir()}
    assert left == {"warehouse.duckdb", "warehouse.duckdb.sha256"}


def test_an_error_while_building_leaves_the_published_file_as_it_was(settings):
    publish_number(settings, 1)
    before = settings.warehouse.read_bytes()
    with pytest.raises(RuntimeError), build(settings) as new:
        new.con.execute("create table marts.number as select 2 as number")
        raise RuntimeError
    assert settings.warehouse.read_bytes() == before
    assert not list(settings.warehouse.parent.glob("*.new*"))


def test_a_build_holds_to_the_memory_that_the_settings_give_it(settings):
    """A table of more than that is built all the same: what does not fit lies on the disk."""
    with build(settings.model_copy(update={"memory_limit": "60MB", "threads": 1})) as new:
        ((limit, spill),) = new.con.execute(
            "select current_setting('memory_limit'), current_setting('temp_directory')"
        ).fetchall()
        new.con.execute("create table many as select range as a from range(8_000_000)")
        (count,) = new.con.execute("select count(distinct a) from many").fetchone()
    assert limit == "57.2 MiB"
    assert Path(spill).parent == settings.warehouse.parent
    assert count == 8_000_000


HOLD = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.readline()
print(con.execute("select number from marts.number").fetchone()[0])
"""


def test_a_reader_in_another_process_neither_blocks_nor_breaks(settings):
    publish_number(settings, 1)
    reader = subprocess.Popen(
        [sys.executable, "-c", HOLD, settings.warehouse],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "open\n"
    publish_number(settings, 2)
    assert number_in(settings.warehouse) == 2
    assert reader.communicate("go\n")[0] == "1\n"


def test_a_stale_log_of_another_tool_is_moved_aside(settings, caplog):
    publish_number(settings, 1)
    wal = settings.warehouse.with_name("warehouse.duckdb.wal")
    wal.write_bytes(b"left by a tool that died")
    publish_number(settings, 2)
    assert number_in(settings.warehouse) == 2
    assert wal.with_name("warehouse.duckdb.stale-wal").exists()


def test_only_one_run_at_a_time(settings):
    with (
        only_run(settings.warehouse, "first"),
        pytest.raises(WarehouseError, match="run first, process"),
        only_run(settings.warehouse, "second"),
    ):
        pass


def test_the_file_can_be_read_by_old_clients(settings):
    publish_number(settings, 1)
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        tags = con.execute("select tags from duckdb_databases() where not internal").fetchone()[0]
    assert tags["storage_version"] in {"v1.2.0+", "v1.2.0"}


def test_what_was_loaded_is_carried_over(settings, data, progress):
    data.netflix("n_2020-01.csv", {})
    with build(settings) as new:
        load_all(new.con, data.path, run_id="one", progress=progress)
        new.close()
        publish(new.path, settings.warehouse)
    with build(settings) as new:
        carry_over(new.con, settings.warehouse, synthetic=False)
        loads = load_all(new.con, data.path, run_id="two", progress=progress)
        assert [load.status for load in loads] == ["unchanged"]
        assert new.con.execute("select count(*) from raw.netflix_titles").fetchone() == (1,)


@pytest.mark.parametrize("first_is_synthetic", [True, False])
def test_sample_and_real_data_never_mix(settings, data, progress, first_is_synthetic):
    data.netflix("n_2020-01.csv", {})
    if first_is_synthetic:
        data.write("SYNTHETIC.md", "invented")
    with build(settings) as new:
        load_all(new.con, data.path, run_id="one", progress=progress)
        new.close()
        publish(new.path, settings.warehouse)
    with build(settings) as new:
        if first_is_synthetic:
            carry_over(new.con, settings.warehouse, synthetic=False)
            assert new.con.execute("select count(*) from raw.netflix_titles").fetchone() == (0,)
        else:
            with pytest.raises(WarehouseError, match="holds real data"):
                carry_over(new.con, settings.warehouse, synthetic=True)


def test_a_published_file_that_is_no_warehouse_stops_the_run_and_stays(settings):
    settings.warehouse.write_text("not a database")
    with build(settings) as new, pytest.raises(QueryError, match="cannot be read"):
        carry_over(new.con, settings.warehouse, synthetic=False)
    assert settings.warehouse.read_text() == "not a database"


def test_another_storage_version_can_be_asked_for(settings):
    publish_number(settings.model_copy(update={"storage_version": "v1.4.0"}), 1)
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        tags = con.execute("select tags from duckdb_databases() where not internal").fetchone()[0]
    assert tags["storage_version"] == "v1.4.0+"
