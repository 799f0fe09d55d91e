"""A run's scores of titles to come, set right by what the last backtest's forecasts were worth."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from models.backtest.set_right import corrections_on
from warehouse.sql_files import read_statement


def correct_scores(con: duckdb.DuckDBPyConnection, as_of: date) -> int:
    """Write ``scores.correction``, and set right what ``scores.title`` says of titles to come.

    Args:
        con: a connection to the warehouse that is being built; the SQL variable ``run_id`` says
            which run's scores.
        as_of: the day of the run.

    Returns:
        how many questions and types are set right; none without a backtest.
    """
    forecasts = con.execute(read_statement("backtest/all_forecasts")).to_arrow_table()
    found = [
        {
            "question": question,
            "type": kind,
            "slope": correction.slope,
            "shift": correction.shift,
            "low_by": correction.low_by,
            "high_by": correction.high_by,
            "forecast_count": correction.forecast_count,
            "known_until": pc.max(forecasts["cut_on"]).as_py(),
        }
        for question, kind, correction in corrections_on(forecasts, as_of)
        if correction.forecast_count
    ]
    if found:
        con.register("found", pa.Table.from_pylist(found))
        con.execute(read_statement("backtest/note_corrections"))
        con.unregister("found")
        con.execute(read_statement("models/set_right"))
    return len(found)
