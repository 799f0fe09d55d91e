"""``catalogue export``: every mart that the job makes, table or view, whole and of its types."""

import csv
import json

import duckdb
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from pyarrow import parquet

MARTS = """
select table_name from information_schema.tables where table_schema = 'marts' order by table_name
"""


@pytest.fixture(scope="module")
def counts(two_weeks) -> dict[str, int]:
    """Each mart with its rows."""
    names = [name for (name,) in two_weeks.ask(MARTS)]
    return {name: two_weeks.ask(f"select count(*) from marts.{name}")[0][0] for name in names}


def said(two_weeks, counts) -> str:
    ((run,),) = two_weeks.ask("select max(run_id) from ops.runs")
    return f"exported {len(counts)} marts of {run}\n"


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_files(two_weeks, counts, format, tmp_path):
    out = tmp_path / "out"
    done = two_weeks("export", "--format", format, "--to", str(out))
    assert done.out == said(two_weeks, counts) + f"to: {out}\n"
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert {table["name"]: table["row_count"] for table in manifest["tables"]} == counts
    assert {path.stem for path in out.glob(f"*.{format}")} == set(counts)
    for name, count in counts.items():
        path = out / f"{name}.{format}"
        if format == "parquet":
            assert parquet.read_metadata(path).num_rows == count, name
        else:
            with path.open(newline="", encoding="utf-8") as file:
                assert sum(1 for _ in csv.DictReader(file)) == count, name


def test_a_workbook_of_the_marts_that_are_named(two_weeks, counts, tmp_path):
    out, names = tmp_path / "out", ("clusters", "track_record")
    words = ("export", "--format", "xlsx", "--to", str(out))
    done = two_weeks(*words, "--mart", names[0], "--mart", names[1])
    assert done.out.startswith("exported 2 marts")
    book = load_workbook(out / "marts.xlsx", read_only=True)
    assert book.sheetnames == ["About", *names]
    assert [book[name].max_row - 1 for name in names] == [counts[name] for name in names]


def test_a_mart_that_is_none_is_named(two_weeks, tmp_path):
    done = two_weeks("export", "--to", str(tmp_path / "out"), "--mart", "films", code=1)
    assert "There is no mart films" in done.err
    wrong = two_weeks("export", "--to", "sqlite:///x.sqlite", "--mart", "clusters", code=2)
    assert "--mart are for a directory" in " ".join(wrong.err.split())


def test_the_values_of_a_view_arrive(two_weeks, tmp_path):
    assert ("marts", "score_history") in two_weeks.ask(
        "select schema_name, view_name from duckdb_views() where not internal"
    )
    two_weeks("export", "--to", str(tmp_path / "out"))
    history = "from {} select * order by title_id, run_id"
    copy = duckdb.sql(history.format(f"'{tmp_path}/out/score_history.parquet'")).fetchall()
    assert copy == two_weeks.ask(history.format("marts.score_history"))


def rows_of(engine: sa.Engine, schema: str | None = None) -> dict[str, int]:
    inspector, found = sa.inspect(engine), {}
    with engine.connect() as con:
        for name in inspector.get_table_names(schema=schema):
            table = sa.table(name, schema=schema)
            found[name] = con.scalar(sa.select(sa.func.count()).select_from(table))
    return found


def test_sqlite(two_weeks, counts, tmp_path):
    address = f"sqlite:///{tmp_path / 'marts.sqlite'}"
    done = two_weeks("export", "--to", address, "--warehouse", "warehouse.duckdb")
    assert done.out.startswith(said(two_weeks, counts))
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    assert rows_of(engine) == {**counts, "catalogue_export": len(counts)}


def test_postgres(two_weeks, counts, postgres):
    address = postgres.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    with engine.begin() as con:
        con.exec_driver_sql("drop schema if exists weeks cascade; create schema weeks")
    done = two_weeks("export", "--to", postgres, "--schema", "weeks")
    assert done.out.startswith(said(two_weeks, counts))
    assert rows_of(engine, "weeks") == {**counts, "catalogue_export": len(counts)}
    likely = "select title_id, hit_probability from {}.title_scores order by title_id"
    with engine.connect() as con:
        copy = [tuple(row) for row in con.exec_driver_sql(likely.format("weeks"))]
    assert copy == two_weeks.ask(likely.format("marts"))
