"""One service with several plans: a title comes with the first and leaves with the last of them."""

import pytest
from offers import empty_world

CHANGES = "select title_id, seen_on::text, change, is_confirmed from core.service_change order by 2"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with empty_world(tmp_path_factory.mktemp("plans")) as world:
        yield world


@pytest.fixture
def world(made):
    made.forget()
    return made


def lists(world, day, titles, access="subscription"):
    """A list of a plan, and the titles beside it that say which lists follow each other."""
    world.lists(day, f"Stays {titles}", access=access)


def test_what_the_subscription_has_already_does_not_arrive_with_ads(world):
    for access, titles in (("subscription", "Film"), ("ads", "")):
        lists(world, "11-02", titles, access)
    for access in ("subscription", "ads"):
        lists(world, "11-09", "Film", access)
    assert world.ask(CHANGES) == []
    found = world.ask("select access, start_known from marts.offers where title_id = 'Film'")
    assert sorted(found) == [("ads", "listed"), ("subscription", "first sight")]


def test_what_one_plan_keeps_has_not_left(world):
    for day, with_ads in (("11-02", "Film"), ("11-09", "")):
        lists(world, day, "Film")
        lists(world, day, with_ads, "ads")
    assert world.at("11-20").ask(CHANGES) == []
    (end,) = world.ask(
        "select end_known from marts.offers where title_id = 'Film' and access='ads'"
    )
    assert end == ("list",)


def test_what_only_changes_its_plan_neither_comes_nor_goes(world):
    for day, subscription, with_ads in (("11-02", "Film", ""), ("11-09", "", "Film")):
        lists(world, day, subscription)
        lists(world, day, with_ads, "ads")
    assert world.at("11-20").ask(CHANGES) == []


def test_what_both_plans_get_and_lose_comes_once_and_leaves_once(world):
    for day, titles in (("11-02", ""), ("11-09", "Film"), ("11-16", "")):
        for access in ("subscription", "ads"):
            lists(world, day, titles, access)
    assert world.at("11-20").ask(CHANGES) == [
        ("Film", "2026-11-09", "arrived", True),
        ("Film", "2026-11-16", "departed", False),
    ]


def test_a_list_that_only_one_plan_has_ends_nothing_of_the_other(world):
    for access in ("subscription", "ads"):
        lists(world, "11-02", "Film", access)
    lists(world, "11-09", "", "ads")
    found = world.at("11-20").ask(
        "select access, end_known from marts.offers where title_id = 'Film' order by access"
    )
    assert found == [("ads", "list"), ("subscription", None)]
