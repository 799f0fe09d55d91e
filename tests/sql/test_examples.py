"""Every mart has an example query, and it runs on the published file."""

import duckdb
import pytest

from warehouse.sql_files import SQL, in_order, read_header

MACROS = {path.stem for path in SQL.joinpath("marts", "macros").glob("*.sql")}
# What only serves the others while they are built is no mart.
MARTS = sorted(MACROS | {file.path.stem for file in in_order("marts") if not file.is_scratch})
ASKED = {
    "news": "'2026-W01'",
    "offered_on": "'2026-11-20'",
    "slate_total": "(select list(title_id) from marts.slate)",
}
EXAMPLES = sorted(path.stem for path in SQL.joinpath("examples").glob("*.sql"))


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def test_every_mart_has_its_example_and_no_example_is_without_its_mart():
    assert EXAMPLES == MARTS


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_asks_a_question_of_its_mart_and_gets_an_answer(published, name):
    header, query = read_header(SQL / "examples" / f"{name}.sql")
    assert header[0].endswith("?")
    assert f"marts.{name}" in query
    asked = f"{name}({ASKED[name]})" if name in MACROS else name
    (row_count,) = published.execute(f"select count(*) from marts.{asked}").fetchone()
    assert bool(published.execute(query).fetchall()) == bool(row_count)
