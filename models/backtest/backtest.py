"""``catalogue backtest``: all cuts, and their forecasts put into the published file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
from threadpoolctl import threadpool_limits

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.backtest.cuts import QUESTIONS, choose_cuts
from models.backtest.kept_cuts import kept_cuts
from models.backtest.known_then import build_known_then, published_beside
from models.backtest.replay import replay
from models.backtest.set_right import set_right
from models.learn.memory import give_back
from models.scoring.training import TrainingOptions
from warehouse.changed_copy import changed_copy
from warehouse.reading import of_this_version
from warehouse.sql_files import (
    SQL,
    build_table,
    one_transaction,
    read_statement,
    read_table_file,
)

log = logging.getLogger("catalogue")

TRACK = ("track_forecasts", "track_record", "track_calibration")
"""The marts that are made of forecasts and outcomes, in the order of what they read."""


@dataclass(frozen=True)
class BacktestPlan:
    """What a backtest is to do.

    Args:
        questions: what is forecast.
        every: months between cuts.
        since, until: the first and the last cut; by default the newest eight.
    """

    questions: Sequence[str] = QUESTIONS
    every: int = 3
    since: date | None = None
    until: date | None = None


def forecast_past(
    settings: Settings,
    plan: BacktestPlan,
    progress: Progress,
    before_cut: Callable[[str], None] = lambda _: None,
) -> pa.Table:
    """Replay time on what is published; a cut that is done is kept, and not made again. Then each
    cut's forecasts are set right by those of the cuts before it.

    Args:
        settings: of a run.
        plan: what is to be done.
        progress: shows the cuts, and the folds of their trainings.
        before_cut: called before each cut with its name; it may raise, to stop.

    Returns:
        rows of ``ops.backtest``.

    Raises:
        QueryError: nothing is published, it cannot be read, or another version made it.
        ModelError: no outcome is known in that time.
    """
    # None of the models asked reads sentence embeddings, so that no genre model tries them.
    options = TrainingOptions(
        settings.seed,
        settings.threads,
        progress,
        settings.tag_precision,
        limit=settings.training_limit,
    )
    tables, same = [], of_this_version(settings.warehouse)
    with same, published_beside(settings) as con, threadpool_limits(limits=1):
        cuts = choose_cuts(con, plan.questions, plan.every, plan.since, plan.until)
        kept = kept_cuts(con, settings)
        for number, cut in enumerate(cuts, start=1):
            before_cut(f"cut {cut.on}")
            found = kept.read(cut, plan.questions)
            if found is None:
                with progress.step(f"cut {cut.on}, {number} of {len(cuts)}"):
                    build_known_then(con, cut)
                    found = replay(con, plan.questions, options)
                kept.write(cut, plan.questions, found)
                give_back()
            else:
                log.info("cut %s, %d of %d: done before", cut.on, number, len(cuts))
            tables.append(found)
    return set_right(pa.concat_tables(tables))


def put_into(con: duckdb.DuckDBPyConnection, questions: Sequence[str], forecasts: pa.Table) -> None:
    """Replace what ``ops.backtest`` says of some questions."""
    con.register("forecasts", forecasts)
    with one_transaction(con):
        con.execute(read_statement("backtest/forget"), {"questions": list(questions)})
        con.execute(read_statement("backtest/remember"))
    con.unregister("forecasts")


def publish_backtest(settings: Settings, questions: Sequence[str], forecasts: pa.Table) -> None:
    """Publish a copy of the published file that holds these forecasts, and the track record.

    Raises:
        OtherRunError: a run is at work; the finished cuts are kept.
        WarehouseError: the published file cannot be replaced; it is as it was.
    """
    same = of_this_version(settings.warehouse)
    with same, changed_copy(settings, "catalogue backtest") as con:
        put_into(con, questions, forecasts)
        for name in TRACK:
            build_table(con, read_table_file(SQL / "marts" / f"{name}.sql"))
