"""One cut: a training on what was known, and its forecasts of what came next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.backtest.base_rates import BaseRates
from models.backtest.season_forecasts import forecast_seasons, forecast_views
from models.features import FloatArray, read_known, read_unknown
from models.learn.training_sample import training_sample
from models.outcome_features import outcome_rows
from models.scoring.champions import ExplainedScores
from models.scoring.training import TrainingOptions, train_models
from warehouse.sql_files import read_statement

BATCH = 10_000  # titles
OUT = "select title_id from backtest.title_day where is_out"
_ANSWERED_BY = {"views": "audience", "top10_season": "top10"}
_FIGURES = ("predicted", "predicted_low", "predicted_high", "base_rate")


def replay(
    con: duckdb.DuckDBPyConnection,
    questions: Sequence[str],
    options: TrainingOptions,
) -> pa.Table:
    """Train on what was known on a cut, and forecast what came after it.

    Args:
        con: a connection with what ``build_known_then`` builds.
        questions: what is forecast.
        options: how it is trained.

    Returns:
        rows of ``ops.backtest``; none where nothing is asked or nothing was known.
    """
    asked = _asked(con, questions)
    known = read_known(con)
    training = _of(known, con.execute(OUT).to_arrow_table())
    chosen = training_sample(training, options.limit, options.seed)
    training = training.filter(pa.array(chosen))
    others = [_of(table, asked) for table in read_unknown(con, BATCH)]
    coming = pa.concat_tables([_of(known, asked), *others])
    if not len(asked) or not len(training):
        return _written(con, asked.slice(0, 0))
    models = {_ANSWERED_BY.get(question, question) for question in questions}
    answer = train_models(training, "backtest", replace(options, questions=models))
    return _written(con, _forecast(answer, training, coming, asked))


def _asked(con: duckdb.DuckDBPyConnection, questions: Sequence[str]) -> pa.Table:
    query = read_statement("backtest/asked_of")
    return con.execute(query, {"questions": list(questions)}).to_arrow_table()


def _of(table: pa.Table, titles: pa.Table) -> pa.Table:
    """The rows of some titles."""
    return table.filter(pc.is_in(table["title_id"], titles["title_id"]))


def _forecast(
    answer: ExplainedScores, training: pa.Table, coming: pa.Table, asked: pa.Table
) -> pa.Table:
    """Add to what is asked what is said of it, and what was known of the past."""
    forecasts = _Forecasts(answer, training, coming)
    questions = asked["question"].to_numpy(zero_copy_only=False)
    figures = {name: np.full(len(asked), np.nan) for name in _FIGURES}
    for question in dict.fromkeys(questions):
        own = np.flatnonzero(questions == question)
        for name, values in forecasts.of(question, asked.take(pa.array(own))).items():
            figures[name][own] = values
    for name, values in figures.items():
        asked = asked.append_column(name, pa.array(values, pa.float64(), from_pandas=True))
    return asked


class _Forecasts:
    """What one training says of titles to come.

    Args:
        answer: the training, and what it says of the titles that it learnt from.
        training: those titles.
        coming: the titles that are asked about.
    """

    def __init__(self, answer: ExplainedScores, training: pa.Table, coming: pa.Table) -> None:
        scorer = self.scorer = answer.scorer
        rows = scorer.encoder.transform(coming)
        self.scores = scorer.apply(rows, coming, scorer.listings(coming))
        self.rows = outcome_rows(rows, self.scores.tags)
        self.coming = coming
        self.bases = BaseRates(training, answer.rows)
        # A title that was out is learnt from, and only comes to Netflix: what was said of it then
        # is what models said that never saw it.
        at = pc.index_in(coming["title_id"], training["title_id"]).to_pandas()
        self.learnt = np.flatnonzero(at.notna())
        places = at[self.learnt].to_numpy(dtype=np.int64)
        self.chances_of_learnt = {
            name: hit.chance[places] for name, hit in answer.scores.hits.items()
        }

    def of(self, question: str, asked: pa.Table) -> dict[str, FloatArray]:
        """The figures of the rows that ask a question."""
        place = pc.index_in(asked["title_id"], self.coming["title_id"]).to_numpy()
        if question == "views":
            found = forecast_views(self.scorer.audience, self.rows, self.coming, asked)
            base = self.bases.views(found.pop("exposure"), self.rows["is_series"][place])
            return {**found, "base_rate": base}
        if question == "top10_season":
            return forecast_seasons(self.scores.seasons, self.coming, asked)
        if question == "rating":
            said = self.scores.ratings
            return {
                "predicted": said.predicted[place],
                "predicted_low": said.lower[place],
                "predicted_high": said.upper[place],
                "base_rate": self.bases.rating(self.rows)[place],
            }
        chance = self.scores.hits[question].chance.copy()
        chance[self.learnt] = self.chances_of_learnt[question]
        base = self.bases.chance(question, self.rows["is_series"])
        return {"predicted": chance[place], "base_rate": base[place]}


def _written(con: duckdb.DuckDBPyConnection, forecasts: pa.Table) -> pa.Table:
    """The rows as ``ops.backtest`` has them: of what no model speaks there is none."""
    for name in _FIGURES:
        if name not in forecasts.column_names:
            forecasts = forecasts.append_column(name, pa.array([None], pa.float64())[:0])
    con.register("forecasts", forecasts)
    try:
        return con.execute(read_statement("backtest/rows")).to_arrow_table()
    finally:
        con.unregister("forecasts")
