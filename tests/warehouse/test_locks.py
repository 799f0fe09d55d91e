"""One run and one scheduler at a time; who holds a lock is known while it lives."""

import json
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


def test_who_died_holds_nothing(warehouse):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with only_run(warehouse, "first"):
        written = json.loads(PathsBeside(warehouse).lock_holder.read_text())
    PathsBeside(warehouse).lock_holder.write_text(json.dumps({**written, "pid": ended.pid}))
    assert run_at_work(warehouse) is None


def test_who_works_on_another_machine_is_believed(warehouse):
    about = {"name": "first", "pid": 1, "host": "elsewhere", "since": "2026-11-20 05:00"}
    PathsBeside(warehouse).lock_holder.write_text(json.dumps(about))
    assert run_at_work(warehouse).process == "process 1 on elsewhere"


@pytest.mark.parametrize("written", ["run first, process 1", "{}", "[]", "1", "\0"])
def test_what_is_not_ours_names_nobody(warehouse, written):
    PathsBeside(warehouse).lock_holder.write_text(written)
    assert run_at_work(warehouse) is None
