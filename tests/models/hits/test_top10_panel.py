"""The Top 10 of films and seasons: each season has its chance, and a title that of its first."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from catalogue_common.progress import Progress
from models.feature_blocks import TOP10_WEIGHTS
from models.features import Rows
from models.hits.releases import first_release_rows, read_releases
from models.hits.top10_panel import Top10Panel, hit_panels
from models.learn.cross_fit import Folds

N = 900
START = date(2022, 1, 1)
MADE = {"calendar", "release_number", "release_length", "earlier_outcomes", "local_title"}


def years(day):
    return (day - date(1970, 1, 1)).days * 86_400 / 31_556_952 + 1970


def release(number, came, level, first):
    """A season, or the film where it has no number."""
    quarter = date(came.year, (came.month - 1) // 3 * 3 + 1, 1)
    return {
        "season": f"Season {number}" if number else "",
        "known_on": quarter,
        "settled_on": came + timedelta(42),
        "season_number": number,
        "came": years(came),
        "minutes": 400.0,
        "has_local_title": 0.0,
        "is_first": float(first),
        "earlier_count": float((number or 1) - 1),
        "years_since": None,
        "earlier_settled": 0.0,
        "earlier_share": None,
        "last_weeks": None,
        "earlier_weeks": 0.0,
        "earlier_hours": None,
        "top10_weeks": level,
    }


def world(seed=0, *, strength=2.0):
    """Films and series of two seasons, one in ten of them not settled yet; a trait makes hits."""
    rng = np.random.default_rng(seed)
    trait, is_series = rng.normal(size=N), np.arange(N) % 2 * 1.0
    came = [START + timedelta(int(day)) for day in rng.integers(0, 460, N)]

    def level(title):
        hit = rng.random() < 1 / (1 + np.exp(-strength * trait[title]))
        return None if title % 10 > 7 else float(hit)

    lists = [
        [release(k, day + timedelta(100 * (k - 1)), level(n), k == 1) for k in (1, 2)]
        if is_series[n]
        else [release(None, day, level(n), True)]
        for n, day in enumerate(came)
    ]
    blocks = {name: np.zeros((N, 2)) for name in TOP10_WEIGHTS if name not in MADE}
    blocks |= {"country": np.column_stack([trait, np.ones(N)]), "is_series": is_series}
    blocks |= {"came": np.array([years(day) for day in came]), "is_described": np.ones(N)}
    blocks |= {"first_minutes": np.full(N, 400.0), "has_local_title": np.zeros(N)}
    table = pa.table({"releases": pa.array(lists), "title_id": [f"t{n:03}" for n in range(N)]})
    return Rows(blocks), table


def fitted(rows, table):
    panel = Top10Panel()
    panel.model.set_params(trees=5)
    return panel, panel.fit(rows, table, Folds(np.arange(N) % 5, 1, Progress(quiet=True)))


@pytest.fixture(scope="module")
def learnt():
    rows, table = world()
    return *fitted(rows, table), rows, table


def metric(panel, part, name):
    (found,) = (m for m in panel.metrics_ if m.slice == part and m.metric == name)
    return found


def test_every_season_has_a_chance_beside_the_base_rate_of_its_day(learnt):
    panel, _, _, table = learnt
    seasons = panel.seasons_
    assert len(seasons.chance) == N
    assert not np.isnan(seasons.chance).any()
    assert not np.isnan(seasons.base_rate).any()
    known = ~np.isnan(read_releases(table).level)[read_releases(table).facts["season_number"] > 0]
    assert (seasons.known == known).all()
    assert 0.4 < seasons.in_time[known].mean() < 1
    assert not seasons.in_time[~known].any()


def test_a_title_has_the_chance_of_its_first_season(learnt):
    panel, titles, _, table = learnt
    first = np.array([season == "Season 1" for season in panel.seasons_.season.to_pylist()])
    assert (titles.chance[panel.seasons_.title[first]] == panel.seasons_.chance[first]).all()
    level = read_releases(table).level[read_releases(table).is_first]
    assert (titles.known == ~np.isnan(level)).all()


def test_forecasts_are_measured_beside_the_base_rate_of_the_day(learnt):
    panel = learnt[0]
    for part in ("movie, forecast in time", "series, seasons forecast in time"):
        brier = metric(panel, part, "brier")
        assert brier.baseline_name == "the base rate of the day"
        assert brier.value < 0.9 * brier.baseline
        assert metric(panel, part, "roc_auc").value > 0.7


def test_what_answers_later_says_the_same_of_what_is_not_settled(learnt):
    panel, titles, rows, table = learnt
    seasons, unsettled = panel.seasons(rows, table), ~panel.seasons_.known
    assert seasons.chance[unsettled] == pytest.approx(panel.seasons_.chance[unsettled])
    assert panel.apply(rows).chance[~titles.known] == pytest.approx(titles.chance[~titles.known])


def test_where_outcomes_are_dealt_at_random_nothing_is_learnt():
    panel, _ = fitted(*world(strength=0.0))
    for part in ("movie", "series", "series, seasons forecast in time"):
        assert metric(panel, part, "roc_auc").value == pytest.approx(0.5, abs=0.08)


def test_without_outcomes_nothing_is_said():
    rows, table = world()
    lists = [[{**r, "top10_weeks": None} for r in own] for own in table["releases"].to_pylist()]
    kind = table["releases"].type
    panel, titles = fitted(rows, table.set_column(0, "releases", pa.array(lists, kind)))
    assert np.isnan(titles.chance).all()
    assert np.isnan(panel.seasons_.chance).all()
    assert "not scored" in panel.notes_[0]


def test_a_hit_of_the_whole_title_says_nothing_of_seasons():
    assert hit_panels()["hit"].seasons(Rows({}), pa.table({})).title.size == 0


def test_a_day_is_a_month_and_a_weekday_and_no_day_is_neither():
    rows = Rows(
        {
            "came": np.array([years(date(2024, 1, 1)), np.nan]),  # a Monday
            "is_series": np.ones(2),
            "first_minutes": np.array([480.0, np.nan]),
            "has_local_title": np.array([1.0, np.nan]),
        }
    )
    found = first_release_rows(rows)
    assert np.flatnonzero(found["calendar"][0]).tolist() == [0, 12]
    assert not found["calendar"][1].any()
    assert found["local_title"].tolist() == [[1, 0], [0, 0]]
    assert found["release_number"].tolist() == [[1, 1], [1, 1]]
