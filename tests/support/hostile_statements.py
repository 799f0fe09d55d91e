"""Statements that want more than the SQL box gives: what is hidden, what is outside, too much.

Those written by hand stand in ``tests/cases/hostile_sql``, one a line; others are made of kinds:
each hidden table in each way of naming it, each place in each reader, what is long or deep.
``tests/warehouse/questions/test_hostile.py`` asks a selection, ``bench/sql_box.py`` asks them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

CASES = Path(__file__).parents[1] / "cases" / "hostile_sql"
CANARY = "c4n4ry-7f3e91"
"""Stands in hidden tables, in the environment and in a file, and in no statement."""
SIGNS = (CANARY, "root:x:0:", "PATH=")
SCHEMAS = ("ops", "raw", "core", "scores")
HIDDEN = ("ops.runs", *(f"{schema}.kept_secret" for schema in SCHEMAS))
PLACES = (
    "/etc/passwd",
    "/proc/self/environ",
    "/proc/self/maps",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.csv",
    "s3://bucket/x.parquet",
    "/dev/fd/0",
)


@dataclass(frozen=True)
class Hostile:
    """A statement, and whether it wants what is ``hidden``, ``outside``, or ``much``."""

    kind: str
    sql: str


def hostile_statements() -> list[Hostile]:
    """All of them, always in the same order."""
    named = [
        way.format(t=table, s=table.split(".")[0], n=table.split(".")[1], T=table.upper())
        for table in HIDDEN
        for way in _lines("named")
    ]
    read = [way.format(p=place) for place in PLACES for way in _lines("readers")]
    kinds = {
        "hidden": [*named, *_lines("hidden")],
        "outside": [*read, *_lines("outside"), *_lines("shapes"), *_long_or_deep()],
        "much": [*_lines("much"), *_wide()],
    }
    return [Hostile(kind, sql) for kind, statements in kinds.items() for sql in statements]


def plant(path: str) -> None:
    """Put the canary into the hidden tables of a file, which is somebody's own copy."""
    with duckdb.connect(path) as con:
        for schema in SCHEMAS:
            con.execute(f"create schema if not exists {schema}")
            con.execute(f"create or replace table {schema}.kept_secret as select '{CANARY}' as a")
        settings = f'{{"fetch": {{"tmdb_url": "{CANARY}"}}}}'
        con.execute(
            "update ops.runs set message = $canary, settings = $settings",
            {"canary": CANARY, "settings": settings},
        )


def signs_of_a_leak(text: str) -> list[str]:
    """What an answer or a message should not hold."""
    return [sign for sign in SIGNS if sign in text]


def _lines(name: str) -> list[str]:
    return (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _long_or_deep() -> list[str]:
    return [
        "",
        " ",
        "select 1 -- \n; drop table marts.title_scores",
        "select 1\x00; drop table a",
        "\ufeffselect 1; vacuum",
        "select " + "(" * 4_000 + "1" + ")" * 4_000,
        "select " + "-" * 9_000 + "1",
        "select " + "not " * 2_400 + "true",
        "select " + "[" * 4_000 + "]" * 4_000,
        "select " + "1+" * 4_900 + "1",
        "select " + "1," * 4_900 + "1",
        "select * from " + "(select * from " * 600 + "title_scores" + ")" * 600,
        " union all ".join(["select 1"] * 500),
        'select 1 as "' + "n" * 9_000 + '"',
        "select x" * 1_200,
        "x" * 9_999,
        "ö" * 9_999,
        "select 'x' || '" + "x" * 9_900 + "'",
        "explain " * 1_000 + "select 1",
        "describe " * 800 + "select 1",
        "select " + "case when true then " * 400 + "1" + " end" * 400,
        "from title_scores " + "join title_scores using (title_id) " * 280,
        "select 1" + "0" * 10_001,
    ]


def _wide() -> list[str]:
    wide = {"repeat('\"', 500)": (20, 1_000), "repeat('<&', 250)": (100, 1_000)}
    wide |= {"repeat('x', 30_000)": (90, 50_000), "1": (900, 1)}
    return [
        f"select {', '.join([cell] * columns)} from range({rows})"
        for cell, (columns, rows) in wide.items()
    ]
