"""What a service states of its offers: windows are taken as stated, the newest statement counts."""

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


def test_a_window_is_taken_as_stated(world):
    world.states("11-01", "Past", "10-01", "11-10")
    world.states("11-01", "Now", "10-01", "12-24")
    world.states("11-01", "Later", "12-01")
    assert world.at("11-20").ask(
        "select title, end_known, is_offered, is_confirmed from marts.offers order by all"
    ) == [
        ("Later", None, False, True),
        ("Now", "stated", True, True),
        ("Past", "stated", False, True),
    ]


def test_the_newest_statement_counts(world):
    world.states("11-01", "Film", "11-10", "12-10")
    world.states("11-08", "Film", "11-12", "12-20")
    assert world.ask(SPELLS) == [("Film", "11-12", "12-20", "stated", "stated")]


def test_a_window_that_was_over_by_then_stays(world):
    world.states("10-01", "Film", "09-01", "10-10")
    world.states("11-01", "Film", "12-01", "12-31")
    assert [spell[1:3] for spell in world.ask(SPELLS)] == [("09-01", "10-10"), ("12-01", "12-31")]


def test_a_window_that_was_put_off_before_it_began_is_gone(world):
    world.states("10-01", "Film", "11-01", "11-30")
    world.states("10-08", "Film", "12-15", "12-31")
    world.states("12-10", "Film", "12-15", "12-31")
    assert [spell[1:3] for spell in world.ask(SPELLS)] == [("12-15", "12-31")]


def test_silence_of_a_list_does_not_end_what_is_stated(world):
    world.lists("11-02", "Film Other")
    world.states("11-03", "Film", "01-01", "12-24")
    world.lists("11-09", "Other")
    world.states("11-03", "Open", "01-01")
    assert world.ask(SPELLS)[:2] == [
        ("Film", "01-01", "12-24", "stated", "stated"),
        ("Open", "01-01", None, "stated", None),
    ]


def test_lists_are_late_and_a_stated_end_stands(world):
    world.states("11-01", "Film", "01-01", "11-14")
    for name in ("11-02", "11-09", "11-16"):
        world.lists(name, "Film Other")
    assert world.ask(SPELLS)[0][2] == "11-14"
    world.lists("11-23", "Other")
    assert world.at("11-24").ask(SPELLS)[0] == ("Film", "01-01", "11-14", "stated", "stated")


def test_what_lists_go_on_having_long_after_its_stated_end_has_stayed(world):
    world.states("11-01", "Film", "01-01", "11-14")
    for name in ("11-02", "11-09", "11-16", "11-23"):
        world.lists(name, "Film Other")
    assert world.ask(SPELLS)[0] == ("Film", "01-01", None, "stated", None)


def test_what_a_list_has_long_after_its_stated_end_came_back(world):
    world.states("09-01", "Film", "01-01", "10-01")
    world.lists("08-02", "Film")
    world.lists("11-02", "Film")
    assert world.ask(SPELLS) == [
        ("Film", "01-01", "10-01", "stated", "stated"),
        ("Film", "11-02", None, "listed", None),
    ]


def test_two_windows_that_nearly_touch_are_one_spell(world):
    world.states("11-01", "Film", "10-01", "11-01")
    world.states("11-01", "Film", "11-05", "12-24")
    assert world.ask(SPELLS) == [("Film", "10-01", "12-24", "stated", "stated")]


def test_a_stated_beginning_is_no_part_of_a_spell_of_years_ago(world):
    world.lists("2021-09-25", "Film", source="catalogue list")
    world.states("11-01", "Film", "11-10")
    assert world.ask(SPELLS) == [
        ("Film", "09-25", "11-10", "first sight", "other source"),
        ("Film", "11-10", None, "stated", None),
    ]


def test_an_end_without_a_beginning(world):
    world.states("11-01", "Past", None, "10-01")
    world.states("11-01", "Now", None, "12-24")
    assert world.ask(SPELLS) == [
        ("Now", "11-01", "12-24", "first sight", "stated"),
        ("Past", "09-30", "10-01", "first sight", "stated"),
    ]


def test_since_when_a_list_has_it_is_taken_where_no_list_speaks_against_it(world):
    world.lists("11-02", "Film", since="10-05")
    world.lists("11-09", "Film", since="10-05")
    world.lists("11-09", "Came", since="11-06")
    world.lists("11-09", "Odd", since="10-05")
    world.con.execute(
        "delete from core.offer_list where title_count = 1 and seen_on = '2026-11-09'"
    )
    world.lists("11-09", "")
    assert world.ask(SPELLS) == [
        ("Came", "11-06", None, "stated", None),
        ("Film", "10-05", None, "stated", None),
        ("Odd", "11-09", None, "listed", None),
    ]


def test_a_window_that_ends_before_it_begins_is_none(world):
    world.states("11-01", "Film", "12-01", "11-20")
    assert world.ask(SPELLS) == []
