"""The published file as BI tools see it: through SQLAlchemy and pandas, week after week."""

import pandas as pd
import pytest
import sqlalchemy as sa
from small_marts import publish_marts

from warehouse.sql_files import in_order

FILES = {file.path.stem: file for file in in_order("marts") if not file.is_scratch}


def engine_of(warehouse, **options) -> sa.Engine:
    """Connect as Apache Superset does: by the address alone."""
    return sa.create_engine(f"duckdb:///{warehouse}?access_mode=read_only", **options)


@pytest.fixture(scope="module")
def engine(sample_run):
    engine = engine_of(sample_run.warehouse)
    yield engine
    # Its pool would hold the file open for the tests of other modules, which open it otherwise.
    engine.dispose()


def test_sqlalchemy_reflects_every_mart_with_its_comments(engine):
    reflected = sa.MetaData()
    reflected.reflect(engine, schema="marts", views=True)
    assert {table.name for table in reflected.tables.values()} == FILES.keys()
    for table in reflected.tables.values():
        file = FILES[table.name]
        assert table.comment == (f"{file.comment} Key: {file.key}." if file.key else file.comment)
        assert {c.name: c.comment for c in table.columns} == FILES[table.name].columns


def test_reflected_types_are_the_types_of_the_values(engine):
    scores = sa.Table("title_scores", sa.MetaData(schema="marts"), autoload_with=engine)
    with engine.connect() as con:
        row = con.execute(sa.select(scores).where(scores.c.tmdb_id.is_not(None)).limit(1)).one()
    for name in ("title", "tmdb_id", "in_catalogue", "hit_probability", "scored_at"):
        assert isinstance(getattr(row, name), scores.c[name].type.python_type)


def test_pandas_reads_queries_and_tables(engine):
    counts = pd.read_sql(
        "select type, count(*) as titles from marts.title_scores group by 1", engine
    )
    assert set(counts["type"]) == {"movie", "series"}
    table = pd.read_sql_table("predicted_hits", engine, schema="marts")
    assert len(table) > 0
    assert list(table.columns) == list(FILES["predicted_hits"].columns)


def test_a_tool_that_connects_read_only_cannot_write(engine):
    with engine.connect() as con, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        con.execute(sa.text("delete from marts.title_scores"))


def replace_by_next_week(warehouse):
    """What publishing does: another file takes the name."""
    publish_marts(warehouse.with_name("new"), titles=9).replace(warehouse)


def count(engine) -> int:
    with engine.connect() as con:
        return con.execute(sa.text("select count(*) from marts.titles")).scalar_one()


def test_a_tool_that_opens_a_connection_per_query_sees_the_new_week_at_once(tmp_path):
    warehouse = publish_marts(tmp_path / "warehouse.duckdb", titles=3)
    engine = engine_of(warehouse, poolclass=sa.NullPool)
    assert count(engine) == 3
    replace_by_next_week(warehouse)
    assert count(engine) == 9


def test_a_tool_that_keeps_a_connection_sees_the_old_week_until_it_lets_go(tmp_path):
    warehouse = publish_marts(tmp_path / "warehouse.duckdb", titles=3)
    engine = engine_of(warehouse, poolclass=sa.QueuePool)
    assert count(engine) == 3
    replace_by_next_week(warehouse)
    assert count(engine) == 3
    engine.dispose()
    assert count(engine) == 9
