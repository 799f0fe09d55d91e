"""``catalogue backtest``."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, Warehouse, set_up


class Asked(StrEnum):
    """What can be forecast."""

    top10 = "top10"
    top10_season = "top10_season"
    hit = "hit"
    rating = "rating"
    views = "views"


Questions = Annotated[
    list[Asked] | None,
    typer.Option("--questions", help="What to forecast; once for each. All by default."),
]
Every = Annotated[int, typer.Option(min=1, max=12, help="Months between cuts.")]
Since = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first cut: a month's first day.")
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The last cut. By default the newest eight are made."),
]


def backtest_command(
    questions: Questions = None,
    every: Every = 3,
    since: Since = None,
    until: Until = None,
    warehouse: Warehouse = None,
    quiet: Quiet = False,
) -> None:
    """Replay time on the published data: what would have been forecast, and what became of it.

    For each cut what was not known that day is hidden, models are trained on the rest, and they
    forecast what came up to the next cut. Each cut takes as long as a training; one that is done is
    kept beside the models, so that the same command goes on where it was stopped. The first Ctrl-C
    lets the current cut end, the second stops at once.

    Example: catalogue backtest --since 2023-01-01 --until 2024-01-01
    """
    settings, progress = set_up(quiet, warehouse=warehouse)
    from models.backtest.backtest import BacktestPlan, forecast_past, publish_backtest
    from models.backtest.cuts import QUESTIONS
    from weekly_job.stopping import Stop, on_signals

    plan = BacktestPlan(
        [question.value for question in questions or []] or QUESTIONS,
        every,
        since.date() if since else None,
        until.date() if until else None,
    )
    with on_signals(Stop()) as stop:
        forecasts = forecast_past(settings, plan, progress, stop.check)
        publish_backtest(settings, plan.questions, forecasts)
    if not quiet:
        typer.echo(f"{len(forecasts)} forecasts compared; see them with catalogue track")
