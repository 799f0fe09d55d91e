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
    assert results == {"some": 2, "none": 0}
    recorded = con.execute("select check_name, severity, failed_rows from ops.checks order by all")
    assert recorded.fetchall() == [("none", "block", 0), ("some", "warn", 2)]


def test_a_blocking_check_stops_the_run(con, check):
    check("bad", "-- block: numbers must not be\nselect 1\n")
    with pytest.raises(CheckError, match=r"bad: 1 rows \(numbers must not be\)"):
        checks.run_checks(con, "run")
