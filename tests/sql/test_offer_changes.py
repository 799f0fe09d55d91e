"""Changes of what is offered: what came, left, moved, will leave or was corrected."""

CHANGES = """
select
    kind,
    title,
    service,
    strftime(changed_after, '%m-%d'),
    strftime(changed_by, '%m-%d'),
from marts.offer_changes
order by all
"""


def changes(world, query=CHANGES):
    return world.ask(query, "offer_changes")


def test_a_change_lies_between_two_lists(world):
    world.lists("11-02", "Gone Stayed")
    world.lists("11-09", "Came Stayed")
    assert changes(world) == [
        ("new", "Came", "Netflix", "11-02", "11-09"),
        ("removed", "Gone", "Netflix", "11-02", "11-09"),
    ]


def test_two_lists_of_thousands(world):
    world.lists("11-02", (f"t{number}" for number in range(2500)))
    world.lists("11-09", (f"t{number}" for number in range(300, 3000)))
    counts = "select kind, count(*) from marts.offer_changes group by kind order by kind"
    assert changes(world, counts) == [("new", 500), ("removed", 300)]


def test_neither_a_first_list_nor_another_source_changes_anything(world):
    world.lists("2021-09-25", "Stayed Gone", source="catalogue list", since="2020-01-01")
    world.lists("11-09", "Stayed Seen")
    assert changes(world) == []


def test_a_departure_is_reported_at_once_and_confirmed_later(world):
    world.lists("11-02", "Gone Stayed")
    world.lists("11-09", "Stayed")
    query = "select kind, is_confirmed from marts.offer_changes"
    assert changes(world.at("11-09"), query) == [("removed", False)]
    assert changes(world.at("11-18"), query) == [("removed", True)]


def test_a_departure_that_the_next_list_takes_back_is_restated(world):
    world.lists("11-02", "Film Other")
    world.lists("11-09", "Other")
    world.lists("11-16", "Film Other")
    assert changes(world) == [("restated", "Film", "Netflix", "11-09", "11-16")]


def test_from_hulu_to_netflix_is_one_change(world):
    world.lists("11-02", "Film Other", "Hulu")
    world.lists("11-02", "Other")
    world.lists("11-09", "Other", "Hulu")
    world.lists("11-10", "Film Other")
    query = "select previous_service, previous_access, access, is_confirmed"
    assert changes(world) == [("moved", "Film", "Netflix", "11-02", "11-10")]
    assert changes(world.at("11-20"), f"{query} from marts.offer_changes") == [
        ("Hulu", "subscription", "subscription", True)
    ]


def test_what_comes_long_after_it_left_elsewhere_has_not_moved(world):
    world.lists("09-07", "Film Other", "Hulu")
    world.lists("09-14", "Other", "Hulu")
    world.lists("11-02", "Other")
    world.lists("11-09", "Film Other")
    assert [change[0] for change in changes(world)] == ["new", "removed"]


def test_what_leaves_one_and_comes_to_two_moves_once(world):
    world.lists("11-02", "Film Other", "Hulu")
    for service in ("Netflix", "Disney+"):
        world.lists("11-02", "Other", service)
        world.lists("11-09", "Film Other", service)
    world.lists("11-09", "Other", "Hulu")
    assert [change[:3] for change in changes(world)] == [
        ("moved", "Film", "Disney+"),
        ("new", "Film", "Netflix"),
    ]


def test_from_subscription_to_ads_is_a_move_within_the_service(world):
    world.reads("11-02", "Film", "Hulu")
    world.reads("11-09", "Film", "Hulu", access="ads")
    world.reads("11-09", "Film", "Hulu", is_there=False, access="subscription")
    query = "select kind, service, previous_service, access, previous_access"
    assert changes(world, f"{query} from marts.offer_changes") == [
        ("moved", "Hulu", "Hulu", "ads", "subscription")
    ]


def test_a_stated_day_is_exact(world):
    world.states("11-01", "Came", "11-05")
    world.states("11-01", "Gone", "2025-01-01", "11-07")
    world.states("11-01", "Leaving", None, "12-24")
    world.states("11-01", "Later", "12-01")
    assert [change for change in changes(world) if change[3] > "11"] == [
        ("expiring", "Leaving", "Netflix", "12-24", "12-24"),
        ("new", "Came", "Netflix", "11-05", "11-05"),
        ("removed", "Gone", "Netflix", "11-07", "11-07"),
    ]


def test_the_day_that_a_list_names_is_exact_too(world):
    world.lists("11-02", "Other")
    world.lists("11-09", "Film", since="11-06")
    assert ("new", "Film", "Netflix", "11-06", "11-06") in changes(world)


def test_a_newer_statement_restates_an_end(world):
    world.states("11-01", "Film", "2025-01-01", "11-30")
    world.states("11-08", "Film", "2025-01-01", "12-24")
    query = "select kind, changed_after::text, changed_by::text, offered_until::text, "
    query += "previous_until::text from marts.offer_changes where changed_by > '2026-01-01'"
    assert sorted(changes(world, query)) == [
        ("expiring", "2026-12-24", "2026-12-24", "2026-12-24", None),
        ("restated", "2026-11-01", "2026-11-08", "2026-12-24", "2026-11-30"),
    ]


def test_a_further_window_restates_nothing(world):
    world.states("10-01", "Film", "09-01", "10-10")
    world.states("11-01", "Film", "11-10", "12-24")
    assert "restated" not in [change[0] for change in changes(world)]


def test_a_week_is_one_query(world):
    for day, titles in (("11-02", "A B"), ("11-09", "B C"), ("11-16", "C D")):
        world.lists(day, titles)
    week = "where changed_by between '2026-11-09' and '2026-11-15'"
    query = f"select kind, title from marts.offer_changes {week} order by kind"
    assert changes(world, query) == [("new", "C"), ("removed", "A")]
