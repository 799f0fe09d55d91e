"""A table that tests make by hand, under a name of ours, is the table that the job makes."""

import re
from pathlib import Path

import duckdb
import pytest
from report_fixture import make_warehouse
from served import publish
from small_marts import publish_marts

TESTS = Path(__file__).parents[1]
MAKERS = {
    "report_fixture": make_warehouse,
    "served": publish,
    "small_marts": lambda folder: publish_marts(folder / "warehouse.duckdb"),
}
SHAPES = """
with
kinds as (
    select schema_name, table_name, 'table' as kind from duckdb_tables() where not internal
    union all
    select schema_name, view_name, 'view' from duckdb_views() where not internal
)

select
    schema_name || '.' || table_name,
    [any_value(kind)] || list(column_name || ' ' || data_type order by column_index)
from kinds inner join duckdb_columns() using (schema_name, table_name)
group by schema_name, table_name
"""
MADE = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?(\w+\.\w+)", re.I
)
# Files of another version of the project, which the newer one must understand.
OLDER = {"tests/warehouse/test_migrations.py"}


def shapes(path: Path) -> dict[str, list[str]]:
    """Each table: its kind, and its columns with their types, in order."""
    with duckdb.connect(str(path), read_only=True) as con:
        return dict(con.execute(SHAPES).fetchall())


@pytest.mark.parametrize("maker", MAKERS)
def test_kind_columns_and_types_are_the_jobs(maker, two_weeks, tmp_path):
    of_job, by_hand = shapes(two_weeks.warehouse), shapes(MAKERS[maker](tmp_path))
    ours = by_hand.keys() & of_job.keys()
    assert ours
    assert {name: by_hand[name] for name in ours} == {name: of_job[name] for name in ours}


def test_no_other_test_makes_a_table_of_that_name(two_weeks):
    ours, found = shapes(two_weeks.warehouse).keys(), set()
    for path in TESTS.rglob("*.py"):
        name = path.relative_to(TESTS.parent).as_posix()
        if path.stem not in MAKERS and name not in OLDER:
            found |= {(name, table) for table in MADE.findall(path.read_text()) if table in ours}
    assert found == set()
