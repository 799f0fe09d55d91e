"""One run and one scheduler at a time; who holds a lock is known while it lives."""

import json
import os
import subprocess
import sys

import pytest

from catalogue_common.errors import OtherRunError, ScheduleError
from warehouse.locks import is_running, only_run, only_scheduler, run_at_work, scheduler_at_work
from warehouse.paths import PathsBeside


@pytest.fixture
def warehouse(tmp_path):
    return tmp_path / "warehouse.duckdb"


def test_the_second_run_is_refused_by_the_first_ones_name(warehouse):
    with only_run(warehouse, "first"):
        with (
            pytest.raises(OtherRunError, match="run first, process"),
            only_run(warehouse, "second"),
        ):
            pass
        assert is_running(warehouse, "first")
        assert not is_running(warehouse, "second")
    assert run_at_work(warehouse) is None


def test_a_run_and_a_scheduler_do_not_hinder_each_other(warehouse):
    with only_scheduler(warehouse), only_run(warehouse, "first"):
        assert scheduler_at_work(warehouse).pid == run_at_work(warehouse).pid
        with pytest.raises(ScheduleError, match="already running"), only_scheduler(warehouse):
            pass


def rename_holder(warehouse, **names):
    """As if the holder were called so."""
    file = PathsBeside(warehouse).lock_holder
    file.write_text(json.dumps({**json.loads(file.read_text()), **names}))


HOLD = """
import os, sys
from pathlib import Path
from warehouse.locks import only_run
with only_run(Path(sys.argv[1]), "first"):
    os._exit(1)
"""


@pytest.mark.parametrize("names", [{}, {"pid": 1, "host": "a-container-of-yesterday"}])
def test_who_died_holds_nothing_whatever_host_and_process_were_called(warehouse, names):
    subprocess.run([sys.executable, "-c", HOLD, warehouse], check=False)
    rename_holder(warehouse, **names)
    assert run_at_work(warehouse) is None
    rename_holder(warehouse, pid=os.getpid())
    assert run_at_work(warehouse) is None


def test_who_works_in_another_container_is_known_by_the_lock(warehouse):
    with only_run(warehouse, "first"):
        rename_holder(warehouse, pid=1, host="elsewhere")
        assert run_at_work(warehouse).process == "process 1 on elsewhere"


def test_who_may_not_ask_for_the_lock_believes_what_stands_beside_it(warehouse):
    with only_run(warehouse, "first"):
        written = PathsBeside(warehouse).lock_holder.read_text()
    PathsBeside(warehouse).lock_holder.write_text(written)
    PathsBeside(warehouse).lock.unlink(missing_ok=True)
    PathsBeside(warehouse).lock.mkdir()  # nobody can open it as a file, whatever their rights
    assert run_at_work(warehouse).name == "first"


@pytest.mark.parametrize("written", ["run first, process 1", "{}", "[]", "1", "\0"])
def test_what_is_not_ours_names_nobody(warehouse, written):
    PathsBeside(warehouse).lock_holder.write_text(written)
    assert run_at_work(warehouse) is None
