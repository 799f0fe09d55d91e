"""Which of TMDb's providers are the services that are asked for, and what becomes their lists."""

from datetime import date

import pytest
from commands import catalogue, with_today
from web_servers import Reply, TmdbServer, title

from catalogue_common.fetch_settings import Fetch
from etl.fetch import FetchError, IncompleteListError
from etl.fetch.tmdb_titles import TmdbOrder, fetch_tmdb

TODAY = date(2026, 11, 20)
US = {
    **{8: "Netflix", 175: "Netflix Kids", 1796: "Netflix Standard with Ads"},
    **{
        337: "Disney Plus",
        15: "Hulu",
        9: "Amazon Prime Video",
        2100: "Amazon Prime Video with Ads",
    },
    **{1825: "HBO Max Amazon Channel", 9001: "Harbour Vision"},
}


@pytest.fixture
def world(tmdb: TmdbServer) -> TmdbServer:
    """One film on each of some services."""
    tmdb.providers |= {"US": US, "SE": {8: "Netflix", 337: "Disney Plus", 9002: "Fjordplay"}}
    for key, number in enumerate((8, 337, 15, 9, 9001), 1):
        tmdb.add("movie", title("movie", key))
        tmdb.offer({("movie", key): {"US": {"flatrate": [number]}}})
    tmdb.add("movie", title("movie", 6), title("movie", 7))
    tmdb.offer({("movie", 6): {"SE": {"flatrate": [337]}}, ("movie", 7): {"US": {"rent": [9]}}})
    return tmdb


@pytest.fixture
def fetch(world, tmp_path, progress):
    """Fetch the lists of services; returns the new lists' names without their day."""

    def run(*services: str, regions=("US",), rivals=(), day=TODAY):
        options = Fetch(tmdb_url=world.url, requests_per_second=10_000, tries=1)
        order = TmdbOrder(services, regions, rivals, day)
        files = fetch_tmdb(tmp_path, options, progress, order).files
        return sorted(
            path.name.removesuffix(f"_{day}.jsonl")
            for path in files
            if path.name.startswith("discover")
        )

    return run


@pytest.mark.parametrize("name", ["Disney+", "Disney Plus", "disney plus", "Disney"])
def test_a_service_goes_by_our_name_by_tmdbs_and_by_other_spellings(fetch, name):
    assert fetch(name) == ["discover_movie_provider337_US_of1"]


def test_a_service_that_we_have_no_name_for_goes_by_tmdbs(fetch):
    assert fetch("harbour vision") == ["discover_movie_provider9001_US_of1"]


def test_the_plans_of_a_service_are_one_list_and_those_with_ads_another(fetch, world):
    world.offer({("movie", 2): {"US": {"flatrate": [175]}}, ("movie", 3): {"US": {"ads": [1796]}}})
    assert fetch("Netflix") == [
        "discover_movie_provider1796_ads_US_of1",
        "discover_movie_provider8-175_US_of2",
    ]
    asked = next(asked for asked in world.asked if asked.startswith("discover/movie"))
    assert "with_watch_monetization_types=flatrate&" in asked
    assert "with_watch_providers=8%7C175" in asked


def test_what_a_plan_with_ads_shows_is_a_subscription_to_tmdb(fetch, world):
    world.offer({("movie", 4): {"US": {"flatrate": [9, 2100]}}})
    assert fetch("Prime Video") == [
        "discover_movie_provider2100_ads_US_of1",
        "discover_movie_provider9_US_of1",
    ]


def test_a_service_without_a_subscription_has_lists_too(fetch, world):
    world.providers["US"] = {**US, 73: "Tubi TV", 212: "Hoopla"}
    world.offer({("movie", 1): {"US": {"ads": [73]}}, ("movie", 2): {"US": {"free": [73, 212]}}})
    assert fetch("Tubi", "Hoopla") == [
        "discover_movie_provider212_free_US_of1",
        "discover_movie_provider73_ads_US_of1",
        "discover_movie_provider73_free_US_of1",
    ]


def test_what_is_rented_is_in_no_list(fetch):
    assert fetch("Prime Video") == ["discover_movie_provider9_US_of1"]


def test_several_services_in_several_regions(fetch):
    assert fetch("Netflix", "Disney+", regions=("US", "SE")) == [
        "discover_movie_provider337_SE_of1",
        "discover_movie_provider337_US_of1",
        "discover_movie_provider8-175_US_of1",
    ]


