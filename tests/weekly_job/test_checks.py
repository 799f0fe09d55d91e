"""Checks before publishing: some block, some warn, all are recorded."""

import pytest

from catalogue_common.errors import CheckError
from warehouse import sql_files as sqlfiles
from weekly_job import checks


@pytest.fixture
def check(tmp_path, monkeypatch):
    for module in (checks, sqlfiles):
        monkeypatch.setattr(module, "SQL", tmp_path)
    (tmp_path / "checks").mkdir()

    def write(name: str, text: str) -> None:
        (tmp_path / "checks" / f"{name}.sql").write_text(text)

    return write


def test_a_warning_is_recorded_and_lets_the_run_go_on(con, check):
    check("some", "-- warn: there are numbers\nselect 1 union all select 2\n")
    check("none", "-- block: there is nothing\nselect 1 where false\n")
    results = {result.name: result.failed_rows for result in checks.run_checks(con, "run")}
    assert results == {"some": 2, "none": 0, "keys_unique": 0}
    recorded = con.execute("select check_name, severity, failed_rows from ops.checks order by all")
    assert recorded.fetchall() == [
        ("keys_unique", "block", 0),
        ("none", "block", 0),
        ("some", "warn", 2),
    ]


def test_a_blocking_check_stops_the_run(con, check):
    check("bad", "-- block: numbers must not be\nselect 1\n")
    with pytest.raises(CheckError, match=r"bad: 1 rows \(numbers must not be\)"):
        checks.run_checks(con, "run")


TITLES = "-- One row per title.\n-- key: {key}\n-- columns:\n--   title_id: key\n--   year: year\n"


@pytest.fixture
def titles(tmp_path, con, check):
    """A mart of a title's years, made of the rows given, with a key in its header."""

    def build(rows: str, key: str) -> None:
        (tmp_path / "marts").mkdir()
        query = f"from (values {rows}) as titles (title_id, year)"
        (tmp_path / "marts" / "titles.sql").write_text(TITLES.format(key=key) + query)
        sqlfiles.build_schema(con, "marts")

    return build


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ("('a', 2001), ('a', 2002)", "title_id"),
        ("('a', 2001), ('a', 2001)", "title_id, year"),
        ("('a', 2001), (null, 2002)", "title_id"),
        ("('a', null), ('a', null)", "title_id, year (may be null)"),
    ],
)
def test_a_key_that_is_shared_or_missing_stops_the_run(con, titles, rows, key):
    titles(rows, key)
    with pytest.raises(CheckError, match=r"keys_unique: 1 rows .*marts.titles \(1\)"):
        checks.run_checks(con, "run")


def test_a_key_may_have_a_part_that_is_not_always_known(con, titles):
    titles("('a', null), ('b', null), ('a', 2001)", "title_id, year (may be null)")
    assert [result.failed_rows for result in checks.run_checks(con, "run")] == [0]
