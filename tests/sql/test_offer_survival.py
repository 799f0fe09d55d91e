"""How long titles stay: Kaplan and Meier's estimate, against figures worked out by hand."""

from pytest import approx

CURVE = """
select months, at_risk, ended, survival
from marts.offer_survival
where service = 'Netflix' and type = 'movie'
order by months
"""


def curve(world, query=CURVE):
    return world.ask(query, "offer_survival")


def test_four_windows_of_which_two_have_ended(world):
    world.states("01-01", "A", "01-01", "02-15")  # after 45 days, in the 2nd month
    world.states("01-01", "B", "01-01", "04-01")  # after 90, in the 3rd
    world.states("01-01", "C", "01-01", "2027-01-01")  # lasts, 94 so far
    world.states("01-01", "D", "01-01", "2027-01-01")
    assert curve(world.at("04-05")) == [
        (0, 4, 0, 1.0),
        (1, 4, 0, 1.0),
        (2, 4, 1, 0.75),
        (3, 3, 1, 0.5),
        (4, 2, 0, 0.5),
    ]


def test_one_that_lasts_counts_for_as_long_as_it_was_seen(world):
    world.lists("01-01", "Other")
    world.lists("01-08", "A B Other")
    world.lists("02-08", "A B Other")
    world.lists("02-12", "B Other")
    world.lists("03-10", "B Other")
    # A ended after 35 days, when both were at risk. B was last seen after 61, in the third month.
    assert curve(world.at("11-20")) == [
        (0, 2, 0, 1.0),
        (1, 2, 0, 1.0),
        (2, 2, 1, 0.5),
        (3, 1, 0, 0.5),
    ]


def test_one_that_was_found_late_is_at_risk_from_then_on(world):
    world.lists("03-15", "Old Young", since="01-01")
    world.states("01-01", "Whole", "01-01", "02-20")
    world.lists("06-20", "Young")
    # Old and Young were found in their 3rd month and are at risk since; Old ended in the 6th.
    assert curve(world.at("11-20")) == [
        (0, 1, 0, 1.0),
        (1, 1, 0, 1.0),
        (2, 1, 1, 0.0),
        (3, 0, 0, 0.0),
        (4, 2, 0, 0.0),
        (5, 2, 0, 0.0),
        (6, 2, 1, 0.0),
    ]


def test_late_entries_and_ends_by_hand(world):
    for title, until in (("A", "03-10"), ("B", "05-10"), ("C", "2027-01-01")):
        world.states("01-01", title, "01-01", until)
    world.lists("03-15", "D E", since="01-01")
    world.lists("04-20", "E")
    world.lists("05-05", "E")
    # A ends among 3, D among 4 with E, B among 2: by then E was seen for the last time.
    found = curve(world.at("05-20"))
    assert [row[1:3] for row in found[1:]] == [(3, 0), (3, 0), (3, 1), (4, 1), (3, 1)]
    assert found[-1][3] == approx(2 / 3 * 3 / 4 * 1 / 2)


def test_what_was_there_at_first_sight_has_no_age(world):
    world.lists("01-01", "A B")
    world.lists("02-01", "B")
    assert curve(world) == []


def test_a_doubtful_end_and_another_sources_silence_are_no_ends(world):
    world.lists("01-01", "Other", source="catalogue list")
    world.lists("01-08", "A Other", source="catalogue list")
    world.lists("02-08", "A Other", source="catalogue list")
    world.lists("04-01", "Other")
    assert [row[2] for row in curve(world)] == [0, 0, 0]


def test_greenwoods_formula(world):
    for number in range(4):
        world.states("01-01", f"t{number}", "01-01", "02-15" if number == 0 else "2027-01-01")
    query = "select standard_error from marts.offer_survival where months = 2"
    ((error,),) = curve(world.at("04-05"), query)
    assert error == approx(0.75 * (1 / (4 * 3)) ** 0.5)
