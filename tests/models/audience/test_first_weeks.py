"""The weekly Top 10 tells of seasons that came before any report."""

import numpy as np
import pytest
from audience_world import half_years, titles

from models.audience.first_weeks import lessons
from models.audience.half_years import FIRST_DAYS, before_reports, season_rows, share_of_views
from models.features import Rows

FIRST = np.log10(share_of_views(np.array([FIRST_DAYS])))[0]


def seasons(target, weeks, listed, bound):
    """New films of 91 days, as ``season_rows`` gives them."""
    m = len(target)
    stay = np.column_stack([np.zeros(m), np.full(m, 2022.0), np.ones(m), np.zeros(m)])
    first_weeks = np.column_stack([weeks, listed, bound])
    blocks = {"stay": stay, "first_weeks": first_weeks, "exposure": np.full(m, FIRST)}
    return Rows({**blocks, "is_series": np.zeros(m)}), np.array(target)


def test_what_stood_in_the_list_is_told_by_it_and_by_what_others_had_beside():
    known = np.linspace(6, 8, 20)
    target = [*known, np.nan, np.nan]
    listed = [*(known - 0.2), 7.0, np.nan]
    rows, target = seasons(target, [*[2.0] * 21, np.nan], listed, [6.0] * 22)
    found = lessons(rows, target) + FIRST
    assert found[:20] == pytest.approx(known)
    assert found[20] == pytest.approx(7.2)
    assert np.isnan(found[21])


def test_what_stood_in_none_is_taken_for_the_middle_of_such_that_had_less_than_the_tenth():
    known = np.linspace(5, 7, 21)
    rows, target = seasons(
        [*known, np.nan, np.nan], [0.0] * 23, [np.nan] * 23, [9.0] * 21 + [6.01, 4.0]
    )
    found = lessons(rows, target) + FIRST
    assert found[21] == pytest.approx(5.5)
    assert found[22] == pytest.approx(4.0)


def test_where_few_are_told_both_ways_nothing_is_made_up():
    rows, target = seasons([6.0, np.nan, np.nan], [1.0, 1.0, 0.0], [6.0] * 3, [7.0] * 3)
    assert np.isnan(lessons(rows, target)[1:]).all()


def test_a_season_counts_once_and_only_if_it_came_before_the_first_report():
    rows = titles(3)
    seen = half_years(rows)
    seen.facts["came"][:] = np.where(seen.title == 0, 2022.2, 2023.2)
    seen.facts["top10_weeks"][:] = 2.0
    early = before_reports(seen)
    assert early.title.tolist() == [0]
    assert early.facts["days"].tolist() == [FIRST_DAYS]
    assert early.facts["is_new"].tolist() == [1.0]
    assert np.isnan(early.facts["views"]).all()
    assert len(season_rows(rows, early)["stay"]) == 1
