"""When a run replays time by itself."""

from datetime import date
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pytest

from catalogue_common.settings import Backtest, Settings
from models.backtest.backtest import put_into
from warehouse.sql_files import create_remembered
from weekly_job.backtest_step import is_backtest_due


@pytest.fixture
def published(tmp_path):
    """A published file, in which a run of 2 November made a backtest."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        create_remembered(con)
        con.execute(
            """
            insert into ops.runs by name
            select 'a' as run_id, '2026-W45' as week, date '2026-11-02' as as_of,
                now()::timestamp as started_at, 'succeeded' as status;
            insert into ops.steps by name
            select 'a' as run_id, 9 as position, 'backtest' as step, 'succeeded' as status,
                now()::timestamp as started_at;
            """
        )
    return path


def is_due(path, weeks: int, day: date) -> bool:
    settings = Settings(warehouse=path, backtest=Backtest(every_weeks=weeks))
    return is_backtest_due(SimpleNamespace(settings=settings, as_of=day))


def test_by_default_no_run_does(published):
    assert not is_due(published, 0, date(2036, 1, 1))


def test_it_is_due_when_the_last_is_so_many_weeks_old(published):
    assert not is_due(published, 4, date(2026, 11, 29))
    assert is_due(published, 4, date(2026, 11, 30))


def test_the_first_run_has_nothing_to_replay(tmp_path):
    assert not is_due(tmp_path / "none.duckdb", 4, date(2026, 11, 30))


def test_the_step_replaces_what_an_earlier_one_said_of_its_questions(con):
    said = {
        "question": ["top10"],
        "cut_on": [date(2026, 1, 1)],
        "title_id": ["t"],
        "season": pa.array([None], pa.string()),
        "type": ["movie"],
        "predicted": [0.4],
        "predicted_low": pa.array([None], pa.float64()),
        "predicted_high": pa.array([None], pa.float64()),
        "actual": [1.0],
        "base_rate": [0.3],
    }
    put_into(con, ("top10", "hit"), pa.table(said | {"question": ["hit"]}))
    put_into(con, ("top10",), pa.table(said))
    put_into(con, ("top10",), pa.table(said | {"predicted": [0.6]}))
    assert con.execute("select question, predicted from ops.backtest order by 1").fetchall() == [
        ("hit", 0.4),
        ("top10", 0.6),
    ]
