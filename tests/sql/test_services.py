"""What services and regions are called: every spelling leads to one name, and says how to watch."""

import duckdb
import pytest

from warehouse.sql_files import create_macros, load_seeds

CON = duckdb.connect()
CON.execute("attach ':memory:' as staging")
create_macros(CON)
load_seeds(CON)


def asked(expression: str, *values: object) -> object:
    return CON.execute(f"select {expression}", values).fetchone()[0]


NAMES = {
    "Netflix basic with Ads": ("Netflix", "ads"),
    "Amazon Prime Video": ("Prime Video", "subscription"),
    "Amazon Prime Video with Ads": ("Prime Video", "ads"),
    "Paramount Plus Premium": ("Paramount+", "subscription"),
    "Paramount Plus Essential": ("Paramount+", "subscription"),
    "Paramount+ Amazon Channel": ("Paramount+", "channel"),
    "Disney Plus": ("Disney+", "subscription"),
    "disney-plus": ("Disney+", "subscription"),
    "prime-video": ("Prime Video", "subscription"),
    "hulu": ("Hulu", "subscription"),
    "Max": ("HBO Max", "subscription"),
    "HBO Max  Amazon Channel": ("HBO Max", "channel"),
    "Apple TV Plus": ("Apple TV+", "subscription"),
    "Peacock Premium Plus": ("Peacock", "subscription"),
    "MGM+ Amazon Channel": ("MGM+", "channel"),
    "MGM Plus Roku Premium Channel": ("MGM+", "channel"),
    "MGM+ Apple TV channel ": ("MGM+", "channel"),
    "The Roku Channel": ("The Roku Channel", "subscription"),
    " Tiny Cinema ": ("Tiny Cinema", "subscription"),
    "Tiny Cinema Amazon Channel": ("Tiny Cinema", "channel"),
    "Tiny Cinema Standard with Ads": ("Tiny Cinema", "ads"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_says_the_service_and_the_way_to_watch(name):
    found = asked("service_name($1, null)", name), asked("offer_access('flatrate', $1)", name)
    assert found == NAMES[name]


def test_a_renamed_service_is_known_by_its_number():
    assert asked("service_name('Something New', 1899)") == "HBO Max"
    assert asked("service_name('Apple TV', 2)") == "Apple TV Store"
    assert asked("service_name(null, 8)") == "Netflix"
    assert asked("service_name('Netflix', 'x')") == "Netflix"
    assert asked("service_name(' ', null)") is None


def test_words_for_ways_to_watch():
    words = ["flatrate", "free", "ads", "rent", "buy", "Subscription", "channel", "stolen"]
    found = [asked("offer_access($1, 'Hulu')", word) for word in words]
    same = ["free", "ads", "rent", "buy", "subscription", "channel"]
    assert found == ["subscription", *same, None]
    assert asked("offer_access(null, 'Hulu')") == "subscription"
    assert asked("offer_access('rent', 'MGM+ Amazon Channel')") == "rent"


def test_regions_by_code_or_name():
    names = ["US", "se", "UK", "Sweden", "united-states", "Côte d'Ivoire", "2021-01", "XX", "old"]
    found = [asked("region_code($1)", name) for name in names]
    assert found == ["US", "SE", "GB", "SE", "US", "CI", None, None, None]


def test_no_spelling_and_no_number_means_two_things():
    doubtful = CON.execute(
        """
        select service_key(spelling), count(distinct (service, access)) as meanings
        from staging.service group by all having meanings > 1
        union all
        select provider_id::varchar, count(distinct (service, access))
        from staging.service where provider_id is not null
        group by all having count(distinct (service, access)) > 1
        """
    ).fetchall()
    assert doubtful == []
    strange = CON.execute("select * from staging.service where offer_access(access, '') is null")
    assert strange.fetchall() == []
