"""``catalogue query``: answers as a table, CSV or JSON, and nothing but answers."""

import csv
import io
import json

import duckdb
import pytest
from commands import catalogue
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue_common.errors import QueryError
from warehouse.query import for_spreadsheets, is_formula
from warehouse.questions.printing import print_answer
from warehouse.reading import open_published


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts")
        con.execute(
            """
            create table marts.titles as
            from (values ('=1+1', -2.5, ['@x']), ('<b>[red]', null, null)) as t (title, score, tags)
            """
        )
    return path


def printed(warehouse, capfdbinary, sql, format):
    print_answer(warehouse, sql, format)
    return capfdbinary.readouterr().out.decode()


def test_a_table_shows_titles_as_they_are(warehouse, capfdbinary):
    out = printed(warehouse, capfdbinary, "from marts.titles", "table")
    assert out.split()[:3] == ["title", "score", "tags"]
    assert "<b>[red]" in out
    assert "-2.5" in out


def test_what_steers_a_terminal_is_blanked(warehouse, capfdbinary):
    out = printed(warehouse, capfdbinary, "select 'a' || chr(27) || '[2J' || chr(8238)", "table")
    assert "a [2J " in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_long_table_says_how_to_get_the_rest(warehouse, capfdbinary):
    out = printed(warehouse, capfdbinary, "from range(101)", "table")
    assert "first 100 rows" in out
    assert "100\n" not in out.split("These are")[0]


def test_csv_defuses_formulas_and_leaves_numbers(warehouse, capfdbinary):
    out = printed(warehouse, capfdbinary, 'select *, 1 as "=now()" from marts.titles', "csv")
    assert list(csv.reader(io.StringIO(out))) == [
        ["title", "score", "tags", "'=now()"],
        ["'=1+1", "-2.5", "[@x]", "1"],
        ["<b>[red]", "", "", "1"],
    ]


@example("\x1f=")
@example("\x85+1")
@example("\u3000\u200b@a")
@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8))
def test_no_text_starts_a_formula_and_none_is_lost(text):
    with duckdb.connect() as con:
        answer = for_spreadsheets(con.sql("select $text as text", params={"text": text}))
        (cell,) = answer.fetchone()
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert cell.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("name", ["=1", " \x1f-1", "\u3000＝1", "\tx"])
def test_no_name_of_a_column_starts_a_formula(name):
    with duckdb.connect() as con:
        answer = con.sql(f'select 1 as "{name}", 2 as "a=1"')
        assert for_spreadsheets(answer).columns == [f"'{name}", "a=1"]


def test_json_is_an_array_of_objects_with_values_of_their_types(warehouse, capfdbinary):
    sql = "select *, 'nan'::double as odd, 1 as odd from marts.titles limit 1"
    assert json.loads(printed(warehouse, capfdbinary, sql, "json")) == [
        {"title": "=1+1", "score": -2.5, "tags": ["@x"], "odd": None, "odd_1": 1}
    ]
    assert printed(warehouse, capfdbinary, "select 1 where false", "json") == "[]\n"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from marts.titles",
        "create table marts.more as select 1",
        "from read_csv('/etc/passwd')",
        "copy marts.titles to 'titles.csv'",
        "attach 'other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "from warehouse_of_python",
        "selec 1",
        "select 1; select 2",
        "",
        "create temp table x as select 1",
    ],
)
def test_what_is_wrong_or_not_allowed_is_refused(warehouse, sql):
    warehouse_of_python = duckdb.sql("select 1")
    with pytest.raises(QueryError, match=r"failed|Expected one|Ask one question"):
        print_answer(warehouse, sql, "table")
    assert warehouse_of_python.fetchall() == [(1,)]


def test_the_command_reads_a_file_and_explains_what_is_wrong(warehouse, tmp_path):
    (tmp_path / "q.sql").write_text("-- which?\nselect count(*) as titles from marts.titles;\n")
    done = catalogue(tmp_path, "query", "--file", "q.sql", "--format", "csv")
    assert done.out == '"titles"\n2\n'
    failed = catalogue(tmp_path, "query", "select titel from marts.titles")
    assert failed.code == 1
    assert 'Candidate bindings: "title"' in failed.err
    assert "Traceback" not in failed.err


def test_a_file_that_is_no_text_is_named(warehouse, tmp_path):
    (tmp_path / "q.sql").write_bytes(b"select '\xff'")
    failed = catalogue(tmp_path, "query", "--file", "q.sql")
    assert failed.code == 1
    assert failed.err.startswith("error: q.sql cannot be read as UTF-8 text")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(QueryError, match=r"no .*warehouse\.duckdb"):
        open_published(tmp_path / "warehouse.duckdb")


def test_a_query_never_creates_or_changes_a_file(warehouse):
    before = {path: path.read_bytes() for path in warehouse.parent.iterdir()}
    print_answer(warehouse, "from marts.titles", "table")
    assert {path: path.read_bytes() for path in warehouse.parent.iterdir()} == before


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), max_size=5))
@example("\x1f=")
@example("\u0600 @")
def test_files_of_queries_and_of_the_report_defuse_alike(text):
    with duckdb.connect() as con:
        answer = for_spreadsheets(con.sql("select $text as text", params={"text": text}))
        assert answer.fetchone() == (f"'{text}" if is_formula(text) else text,)
