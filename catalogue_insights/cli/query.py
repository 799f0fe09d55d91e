"""``catalogue query``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from catalogue_insights.cli.options import Warehouse, set_up


def query_command(
    sql: Annotated[str | None, typer.Argument(help="One SQL statement.")] = None,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file with the statement.")
    ] = None,
    format: Annotated[
        Literal["table", "csv", "json"], typer.Option(help="How to print the answer.")
    ] = "table",
    limits: Annotated[
        bool,
        typer.Option(help="Stop what takes over 5 minutes, 2 GB of memory or 1 GB of answer."),
    ] = True,
    warehouse: Warehouse = None,
) -> None:
    """Ask the published warehouse a question; it is only ever read.

    It is answered in a process of its own, which can open no other file and reach no network.

    Example: catalogue query "select title, hit_probability from marts.predicted_hits limit 5"
    """
    if (sql is None) == (file is None):
        raise typer.BadParameter("give the statement or --file, one of the two")
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.query import read_question
    from warehouse.questions.printing import print_answer
    from warehouse.questions.shapes import NOTHING_LIMITED, OF_THE_COMMAND

    question = read_question(file) if file else str(sql)
    may_take = OF_THE_COMMAND if limits else NOTHING_LIMITED
    print_answer(settings.warehouse, question, format, limits=may_take)
