"""The SQL box: questions to the marts are answered, all else is refused, within its limits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from served import publish

from catalogue_common.errors import BusyError, CatalogueError, QueryError
from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.sandbox import Allowance, Sandbox
from warehouse.questions.allowed import allowed_statement
from warehouse.sql_files import SQL


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    opened = open_generation(publish(tmp_path_factory.mktemp("sql")), request_limits())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def box(week: Generation) -> Sandbox:
    return Sandbox(Allowance(seconds=2, rows=5, megabytes=128))


FOREVER = "select count(*) from range(10_000_000_000) a, range(1000) b"


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) as n from title_scores",
        "with a as (select * from marts.title_scores) select count(*) as n from a;",
        "from (select count(*) as n from published.marts.title_scores)",
        "/* how many? */ select count(*) as n from title_scores",
    ],
)
def test_questions_to_the_marts_are_answered(box, week, sql):
    answer = box.table(week, sql)
    assert (answer.names, answer.rows, answer.is_number) == (["n"], [["120"]], [True])


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "select 1; select 2",
        "drop table marts.title_scores",
        "create table a as select 1",
        "attach 'other.duckdb'",
        "copy (select 1) to 'file.csv'",
        "set memory_limit = '8GB'",
        "pragma database_list",
        "install httpfs",
        "load httpfs",
        "explain analyze select 1",
        "call pragma_version()",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/*')",
        "select * from ops.runs",
        "select * from published.ops.runs",
        "select * from duckdb_settings()",
        "select * from duckdb_databases()",
        "select * from duckdb_databases",
        "select * from pg_settings",
        "select * from pg_catalog.pg_settings",
        "with pg_settings as (select 1) select * from pg_settings",
        "select current_setting('memory_limit')",
        "select (select max(value) from duckdb_settings())",
        "select * from query('select * from ops.runs')",
        "select * from query_table('ops.runs')",
        "summarize ops.runs",
        "describe ops.runs",
        "show all tables",
        "explain analyze select 1",
        "explain from ops.runs",
        "select json_serialize_plan('select current_setting(''threads'')', optimize := true)",
        "select write_log('x')",
        "from enable_logging()",
    ],
)
def test_all_else_is_refused(box, week, sql):
    with pytest.raises(QueryError):
        box.table(week, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "from marts.offered_on('2026-11-16') where service = 'Hulu'",
        "from published.marts.offered_on(current_date)",
        "select state from offered_on(date '2026-11-16')",
    ],
)
def test_a_mart_with_a_parameter_may_be_asked(week, sql):
    with week.cursor() as con:
        assert allowed_statement(con, sql, only_marts=True)


def test_a_function_of_another_schema_is_refused_by_whatever_name(week):
    with week.cursor() as con, pytest.raises(QueryError, match="not allowed"):
        allowed_statement(con, "from ops.offered_on('2026-11-16')", only_marts=True)


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("explain select 1", ["explain_key", "explain_value"]),
        (
            "describe title_scores",
            ["column_name", "column_type", "null", "key", "default", "extra"],
        ),
        ("show tables", ["name"]),
    ],
)
def test_what_is_there_and_how_it_is_found_may_be_asked(box, week, sql, names):
    assert box.table(week, sql).names == names


def test_examples_are_allowed(week):
    with week.cursor() as con:
        for path in (SQL / "examples").glob("*.sql"):
            allowed_statement(con, path.read_text(encoding="utf-8"), only_marts=True)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_parsed_or_refused(text):
    with duckdb.connect() as con:
        try:
            allowed_statement(con, f"select {text}", only_marts=True)
        except (CatalogueError, duckdb.Error):
            return


def test_rows_and_cells_are_cut(box, week):
    answer = box.table(week, "select repeat('x', 9000) as long from range(9)")
    assert (len(answer.rows), answer.is_cut, len(answer.rows[0][0])) == (5, True, 500)


def test_time_is_limited(box, week):
    with pytest.raises(QueryError, match="longer than 2 seconds"):
        box.table(week, FOREVER)


def test_a_page_is_cut_where_its_markup_would_be_too_long(week):
    box = Sandbox(Allowance(page_bytes=100_000))
    cells = ", ".join(f"""repeat('"', 500) as c{place}""" for place in range(20))
    answer = box.table(week, f"select {cells} from range(1000)")
    assert answer.is_cut
    assert len(answer.rows) == 1  # 20 cells of 500 quotes, six bytes each
    long = 'select 1 as "' + "n" * 5_000 + '"'
    assert len(box.table(week, long).names[0]) == 500


def test_a_file_that_is_too_long_is_refused(week):
    box = Sandbox(Allowance(csv_bytes=100_000))
    with pytest.raises(QueryError, match="larger than 100,000 bytes"):
        box.csv(week, "select repeat('x', 1000) from range(1000)")
    with box.csv(week, "select repeat('x', 1000000) as a") as file:
        assert len(file.read()) == len('"a"\n""\n') + 32_767


@pytest.mark.parametrize(
    "sql",
    [
        "select max(length(repeat(title, 100_000_000))) from title_scores",
        "select list(a.title || b.title || c.title) from title_scores a, title_scores b,"
        " title_scores c",
    ],
)
def test_memory_is_limited(box, week, sql):
    with pytest.raises(QueryError, match=r"memory|longer|more than it may"):
        box.table(week, sql)


def test_few_ask_at_once(week):
    box = Sandbox(Allowance(seconds=0.05, at_once=1))
    with ThreadPoolExecutor(4) as askers:
        asked = [askers.submit(box.table, week, FOREVER) for _ in range(4)]
        errors = {type(one.exception()) for one in asked}
    assert errors == {QueryError, BusyError}


def test_csv_has_no_formula(box, week):
    with box.csv(week, "select '=1+1' as a, 2 as b") as file:
        rows = list(csv.reader(io.StringIO(file.read().decode())))
    assert rows == [["a", "b"], ["'=1+1", "2"]]


def test_question_runs_without_the_servers_secrets(box, week, monkeypatch):
    monkeypatch.setenv("CATALOGUE_SERVE_TOKEN", "a-token-that-nobody-guesses")
    with pytest.raises(QueryError, match="getenv"):
        box.table(week, "select getenv('CATALOGUE_SERVE_TOKEN')")


def test_week_stays_the_same_after_the_next_is_published(tmp_path: Path, box):
    old = open_generation(publish(tmp_path, run="2026-W46-a"), request_limits())
    publish(tmp_path, run="2026-W47-b")
    assert box.table(old, "select min(run_id) as a from title_scores").rows == [["2026-W46-a"]]
    old.close()


def test_message_names_no_path_of_the_machine(box, week):
    with pytest.raises(QueryError) as refused:
        box.table(week, "select nothing from title_scores")
    assert not re.search(r"/(dev|home|tmp|proc)/", str(refused.value))
