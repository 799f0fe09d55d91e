"""The step that replays time again, where the settings ask for it every so many weeks."""

from __future__ import annotations

from datetime import date, timedelta

from catalogue_common.settings import Settings
from models.backtest.backtest import BacktestPlan, forecast_past, put_into
from warehouse.reading import open_published
from warehouse.sql_files import read_statement
from weekly_job.run import WeeklyRun
from weekly_job.steps import Done


def is_backtest_due(run: WeeklyRun) -> bool:
    """Whether the settings want one, and the last that a run made is so many weeks old."""
    weeks = run.settings.backtest.every_weeks
    if not weeks or not run.settings.warehouse.is_file():
        return False
    last = _last_made(run.settings)
    return last is None or run.as_of - last >= timedelta(weeks=weeks)


def replay_past(run: WeeklyRun) -> Done:
    """Replay time on what the week before has published, and put it into the new file."""
    plan = BacktestPlan()
    forecasts = forecast_past(run.settings, plan, run.progress, run.stop.check)
    put_into(run.con, plan.questions, forecasts)
    return Done(len(forecasts))


def _last_made(settings: Settings) -> date | None:
    with open_published(settings.warehouse) as con:
        found = con.execute(read_statement("backtest/last_made")).fetchone()
    return found[0] if found else None
