"""The corpus of hostile statements: a selection of what bench/sql_box.py asks whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hostile_statements import CANARY, hostile_statements, plant, signs_of_a_leak
from served import publish

from catalogue_common.errors import CatalogueError, QueryError
from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from warehouse.questions.allowed import allowed_statement
from warehouse.questions.shapes import OpenedFile

ALL = hostile_statements()
CHEAP = [one for one in ALL if one.kind != "much"]
COSTLY = [one for one in ALL if one.kind == "much"]
ALLOWANCE = Allowance(seconds=0.5, megabytes=128)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    warehouse = publish(tmp_path_factory.mktemp("hostile"))
    plant(str(warehouse))
    os.environ["CATALOGUE_CANARY"] = CANARY
    opened = open_generation(warehouse, request_limits())
    yield opened
    opened.close()
    del os.environ["CATALOGUE_CANARY"]


@pytest.fixture(scope="module")
def box(week: Generation) -> Sandbox:
    return Sandbox(ALLOWANCE)


def answer_to(box: Sandbox, week: Generation, sql: str) -> str:
    """All that the asker gets to see."""
    try:
        return str(box.table(week, sql))
    except QueryError as error:
        return str(error)


def test_there_are_some_five_hundred():
    assert len(ALL) >= 500
    assert not [one.sql for one in ALL if signs_of_a_leak(one.sql)]


@pytest.mark.parametrize("part", range(4))
def test_nothing_hidden_and_nothing_outside_is_told(box, week, part):
    leaks = {
        one.sql[:200]: found
        for one in CHEAP[part::16]
        if (found := signs_of_a_leak(answer_to(box, week, one.sql)))
    }
    assert not leaks


def test_what_is_hidden_is_not_there_even_if_every_rule_were_passed_by(week, monkeypatch):
    """The rules on names and functions are help; what closes the box is what it has open."""
    box = Sandbox(ALLOWANCE)
    monkeypatch.setattr("catalogue_insights.serve.sandbox.OpenedFile", without_rules)
    leaks = {
        one.sql[:200]: found
        for one in CHEAP[::8]
        if (found := signs_of_a_leak(answer_to(box, week, one.sql)))
    }
    assert not leaks
    with pytest.raises(QueryError, match="does not exist"):
        box.table(week, "from raw.kept_secret")


def without_rules(*args, **named):
    """The same file, with all names and functions let through."""
    return replace(OpenedFile(*args, **named), only_marts=False)


def test_no_hidden_table_is_refused_by_chance(week):
    """As many as can be parsed are refused by the parser's tree as well."""
    with week.cursor() as con:
        for sql in ("from ops.runs", "describe raw.kept_secret", "from query('from ops.runs')"):
            with pytest.raises(CatalogueError):
                allowed_statement(con, sql, only_marts=True)


@pytest.mark.parametrize("one", COSTLY[::8], ids=lambda one: one.sql[:40])
def test_nothing_takes_more_than_it_may(box, week, one):
    begun = time.monotonic()
    answer = answer_to(box, week, one.sql)
    assert time.monotonic() - begun < 10  # ten times its time, for a machine that is busy
    assert len(answer) < 3_000_000
