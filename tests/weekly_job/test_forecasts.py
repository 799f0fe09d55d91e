"""What a run says of titles to come is frozen, and compared with what became of them."""

import pytest
from building import build_all, set_variables

from warehouse.sql_files import SQL, build_table, read_header, read_table_file
from weekly_job.score_history import freeze_forecasts

TITLES = """
    delete from features.title;
    delete from features.outcome;
    insert into features.title by name
    select 'known' || i as title_id, 'movie' as type, date '2026-01-01' + i::integer as came_on
    from range(100) as ids (i);
    insert into features.outcome by name
    select 'known' || i as title_id, i % 4 = 0 as entered_top10 from range(100) as ids (i);
    insert into features.title by name
    select * from (values
        ('coming', 'movie', date '2026-12-01'),
        ('in its weeks', 'movie', date '2026-11-10'),
        ('long there', 'movie', date '2026-05-05'),
        ('of nobody knows when', 'movie', null),
        ('in two years', 'movie', date '2028-12-01')
    ) as titles (title_id, type, came_on);
    insert into features.outcome by name
    select title_id from features.title anti join features.outcome using (title_id);
"""
SCORES = """
    delete from scores.title;
    insert into scores.title by name
    select
        getvariable('run_id') as run_id, title_id, {chance} as top10_probability,
        timestamp '2026-11-20 05:00' as scored_at,
    from features.title;
    insert into ops.models by name
    select getvariable('run_id') as run_id, 'top10' as model, 'v1' as version, 'a' as algorithm;
"""


@pytest.fixture
def run(con):
    """A function that scores and freezes: ``run(week, day, chance)``."""
    build_all(con)
    set_variables(con)
    con.execute(TITLES)

    def one_run(week: str, day: str, chance: float) -> None:
        con.execute("set variable run_id = $run", {"run": f"{week}-run-{day}-{chance}"})
        con.execute("set variable week = $week", {"week": week})
        con.execute("set variable as_of = $day::date", {"day": day})
        con.execute(SCORES.format(chance=chance))
        freeze_forecasts(con)

    return one_run


def frozen(con) -> list:
    return con.execute(
        "select title_id, predicted, made_on::varchar from ops.forecasts order by made_on, title_id"
    ).fetchall()


def track(con) -> list:
    for name in ("features/settled_outcome", "marts/track_forecasts"):
        build_table(con, read_table_file(SQL / f"{name}.sql"))
    return con.execute(
        "select title_id, predicted, actual, base_rate from marts.track_forecasts order by all"
    ).fetchall()


def test_what_is_to_come_or_in_its_weeks_is_frozen(run, con):
    run("2026-W47", "2026-11-20", 0.4)
    assert frozen(con) == [("coming", 0.4, "2026-11-20"), ("in its weeks", 0.4, "2026-11-20")]
    [(version, base_rate)] = con.execute(
        "select distinct model_version, base_rate from ops.forecasts"
    ).fetchall()
    assert (version, base_rate) == ("v1", 0.25)


def test_what_a_week_has_said_is_not_said_anew(run, con):
    run("2026-W47", "2026-11-20", 0.4)
    run("2026-W47", "2026-11-21", 0.9)
    assert {chance for _, chance, _ in frozen(con)} == {0.4}


def test_a_day_set_back_by_hand_knows_no_less_than_the_day_it_ran(run, con):
    run("2026-W46", "2026-11-13", 0.4)
    assert {day for _, _, day in frozen(con)} == {"2026-11-20"}


def test_the_last_word_before_it_came_counts_else_the_first(run, con):
    run("2026-W47", "2026-11-20", 0.4)
    run("2026-W48", "2026-11-27", 0.6)
    run("2026-W49", "2026-12-04", 0.8)
    assert track(con) == []
    con.execute("update features.outcome set entered_top10 = true where title_id = 'coming'")
    con.execute("update features.outcome set entered_top10 = false where title_id = 'in its weeks'")
    assert track(con) == [("coming", 0.6, 1.0, 0.25), ("in its weeks", 0.4, 0.0, 0.25)]


