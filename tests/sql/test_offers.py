"""Spells of being offered: what lists, readings and statements say, and what their silence says."""

from datetime import date

SPELLS = """
select
    title_id,
    strftime(offered_from, '%m-%d'),
    strftime(offered_until, '%m-%d'),
    start_known,
    end_known,
from marts.offers
order by all
"""


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_two_complete_lists_make_arrivals_and_departures(world):
    world.lists("11-02", (f"t{number}" for number in range(2500)))
    world.lists("11-09", (f"t{number}" for number in range(300, 3000)))
    found = world.ask("select start_known, end_known, count(*) from marts.offers group by all")
    assert sorted(found, key=str) == [
        ("first sight", "list", 300),
        ("first sight", None, 2200),
        ("listed", None, 500),
    ]


def test_a_spell_says_when_it_was_seen_and_by_whom(world):
    world.lists("11-02", "Other")
    world.lists("11-09", "Film")
    world.lists("11-16", "Film")
    world.reads("11-18", "Film")
    query = "select first_seen_on, last_seen_on, started_after, sources from marts.offers"
    assert world.ask(f"{query} where title = 'Film'") == [
        (day("11-09"), day("11-18"), day("11-02"), "tmdb details, tmdb list")
    ]


def test_what_is_soon_back_never_left(world):
    world.lists("11-02", "Film Other")
    world.lists("11-09", "Other")
    world.lists("11-16", "Film Other")
    assert ("Film", "11-02", None, "first sight", None) in world.ask(SPELLS)


def test_what_is_back_later_is_another_spell(world):
    for number, titles in enumerate(("Film Other", "Other", "Other", "Film Other")):
        world.lists(f"11-{2 + 7 * number:02}", titles)
    assert world.at("11-30").ask(SPELLS)[:2] == [
        ("Film", "11-02", "11-09", "first sight", "list"),
        ("Film", "11-23", None, "listed", None),
    ]


def test_an_end_is_confirmed_when_the_days_of_flickering_are_over(world):
    world.lists("11-02", "Film Other")
    world.lists("11-09", "Other")
    query = "select offered_until, is_confirmed from marts.offers where title = 'Film'"
    assert world.at("11-17").ask(query) == [(day("11-09"), False)]
    assert world.at("11-18").ask(query) == [(day("11-09"), True)]


def test_a_partial_list_is_no_departure_but_what_it_lists_is_there(world):
    world.lists("11-02", "Film Other")
    world.lists("11-09", "Other", is_complete=False)
    assert {spell[2] for spell in world.ask(SPELLS)} == {None}
    world.lists("11-16", "Other")
    world.lists("11-23", "Film", is_complete=False)
    assert ("Film", "11-02", None, "first sight", None) in world.ask(SPELLS)


def test_a_list_of_films_says_nothing_of_series(world):
    world.lists("11-02", "Film")
    world.lists("11-02", "Series", type="series")
    world.lists("11-09", "Film")
    assert {spell[2] for spell in world.ask(SPELLS)} == {None}


def test_a_list_of_one_region_says_nothing_of_another(world):
    world.lists("11-02", "Film", region="SE")
    world.lists("11-02", "Other")
    world.lists("11-09", "Other")
    assert {spell[2] for spell in world.ask(SPELLS)} == {None}


def test_between_series_of_lists_nothing_arrives_and_nothing_leaves(world):
    world.lists("2021-09-25", "Stayed Gone", source="catalogue list")
    world.lists("2026-11-09", "Stayed Seen")
    assert world.ask(SPELLS) == [
        ("Gone", "09-25", "11-09", "first sight", "other source"),
        ("Seen", "11-09", None, "first sight", None),
        ("Stayed", "09-25", None, "first sight", None),
    ]


def test_a_title_of_the_old_series_that_comes_later_to_the_new_one_arrives(world):
    world.lists("2021-09-25", "Film", source="catalogue list")
    world.lists("11-02", "Other")
    world.lists("11-09", "Other")
    world.lists("11-16", "Other Film")
    assert world.ask(SPELLS)[:2] == [
        ("Film", "09-25", "11-02", "first sight", "other source"),
        ("Film", "11-16", None, "listed", None),
    ]


def test_two_series_that_disagree_for_ever_cut_no_spell(world):
    for month in ("07", "08", "09", "10"):
        world.lists(f"{month}-01", "Film Other", source="catalogue list")
        world.lists(f"{month}-05", "Other")
    world.lists("11-01", "Film Other", source="catalogue list")
    assert ("Film", "07-01", None, "first sight", None) in world.ask(SPELLS)


def test_a_list_of_subscriptions_does_not_end_what_is_rented(world):
    world.reads("11-01", "Film", "Prime Video", access="rent")
    world.lists("11-09", "Other", "Prime Video")
    assert world.ask(SPELLS)[0] == ("Film", "11-01", None, "first sight", None)


def test_a_whole_reading_that_lacks_the_service_ends_what_such_a_reading_had(world):
    world.reads("11-01", "Film", "Hulu")
    world.reads("11-10", "Film", "Hulu", is_there=False, access=None)
    assert world.ask(SPELLS) == [("Film", "11-01", "11-10", "first sight", "reading")]


def test_a_reading_of_one_access_alone_ends_the_other(world):
    world.reads("11-01", "Film", "Prime Video")
    world.reads("11-10", "Film", "Prime Video", access="rent")
    world.reads("11-10", "Film", "Prime Video", is_there=False, access=None)
    assert world.ask(SPELLS) == [
        ("Film", "11-01", "11-10", "first sight", "reading"),
        ("Film", "11-10", None, "listed", None),
    ]


def test_a_reading_that_never_had_it_says_only_that_it_is_not_there_now(world):
    world.lists("11-02", "Film", "Hulu")
    world.reads("11-10", "Film", "Hulu", is_there=False, access=None)
    assert world.ask(SPELLS) == [("Film", "11-02", "11-10", "first sight", "other source")]


def test_a_title_that_a_reading_saw_between_two_lists_came_after_the_first_of_them(world):
    world.lists("11-02", "Other")
    world.reads("11-05", "Film")
    world.lists("11-09", "Film Other")
    assert world.ask(SPELLS)[0] == ("Film", "11-05", None, "listed", None)


def test_a_title_proved_somewhere_makes_no_spell(world):
    world.lists("11-02", "Film", region=None)
    assert world.ask(SPELLS) == []
