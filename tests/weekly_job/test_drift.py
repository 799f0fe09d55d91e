"""Drift: how far features, scores and labels moved since last week and from what was learned."""

import math

import pytest
from building import build_all

from catalogue_common.settings import Monitoring
from warehouse.sql_files import read_header
from weekly_job.checks import SQL
from weekly_job.drift import record_drift


@pytest.fixture
def weeks(con):
    """A function that profiles one week of films: ``films(count, country=…, hit=…)``."""
    build_all(con)

    def week(name: str, films: list[str], **limits: float) -> dict:
        monitoring = Monitoring(minimum_titles=10, **limits).model_dump_json()
        variables = {"run_id": f"{name}-run", "week": name, "monitoring": monitoring}
        for variable, value in variables.items():
            con.execute(f"set variable {variable} = $value", {"value": value})
        query = " union all by name ".join(films)
        con.execute(
            f"""
            create or replace temp table films as
            select *, 't' || row_number() over () as title_id from ({query});
            delete from features.title;
            insert into features.title by name
            select title_id, 'movie' as type, [country] as countries, 'sv' as original_language,
                null::varchar as maturity_rating, year as release_year, 90 as duration_minutes
            from films;
            delete from features.outcome;
            insert into features.outcome by name
            select title_id, null::double as rating, is_hit, null::boolean as entered_top10
            from films;
            delete from features.evidence;
            insert into features.evidence by name
            select title_id, 50 as hit_support, 0 as top10_support from films;
            """
        )
        con.execute("delete from scores.title")
        con.execute(
            """
            insert into scores.title by name
            select getvariable('run_id') as run_id, title_id, 5.0 as predicted_rating,
                chance as hit_probability, null::double as top10_probability,
                now()::timestamp as scored_at
            from films
            """
        )
        record_drift(con)
        found = con.execute(
            """
            select measure, reference, psi, ks, unknown_share, is_drifted from ops.drift
            where run_id = getvariable('run_id')
            """
        ).fetchall()
        return {(measure, reference): row for measure, reference, *row in found}

    return week


def films(count: int, *, country="SE", year=2000, chance=0.1, is_hit="null") -> str:
    return (
        f"select '{country}' as country, {year} as year, {chance} as chance,"
        f" {is_hit}::boolean as is_hit from range({count})"
    )


def test_the_first_week_has_nothing_to_be_held_against(weeks):
    assert weeks("2026-W46", [films(50)]) == {}


def test_the_same_films_again_have_not_moved(weeks):
    weeks("2026-W46", [films(60), films(40, country="DK", year=1990)])
    drift = weeks("2026-W47", [films(60), films(40, country="DK", year=1990)])
    assert drift["country", "last week"] == [0, None, 0, False]
    assert drift["release_year", "last week"] == [0, 0, None, False]


def test_psi_and_ks_are_those_of_the_books(weeks):
    weeks("2026-W46", [films(50, year=1990), films(50, year=2000)])
    psi, ks, _, moved = weeks("2026-W47", [films(20, year=1990), films(80, year=2000)])[
        "release_year", "last week"
    ]
    # Two bins, half a title added to each: shares 20.5 and 80.5 of 101 against 50.5 of 101.
    expected = sum((p - 50.5) / 101 * math.log(p / 50.5) for p in (20.5, 80.5))
    assert psi == pytest.approx(expected)
    assert ks == pytest.approx(0.3)
    assert moved


def test_a_category_that_nobody_knew_counts_as_unknown(weeks):
    weeks("2026-W46", [films(100)])
    drift = weeks("2026-W47", [films(90), films(10, country="NO")], psi=99)
    assert drift["country", "last week"][2:] == [0.1, True]


def test_scores_move_and_labels_move(weeks):
    weeks("2026-W46", [films(100, is_hit="true"), films(100, is_hit="false")])
    drift = weeks(
        "2026-W47", [films(20, is_hit="true", chance=0.9), films(180, is_hit="false", chance=0.3)]
    )
    assert drift["hit_probability", "last week"][1] == 1
    assert drift["is_hit", "last week"][3]


def test_all_titles_are_held_against_those_that_were_learned_from(weeks):
    drift = weeks("2026-W47", [films(50, is_hit="true", year=2020), films(50, year=1950)])
    assert drift["release_year", "hit"][1] == pytest.approx(0.5)
    assert ("is_hit", "hit") not in drift


def test_a_handful_of_titles_drifts_by_chance(weeks):
    weeks("2026-W46", [films(5)])
    assert not weeks("2026-W47", [films(5, country="NO")])["country", "last week"][3]


def test_a_second_run_of_a_week_is_held_against_the_week_before(weeks, con):
    weeks("2026-W46", [films(50)])
    weeks("2026-W47", [films(50, country="DK")])
    weeks("2026-W47", [films(50, country="NO")])
    runs = con.execute("select distinct run_id from ops.profiles order by all").fetchall()
    assert runs == [("2026-W46-run",), ("2026-W47-run",)]


def warned(con) -> list:
    return con.execute(read_header(SQL / "checks" / "drift.sql")[1]).fetchall()


def test_features_that_moved_and_changed_no_forecast_are_information(weeks, con):
    weeks("2026-W46", [films(50)])
    drift = weeks("2026-W47", [films(50, year=1950)])
    assert drift["release_year", "last week"][3]
    assert warned(con) == []


def test_forecasts_that_moved_are_a_warning_and_what_moved_with_them(weeks, con):
    weeks("2026-W46", [films(50)])
    weeks("2026-W47", [films(50, year=1950, chance=0.6)])
    assert sorted(warned(con)) == [("hit_probability", "last week"), ("release_year", "last week")]


def test_a_training_set_that_was_always_different_is_no_news(weeks, con):
    different = [films(50, is_hit="true", year=2020), films(50, year=1950)]
    weeks("2026-W46", different)
    drift = weeks("2026-W47", different)
    assert drift["release_year", "hit"][3]
    assert warned(con) == []


def test_a_training_set_that_has_become_different_is(weeks, con):
    weeks("2026-W46", [films(50, is_hit="true"), films(50, year=1950, is_hit="true")])
    weeks("2026-W47", [films(50, is_hit="true", chance=0.9), films(50, year=1950)])
    assert ("release_year", "hit") in warned(con)
    assert ("hit_probability", "hit") in warned(con)