def test_the_network_of_netflix_is_asked_for_with_netflix_only(fetch, world):
    world.add("tv", title("tv", 1))
    assert "discover_tv_network213" in fetch("Netflix")
    world.asked.clear()
    fetch("Hulu")
    assert not any("with_networks" in asked for asked in world.asked)


def test_a_name_that_nobody_has_is_answered_with_the_nearest_and_nothing_is_fetched(fetch, world):
    with pytest.raises(FetchError, match=r"no service 'Disny' in US.* mean 'Disney\+'\?"):
        fetch("Netflix", "Disny")
    assert not any(asked.startswith("discover") for asked in world.asked)
    with pytest.raises(FetchError, match="No name there comes near it"):
        fetch("Xyzzy")


def test_a_service_is_unknown_where_it_is_not_sold(fetch):
    with pytest.raises(FetchError, match="no service 'Hulu' in SE"):
        fetch("Hulu", regions=("SE",))


def test_a_rival_that_is_not_sold_here_is_left_out_and_a_misspelt_one_is_not(fetch):
    assert fetch("Disney+", rivals=("Hulu",), regions=("SE",)) == [
        "discover_movie_provider337_SE_of1"
    ]
    with pytest.raises(FetchError, match=r"'Fjordpaly' in SE.* mean 'Fjordplay'"):
        fetch("Disney+", rivals=("Fjordpaly",), regions=("SE",))


def test_a_channel_has_no_list(fetch):
    with pytest.raises(FetchError, match=r"is a channel.* Ask for 'HBO Max'"):
        fetch("HBO Max Amazon Channel")


def test_a_renamed_provider_is_the_service_that_it_was(fetch, world):
    world.providers["US"] = {**US, 337: "Mouse House"}
    assert fetch("Disney+") == ["discover_movie_provider337_US_of1"]


def test_a_region_that_tmdb_does_not_cover_is_said(fetch):
    with pytest.raises(FetchError, match="knows of no provider in AQ"):
        fetch("Netflix", regions=("AQ",))


def test_without_tmdbs_providers_nothing_is_fetched(fetch, world):
    world.first("watch/providers/tv", Reply(status=500))
    with pytest.raises(FetchError, match="providers in US could not be had"):
        fetch("Netflix")
    assert not any(asked.startswith("discover") for asked in world.asked)


def test_a_list_that_is_cut_off_is_no_list_and_the_others_are(fetch, world, tmp_path):
    world.add("tv", title("tv", 1))
    world.first("discover/tv", Reply(status=500))  # the network's, which is the first
    with pytest.raises(IncompleteListError, match="discover_tv_network213: A page"):
        fetch("Netflix")
    kept = {path.name for path in (tmp_path / "tmdb").glob("d*")}
    assert {f"discover_movie_provider8-175_US_of1_{TODAY}.jsonl"} <= kept
    assert {f"details_movie_{TODAY}_1-titles.jsonl.gz"} <= kept
    world.asked.clear()
    assert "discover_tv_network213" in fetch("Netflix")
    assert [asked for asked in world.asked if "discover" in asked and "networks" not in asked] == []


def test_a_list_that_is_as_it_was_is_a_list_of_its_day_all_the_same(fetch, tmp_path):
    for day in (date(2026, 11, 2), date(2026, 11, 9)):
        fetch("Hulu", day=day)
    kept = sorted((tmp_path / "tmdb").glob("discover*"))
    assert [path.name[-16:-6] for path in kept] == ["2026-11-02", "2026-11-09"]
    assert kept[0].read_bytes() != kept[1].read_bytes()


def test_the_command_asks_for_what_it_is_told_or_the_settings_say(world, tmp_path):
    where = {"CATALOGUE_FETCH_TMDB_URL": world.url, "CATALOGUE_CATALOGUE_SERVICE": "Hulu"}
    told = catalogue(tmp_path, "fetch", "tmdb", "--service", "Netflix", "--region", "SE", **where)
    assert told.code == 0, told.err
    assert not any("watch_region=US" in asked for asked in world.asked)
    done = catalogue(tmp_path, "fetch", "tmdb", **where)
    for number in ("15", "337", "9"):
        assert f"discover_movie_provider{number}_US_of1_TODAY.jsonl" in with_today(done.out)
    unknown = catalogue(tmp_path, "fetch", "tmdb", "--service", "Hulo", **where)
    assert (unknown.code, unknown.out) == (1, "")
    assert "Did you mean 'Hulu'?" in unknown.err
