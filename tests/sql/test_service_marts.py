"""What leaves, and how services compare: what they share, and what each is made of."""

OVERLAP = """
select
    rival,
    title_count,
    rival_title_count,
    shared_count,
    only_here_count,
    only_there_count,
    on_no_rival_count,
from marts.service_overlap
where region = 'US'
order by rival
"""


def test_what_leaves_within_30_60_and_90_days(world):
    days = {"Today": "11-20", "Soon": "12-20", "Later": "12-21", "Last": "2027-02-18"}
    for title, day in {**days, "Beyond": "2027-02-19"}.items():
        world.states("11-01", title, "2026-01-01", day)
    query = "select title, days_left, within_days from marts.leaving"
    assert world.at("11-20").ask(query, "leaving") == [
        ("Soon", 30, 30),
        ("Later", 31, 60),
        ("Last", 90, 90),
    ]


def test_an_end_that_was_put_off_is_none(world):
    world.states("11-01", "Film", "2026-01-01", "11-30")
    world.states("11-08", "Film", "2026-01-01", "2027-11-30")
    assert world.at("11-20").ask("from marts.leaving", "leaving") == []


def test_what_services_share(world):
    world.lists("11-09", "A B C D")
    world.lists("11-09", "B C X", "Hulu")
    world.lists("2021-09-25", "C Y", "Disney+")
    assert world.ask(OVERLAP, "service_overlap") == [
        ("Disney+", 4, 2, 1, 3, 1, 2),
        ("Hulu", 4, 3, 2, 2, 1, 2),
        ("Prime Video", 4, None, None, None, None, 2),
    ]


def test_the_days_that_are_compared_stand_beside(world):
    world.lists("11-09", "A")
    world.reads("11-18", "A")
    world.lists("2021-09-25", "A", "Hulu")
    query = "select seen_on::text, rival_seen_on::text from marts.service_overlap "
    found = world.ask(f"{query} where rival = 'Hulu'", "service_overlap")
    assert found == [("2026-11-09", "2021-09-25")]


def test_what_is_rented_or_gone_is_not_shared(world):
    world.lists("11-09", "A B")
    world.reads("11-09", "A", "Prime Video", access="rent")
    world.lists("10-01", "B Z", "Hulu")
    world.lists("11-09", "Z", "Hulu")
    shared = {row[0]: row[3] for row in world.ask(OVERLAP, "service_overlap")}
    assert shared == {"Disney+": None, "Hulu": 0, "Prime Video": 0}


def test_the_mix_of_a_service_stands_beside_ours(world):
    world.lists("11-09", "A B")
    world.lists("11-09", "A C", "Hulu")
    for title, genre in (("A", "Drama"), ("B", "Drama"), ("B", "Comedy"), ("C", "Horror")):
        world.genre(title, genre)
    query = """
        select value, title_count, share, catalogue_title_count, catalogue_share
        from marts.service_mix
        where service = 'Hulu' and dimension = 'genre'
        order by value
    """
    assert world.ask(query, "service_mix") == [
        ("Drama", 1, 0.5, 2, 1.0),
        ("Horror", 1, 0.5, 0, 0.0),
    ]


def test_a_service_is_measured_by_the_titles_of_which_something_is_known(world):
    world.lists("11-09", "A B C")
    world.genre("A", "Drama")
    query = "select title_count, known_count, share from marts.service_mix"
    assert world.ask(f"{query} where dimension = 'genre'", "service_mix") == [(1, 1, 1.0)]


def test_a_tag_is_the_services_own(world):
    world.lists("11-09", "A")
    world.lists("11-09", "A", "Hulu")
    world.genre("A", "Dramas", "netflix")
    world.genre("A", "Drama, mostly", "Hulu")
    query = "select service, dimension, value, catalogue_share from marts.service_mix"
    found = world.ask(f"{query} where dimension = 'tag'", "service_mix")
    assert found == [
        ("Hulu", "tag", "Drama, mostly", None),
        ("Netflix", "tag", "Dramas", None),
    ]


def test_country_language_and_age(world):
    world.has("A", original_language="sv", release_year=2022)
    world.con.execute("insert into core.title_country values ('A', 'SE', 1)")
    world.lists("11-09", "A")
    query = "select dimension, value from marts.service_mix order by dimension"
    assert world.ask(query, "service_mix") == [
        ("age", "3–5 years"),
        ("country", "Sweden"),
        ("language", "Swedish"),
    ]


def test_a_service_that_was_only_looked_up_is_not_compared(world):
    world.genre("A", "Drama")
    world.lists("11-09", "A")
    world.reads("11-09", "A", "Tubi", access="free")
    assert world.ask("select distinct service from marts.service_mix", "service_mix") == [
        ("Netflix",)
    ]


LISTS = """
select
    service,
    seen_on::text,
    previous_on::text,
    title_count,
    arrived_count,
    departed_count,
    missing_count,
from marts.service_lists
"""


def follows(world, day, previous):
    """The list of a day has one before it."""
    world.con.execute(
        "update core.offer_list set previous_on = $previous::date where seen_on = $day::date",
        {"day": day, "previous": previous},
    )


def test_the_newest_list_of_each_service_and_what_it_changed(world):
    world.lists("11-02", "A B C")
    world.lists("11-09", "A B N")
    follows(world, "2026-11-09", "2026-11-02")
    world.lists("11-08", "X", "Hulu")
    assert world.at("11-20").ask(LISTS, "service_lists") == [
        ("Netflix", "2026-11-09", "2026-11-02", 3, 1, 1, 0),
        ("Hulu", "2026-11-08", None, 1, None, None, None),
    ]


def test_what_may_be_back_is_missing_and_has_not_left(world):
    world.lists("11-02", "A B")
    world.lists("11-09", "A")
    follows(world, "2026-11-09", "2026-11-02")
    query = "select departed_count, missing_count from marts.service_lists"
    assert world.at("11-10").ask(query, "service_lists") == [(0, 1)]


def test_a_list_is_fresh_as_long_as_the_settings_say(world):
    world.lists("2026-10-01", "A", "Hulu")
    world.lists("2026-11-19", "A")
    query = "select service, days_old, fresh_days, is_fresh from marts.service_lists"
    assert world.at("11-20").ask(query, "service_lists") == [
        ("Netflix", 1, 30, True),
        ("Hulu", 50, 30, False),
    ]


def test_a_rival_that_was_only_read_was_never_seen_whole(world):
    world.reads("11-09", "A", "Hulu")
    query = "select service, seen_on, is_fresh from marts.service_lists"
    assert world.ask(query, "service_lists") == [("Hulu", None, None)]
