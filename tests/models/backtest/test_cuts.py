"""On which days time is stopped."""

from datetime import date

import duckdb
import pytest

from catalogue_common.errors import ModelError
from models.backtest.cuts import CUTS, Cut, choose_cuts, cuts_between, months_later
from warehouse.reading import attached


@pytest.fixture
def sample(sample_run):
    with duckdb.connect() as con, attached(con, sample_run.warehouse):
        yield con


def test_a_cut_reaches_up_to_the_next():
    assert cuts_between(date(2023, 10, 1), date(2024, 1, 1), 3) == [
        Cut(date(2023, 10, 1), date(2024, 1, 1)),
        Cut(date(2024, 1, 1), date(2024, 4, 1)),
    ]


def test_months_run_over_the_year():
    assert months_later(date(2023, 11, 15), 3) == date(2024, 2, 1)
    assert months_later(date(2024, 1, 1), -21) == date(2022, 4, 1)


def test_by_default_the_newest_eight_at_which_all_questions_have_answers(sample):
    cuts = choose_cuts(sample, ("top10", "views"), 3, None, None)
    assert len(cuts) == CUTS
    # The newest report ends in June, the newest list in November.
    assert cuts[-1] == Cut(date(2026, 4, 1), date(2026, 7, 1))
    assert choose_cuts(sample, ("top10",), 3, None, None)[-1].on == date(2026, 10, 1)


def test_a_first_cut_after_those_is_taken_at_its_word(sample):
    assert [cut.on for cut in choose_cuts(sample, ("views",), 3, date(2026, 7, 1), None)] == [
        date(2026, 7, 1)
    ]


def test_the_last_cut_must_not_lie_before_the_first(sample):
    with pytest.raises(ModelError, match="lies before the first, 2026-07-01"):
        choose_cuts(sample, ("top10",), 3, date(2026, 7, 1), date(2026, 4, 1))


def test_without_outcomes_there_is_nothing_to_judge_by(sample):
    with pytest.raises(ModelError, match="Too few outcomes are known of nothing"):
        choose_cuts(sample, ("nothing",), 3, None, None)
