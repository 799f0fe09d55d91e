"""A new week shows by itself, whole, and neither side waits for the other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from served import publish

from catalogue_common.errors import ServeError
from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.window import Window


def _open(path: Path) -> Generation:
    return open_generation(path, request_limits("256MB"))


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    opened = Window(publish(tmp_path, run="2026-W46-a"), _open, seconds=0.05)
    opened.start()
    yield opened
    opened.stop()


def _shown(window: Window) -> str:
    with window.reading() as week:
        return week.run.run_id


def _wait_for(window: Window, run: str) -> None:
    until = time.monotonic() + 10
    while _shown(window) != run:
        assert time.monotonic() < until, f"{run} is not shown"
        time.sleep(0.02)


def test_new_week_is_noticed(window, tmp_path):
    publish(tmp_path, run="2026-W47-b")
    _wait_for(window, "2026-W47-b")


def test_reader_keeps_the_week_that_it_began_with(window, tmp_path):
    with window.reading() as before:
        publish(tmp_path, run="2026-W47-b")
        _wait_for(window, "2026-W47-b")
        assert before.ask("title", title_id="id10")[0]["run_id"] == "2026-W46-a"


def test_old_week_is_let_go_of_by_its_last_reader(window, tmp_path):
    with window.reading() as before:
        publish(tmp_path, run="2026-W47-b")
        _wait_for(window, "2026-W47-b")
        os.fstat(before.handle)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(before.handle)


def test_file_that_cannot_be_read_leaves_the_week_before(window, tmp_path, caplog):
    broken = tmp_path / "broken"
    broken.write_bytes(b"no warehouse")
    broken.replace(window.path)
    until = time.monotonic() + 10
    while not window.failures and time.monotonic() < until:
        time.sleep(0.02)
    assert _shown(window) == "2026-W46-a"
    assert window.failures == 1
    publish(tmp_path, run="2026-W47-b")
    _wait_for(window, "2026-W47-b")


def test_removed_file_leaves_the_week_before(window):
    window.path.unlink()
    assert not window.look()
    assert _shown(window) == "2026-W46-a"


def test_no_reader_sees_a_torn_week_while_two_are_published(window, tmp_path):
    done = Event()

    def read() -> set[frozenset[str]]:
        seen, is_last = set(), False
        while not is_last:
            is_last = done.is_set()
            with window.reading() as week:
                runs = {week.run.run_id}
                for number in (1, 50, 119):
                    runs.add(week.ask("title", title_id=f"id{number}")[0]["run_id"])
                seen.add(frozenset(runs))
        return seen

    with ThreadPoolExecutor(8) as readers:
        reading = [readers.submit(read) for _ in range(8)]
        for run in ("2026-W47-b", "2026-W48-c"):
            publish(tmp_path, run=run)
            _wait_for(window, run)
        done.set()
        seen = set().union(*(one.result() for one in reading))
    assert seen >= {frozenset({"2026-W48-c"})}
    assert all(len(runs) == 1 for runs in seen)


def test_no_warehouse_says_what_to_do(tmp_path):
    with pytest.raises(ServeError, match="catalogue run"):
        Window(tmp_path / "missing.duckdb", _open)
