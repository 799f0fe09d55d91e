"""The state of every title on any day: offered, not offered, or not observed."""

import duckdb
import pytest


def states(world, day, title="Film"):
    query = f"select service, state, seen_on::text from marts.offered_on('{day}')"
    return world.ask(f"{query} where title = '{title}' order by service")


def state(world, day, title="Film"):
    ((_, found, seen_on),) = states(world, day, title)
    return found, seen_on


def test_before_the_first_observation_and_long_after_the_last_nothing_is_known(world):
    world.lists("11-02", "Film Other")
    assert state(world, "2026-11-01") == ("not observed", None)
    assert state(world, "2026-11-02") == ("offered", "2026-11-02")
    assert state(world, "2026-12-02") == ("offered", "2026-11-02")
    assert state(world, "2026-12-03") == ("not observed", None)


def test_a_source_that_the_settings_do_not_name_is_carried_for_two_weeks(world):
    world.lists("11-02", "Film", source="justwatch list")
    world.has("Other")
    assert state(world, "2026-11-16", "Other") == ("not offered", "2026-11-02")
    assert state(world, "2026-11-17", "Other") == ("not observed", None)


def test_between_two_lists_the_state_is_that_of_the_spell(world):
    world.lists("11-02", "Film Other")
    world.lists("11-16", "Other Came")
    assert state(world, "2026-11-15") == ("offered", "2026-11-02")
    assert state(world, "2026-11-16") == ("not offered", "2026-11-16")
    assert state(world, "2026-11-15", "Came") == ("not offered", "2026-11-02")
    assert state(world, "2026-11-16", "Came") == ("offered", "2026-11-16")


def test_a_flicker_is_offered_all_the_time(world):
    world.lists("11-02", "Film Other")
    world.lists("11-09", "Other")
    world.lists("11-16", "Film Other")
    assert state(world, "2026-11-10") == ("offered", "2026-11-02")


def test_years_without_a_list_were_not_observed_unless_the_title_is_in_both(world):
    world.lists("2021-09-25", "Stayed Gone", source="catalogue list")
    world.lists("11-09", "Stayed Seen")
    assert state(world, "2021-10-01", "Seen") == ("not offered", "2021-09-25")
    assert state(world, "2023-05-01", "Seen") == ("not observed", None)
    assert state(world, "2023-05-01", "Gone") == ("not observed", None)
    assert state(world, "2026-11-10", "Gone") == ("not offered", "2026-11-09")
    assert state(world, "2023-05-01", "Stayed") == ("offered", "2021-09-25")


def test_a_partial_list_proves_no_absence(world):
    world.lists("11-02", "Other", is_complete=False)
    world.lists("11-02", "Film", "Hulu", is_complete=False)
    assert states(world, "2026-11-03") == [("Hulu", "offered", "2026-11-02")]


def test_a_list_of_films_says_nothing_of_series(world):
    world.lists("11-02", "Other")
    world.has("Film", type="series")
    assert state(world, "2026-11-03") == ("not observed", None)


def test_a_list_of_the_plan_with_ads_says_nothing_of_the_others(world):
    world.lists("11-02", "Other", access="ads")
    world.has("Film")
    assert state(world, "2026-11-03") == ("not observed", None)


def test_every_service_with_a_list_is_asked(world):
    world.lists("11-02", "Film")
    world.lists("11-04", "Other", "Hulu")
    assert states(world, "2026-11-05") == [
        ("Hulu", "not offered", "2026-11-04"),
        ("Netflix", "offered", "2026-11-02"),
    ]


def test_a_whole_reading_of_the_title_proves_its_absence(world):
    world.reads("11-02", "Film", "Hulu", is_there=False, access=None)
    assert states(world, "2026-11-10") == [("Hulu", "not offered", "2026-11-02")]
    assert states(world, "2026-12-03") == [("Hulu", "not observed", None)]


def test_a_stated_window_holds_until_its_end(world):
    world.states("11-01", "Film", "10-01", "2027-06-01")
    assert state(world, "2026-10-15") == ("offered", "2026-11-01")
    assert state(world, "2027-05-31") == ("offered", "2026-11-01")
    assert state(world, "2027-06-01") == ("not observed", None)


def test_it_says_how_a_title_is_offered(world):
    for access in ("subscription", "rent"):
        world.reads("11-02", "Film", "Prime Video", access=access)
    found = world.ask("select accesses from marts.offered_on('2026-11-03')")
    assert found == [("rent, subscription",)]


@pytest.mark.parametrize("day", ["date '2026-11-03'", "'2026-11-03'", "current_date - 1"])
def test_a_day_is_a_date_or_its_text(world, day):
    world.lists("11-02", "Film")
    assert len(world.ask(f"from marts.offered_on({day})")) == 1


def test_a_reader_of_the_published_file_can_ask_it(world, tmp_path):
    world.lists("11-02", "Film")
    world.ask("from marts.offers")
    world.con.execute(f"attach '{tmp_path}/copy.duckdb' as copy (storage_version 'v1.2.0')")
    world.con.execute("copy from database warehouse to copy; detach copy")
    with duckdb.connect(f"{tmp_path}/copy.duckdb", read_only=True) as con:
        found = con.execute("select state from marts.offered_on('2026-11-03')").fetchall()
    assert found == [("offered",)]