def test_the_record_is_that_of_the_books(con):
    """Six forecasts by hand: Brier, AUC, skill and calibration as they are defined."""
    build_all(con)
    con.execute(
        """
        insert into ops.backtest by name
        select
            'top10' as question, date '2024-01-01' as cut_on, 'movie' as type,
            't' || row_number() over () as title_id, predicted, actual, 0.5 as base_rate,
        from (values (0.15, 0), (0.15, 1), (0.35, 0), (0.75, 1), (0.75, 0), (0.95, 1))
            as said (predicted, actual)
        """
    )
    for name in ("track_forecasts", "track_record", "track_calibration"):
        build_table(con, read_table_file(SQL / "marts" / f"{name}.sql"))
    auc, brier, base, skill, gap = con.execute(
        "select auc, error, base_error, skill, calibration_error from marts.track_record "
        "where type = 'movie' and quarter is null"
    ).fetchone()
    losses = [0.15**2, 0.85**2, 0.35**2, 0.25**2, 0.75**2, 0.05**2]
    assert brier == pytest.approx(sum(losses) / 6)
    assert base == 0.25
    assert skill == pytest.approx(1 - brier / 0.25)
    # Of nine pairs six are in the right order, and two stand alike.
    assert auc == pytest.approx((5 + 2 / 2) / 9)
    assert gap == pytest.approx((2 * 0.35 + 0.35 + 2 * 0.25 + 0.05) / 6)
    assert con.execute(
        "select tenth, forecast_count, seen from marts.track_calibration "
        "where type = 'all' order by tenth"
    ).fetchall() == [(1, 2, 0.5), (3, 1, 0.0), (7, 2, 0.5), (9, 1, 1.0)]


QUARTER = """
    insert into ops.backtest by name
    select
        'top10' as question, $cut::date as cut_on, 't' || i as title_id, 'movie' as type,
        (i % 10 + 0.5) / 10 as predicted,
        if($is_good, i % 10 >= 5, i % 10 < 5)::integer as actual,
        0.5 as base_rate,
    from range(60) as ids (i)
"""


def unusual(con, *goods: bool) -> list:
    build_all(con)
    for number, is_good in enumerate(goods):
        cut = f"{2023 + number // 4}-{number % 4 * 3 + 1:02}-01"
        con.execute(QUARTER, {"cut": cut, "is_good": is_good})
    for name in ("track_forecasts", "track_record"):
        build_table(con, read_table_file(SQL / "marts" / f"{name}.sql"))
    return con.execute(read_header(SQL / "checks" / "forecasts_usual.sql")[1]).fetchall()


def test_a_quarter_like_those_before_is_as_usual(con):
    assert unusual(con, True, True, True, True) == []


def test_a_quarter_that_came_out_otherwise_is_a_warning(con):
    assert unusual(con, True, True, True, False) == [("top10", "movie")]


def test_of_two_quarters_before_nobody_knows_what_is_usual(con):
    assert unusual(con, True, True, False) == []


VIEWS = """
    delete from features.viewing;
    insert into features.viewing by name
    select title_id, date '2026-01-01' as period_start, views, false as is_coming
    from (values ('known1', 4e6), ('known2', 1e6), ('known3', 2e6)) as viewed (title_id, views);
    insert into features.viewing by name
    select title_id, date '2026-07-01' as period_start, last_views, true as is_coming
    from (values ('known1', 4e6), ('coming', null)) as viewed (title_id, last_views);
    insert into scores.half_year by name
    select
        getvariable('run_id') as run_id, title_id, period_start, {views} as typical_views,
        {views} * 1.5 as expected_views, {views} / 4 as expected_views_low,
        {views} * 4 as expected_views_high, false as is_from_past,
    from features.viewing where is_coming;
    insert into ops.models by name
    select getvariable('run_id') as run_id, 'audience' as model, 'v1' as version, 'a' as algorithm;
"""


def viewed(con, run, week: str, day: str, views: float) -> list:
    con.execute("set variable run_id = $run", {"run": f"{week}-run-{day}-0.4"})
    con.execute(VIEWS.format(views=views))
    run(week, day, 0.4)
    return con.execute(
        "select title_id, comes_on::varchar, predicted, predicted_low, predicted_high, base_rate "
        "from ops.forecasts where question = 'views' order by title_id"
    ).fetchall()


def test_views_of_the_half_year_to_come_are_frozen_once_beside_those_of_before(run, con):
    first = viewed(con, run, "2026-W47", "2026-11-20", 1e6)
    assert first == [
        ("coming", "2026-07-01", 1e6, 250_000, 4e6, pytest.approx(2e6)),
        ("known1", "2026-07-01", 1e6, 250_000, 4e6, 4e6),
    ]
    assert viewed(con, run, "2026-W48", "2026-11-27", 3e6) == first


def test_a_report_settles_them_half_year_by_half_year(run, con):
    viewed(con, run, "2026-W47", "2026-11-20", 1e6)
    assert track(con) == []
    con.execute("update features.viewing set views = 5e6, is_coming = false where is_coming")
    base = pytest.approx(2e6)
    assert sorted(track(con)) == [("coming", 1e6, 5e6, base), ("known1", 1e6, 5e6, 4e6)]
    freeze_forecasts(con)
    assert con.execute("select count(*) from ops.settled").fetchone() == (0,)
