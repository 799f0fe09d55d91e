"""Questions in a process of its own: what it cannot reach, what it may take, what comes of it."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_marts import publish_marts

from catalogue_common.errors import BusyError, QueryError
from warehouse.questions.asking import Answerers, AnsweringProcess
from warehouse.questions.shapes import AskedQuestion, OpenedFile, QuestionLimits

LIMITS = QuestionLimits(seconds=2, megabytes=128, rows=1_000, answer_bytes=1_000_000)
FOREVER = "select count(*) from range(10_000_000_000) a, range(1000) b"
DEAF = "select sum(levenshtein(repeat(a::varchar, 9000), repeat(b::varchar, 9000)))" + (
    " from range(10_000) as a (a), range(10_000) as b (b)"
)
"""DuckDB does not hear that it should stop while it works on such a function."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenedFile:
    path = publish_marts(tmp_path_factory.mktemp("asking") / "warehouse.duckdb")
    return OpenedFile(str(path), schema="marts", threads=1)


@pytest.fixture
def process(opened: OpenedFile) -> Iterator[AnsweringProcess]:
    started = AnsweringProcess(opened)
    yield started
    started.kill()


def ask(process, sql, form="page", limits=LIMITS):
    return process.ask(AskedQuestion(sql, form, limits), io.BytesIO())


def limit_of(process: AnsweringProcess, name: str) -> str:
    """The soft limit, as the system tells it."""
    lines = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    return re.split(r"\s{2,}", next(line for line in lines if line.startswith(name)))[1]


def test_one_process_answers_one_question_after_the_other(process):
    assert [ask(process, f"select {n}")["rows"] for n in range(3)] == [[["0"]], [["1"]], [["2"]]]
    assert process.is_usable


def test_while_it_waits_it_can_open_nothing_and_has_no_environment(process, monkeypatch):
    assert ask(process, "select 1")["rows"] == [["1"]]
    ready_by = time.monotonic() + 10
    while limit_of(process, "Max open files") != "0" and time.monotonic() < ready_by:
        time.sleep(0.01)
    assert limit_of(process, "Max open files") == "0"
    assert limit_of(process, "Max file size") == "0"
    assert limit_of(process, "Max core file size") == "0"
    assert limit_of(process, "Max cpu time") != "unlimited"
    environment = Path(f"/proc/{process.pid}/environ").read_text()
    assert "PATH=" not in environment.replace("LD_LIBRARY_PATH=", "")
    assert "HOME=" not in environment


@pytest.mark.parametrize("sql", [FOREVER, DEAF])
def test_what_takes_too_long_is_killed_at_its_time(process, sql):
    limits = QuestionLimits(seconds=0.5, megabytes=128)
    ask(process, "select 1")
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.5 seconds"):
        ask(process, sql, limits=limits)
    assert time.monotonic() - begun < 2
    assert not process.is_usable


@pytest.mark.parametrize("sql", ["select repeat('x', 500_000_000)", "select range(100_000_000)"])
def test_what_takes_too_much_memory_is_refused(process, sql):
    with pytest.raises(QueryError, match=r"128 MB|more than it may"):
        ask(process, sql)


def test_an_answer_that_is_too_long_is_stopped_as_it_comes(process):
    with pytest.raises(QueryError, match="larger than 1,000,000 bytes"):
        ask(process, "select repeat('x', 1000) from range(100_000)", "json")
    assert not process.is_usable


def test_no_question_leaves_anything_to_the_next(process):
    ask(process, "select setseed(0.5)")
    first = ask(process, "select random()")["rows"]
    ask(process, "select setseed(0.5)")
    assert ask(process, "select random()")["rows"] != first


def test_an_answer_does_not_count_against_the_next_question(process):
    taking = "select max(length(repeat('x', 10_000_000) || n)) from range(2) as r (n)"
    for _ in range(5):
        try:
            ask(process, taking)
        except QueryError as error:
            pytest.fail(str(error))
        if not process.is_usable:
            return


def test_one_that_was_killed_is_followed_by_another(opened):
    answerers = Answerers(opened, 1)
    limits = QuestionLimits(seconds=0.5, megabytes=128)
    for _ in range(2):
        with pytest.raises(QueryError, match="longer"):
            answerers.ask(AskedQuestion(FOREVER, "page", limits), io.BytesIO(), 1)
        said = answerers.ask(AskedQuestion("select 1", "page", LIMITS), io.BytesIO(), 1)
        assert said["rows"] == [["1"]]
    answerers.close()


def test_who_asks_when_all_are_busy_is_told_so(opened):
    answerers = Answerers(opened, 0)
    with pytest.raises(BusyError, match="Others are asking"):
        answerers.ask(AskedQuestion("select 1", "page", LIMITS), io.BytesIO(), 0.01)


def test_a_process_that_ends_by_itself_is_told_of(process):
    ask(process, "select 1")
    os.kill(process.pid, 9)
    with pytest.raises(QueryError, match="was stopped"):
        ask(process, "select 1")


def test_it_ends_when_nobody_asks_any_more(process):
    ask(process, "select 1")
    process._process.stdin.close()
    assert process._process.wait(10) == 0
