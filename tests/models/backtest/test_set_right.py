"""Each cut's forecasts are set right by those of earlier cuts, and by nothing else."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from models.backtest.set_right import corrections_on, set_right

CUTS = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1))
SETTLED = (date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1))
EACH = 200


def forecasts(seed=0):
    """Chances twice too high, ratings one too low with intervals too narrow, cut by cut."""
    rng = np.random.default_rng(seed)
    n = EACH * len(CUTS)
    hits = {"predicted": np.full(n, 0.4), "actual": (rng.random(n) < 0.2) * 1.0}
    spread = {"predicted_low": np.full(n, 5.9), "predicted_high": np.full(n, 6.1)}
    ratings = {"predicted": np.full(n, 6.0), "actual": rng.normal(7.0, 0.5, n).clip(0, 10)}
    nothing = {name: np.full(n, np.nan) for name in spread}
    parts = [("hit", hits | nothing), ("rating", ratings | spread)]
    return pa.concat_tables(
        pa.table(
            {
                "question": [question] * n,
                "cut_on": pa.array(np.repeat(CUTS, EACH)),
                "type": ["movie"] * n,
                "settled_on": pa.array(np.repeat(SETTLED, EACH)),
                **{name: pa.array(values, from_pandas=True) for name, values in figures.items()},
            }
        )
        for question, figures in parts
    )


def of_cut(table, question, number):
    frame = table.to_pandas()
    return frame[(frame["question"] == question) & (frame["cut_on"] == CUTS[number])]


def test_a_first_cut_stays_as_it_was_said_and_later_ones_are_set_right():
    right = set_right(forecasts())
    assert (of_cut(right, "hit", 0)["predicted"] == 0.4).all()
    for number in (1, 2):
        own = of_cut(right, "hit", number)
        assert own["predicted"].mean() == pytest.approx(0.2, abs=0.06)
        assert (own["said"] == 0.4).all()
        own = of_cut(right, "rating", number)
        held = own["actual"].between(own["predicted_low"], own["predicted_high"]).mean()
        assert held == pytest.approx(0.9, abs=0.06)
        assert (own["said_high"] == 6.1).all()


def test_what_was_settled_later_changes_nothing():
    table = forecasts()
    late = table["settled_on"].to_numpy() > np.datetime64(CUTS[2])
    changed = np.where(late, 1.0 - table["actual"].to_numpy(), table["actual"].to_numpy())
    other = table.set_column(table.column_names.index("actual"), "actual", pa.array(changed))
    now, then = (set_right(t).drop_columns(["actual"]) for t in (table, other))
    assert now == then


def test_today_all_that_is_settled_counts():
    counts = {
        (question, kind): correction.forecast_count
        for question, kind, correction in corrections_on(set_right(forecasts()), date(2024, 8, 1))
    }
    assert counts["hit", "movie"] == counts["rating", "movie"] == 2 * EACH
    assert counts["hit", "series"] == counts["views", "movie"] == 0
