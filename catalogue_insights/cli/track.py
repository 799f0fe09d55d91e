"""``catalogue track``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from catalogue_insights.cli.options import Warehouse, set_up


def track_command(
    by: Annotated[
        Literal["question", "quarter", "tenth"],
        typer.Option(help="One row per question and type, per quarter too, or per tenth."),
    ] = "question",
    format: Annotated[
        Literal["table", "csv", "json"], typer.Option(help="How to print it.")
    ] = "table",
    warehouse: Warehouse = None,
) -> None:
    """Print the track record: how good forecasts were, beside the base rate of the day.

    Of runs that were made before the outcome was known, and of `catalogue backtest`.

    Example: catalogue track --by quarter --format csv
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.questions.printing import print_answer
    from warehouse.sql_files import read_statement

    nothing = (
        "No forecast has been compared with its outcome yet. Make a backtest: catalogue backtest"
    )
    print_answer(settings.warehouse, read_statement(f"track/by_{by}"), format, nothing)
