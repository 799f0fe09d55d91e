"""What is remembered of scores: one row per title whenever they moved, not one per title and week.

``scores.history`` holds a title's scores when they differ from those that it last holds for it by
more than ``MOVED``; ``marts.score_history`` fills the weeks between with the last ones held.
"""

from __future__ import annotations

import duckdb

from warehouse.sql_files import SQL

# Smaller moves are what training again makes of the same data.
MOVED = {"rating": 0.05, "probability": 0.01}


def remember_scores(
    con: duckdb.DuckDBPyConnection, run_id: str, week: str, weeks_kept: int
) -> None:
    """Remember what moved in this run; forget the week's earlier runs and weeks long past.

    Args:
        con: a connection to the warehouse that is being built, with the run's ``scores.title``.
        run_id: the run.
        week: its ISO week, such as 2026-W47; a second run of a week replaces the first.
        weeks_kept: how many weeks of history are kept, this one included.
    """
    _execute(con, "follow_titles", {})
    _execute(con, "forget_week", {"week": week})
    _execute(con, "keep_moved", {"run_id": run_id, **MOVED})
    _execute(con, "forget_old", {"weeks_kept": weeks_kept})


def freeze_forecasts(con: duckdb.DuckDBPyConnection) -> None:
    """Note in ``ops.forecasts`` what this run says of titles to come, never to be rewritten.

    And note which of the earlier ones' outcomes it is the first to know. The SQL variables
    ``run_id``, ``week`` and ``as_of`` say whose, and of which day.
    """
    _execute(con, "note_settled", {})
    _execute(con, "freeze_forecasts", {})


def remember_figures(con: duckdb.DuckDBPyConnection, week: str) -> None:
    """Remember the headline figures, for the weeks to come to compare with."""
    _execute(con, "remember_figures", {"week": week})


def _execute(con: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object]) -> None:
    for statement in (SQL / "history" / f"{name}.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            wanted = {key: value for key, value in parameters.items() if f"${key}" in statement}
            con.execute(statement, wanted)
