"""Whose catalogue a file is: its folders say it, and each service and region has its own series."""

import pytest
from building import build_schema

from etl.load.load import load_all

TITLES = [{"title": f"Harbour Lamp {number}"} for number in range(1, 21)]
OTHERS = [{"title": f"Quay Nine {number}"} for number in range(1, 9)]


def loaded(con, data, progress) -> dict:
    loads = load_all(con, data.path, run_id="first", progress=progress)
    return {one.file: one for one in loads}


PLACES = {
    "netflix/n_2021-01.csv": ("netflix", "Netflix", "US"),
    "netflix/2021-01/n.csv": ("netflix", "Netflix", "US"),
    "netflix/old/n_2021-01.csv": ("netflix", "Netflix", "US"),
    "netflix/SE/n_2021-01.csv": ("netflix", "Netflix", "SE"),
    "netflix/united-kingdom/2021-01/n.csv": ("netflix", "Netflix", "GB"),
    "services/hulu/h_2021-10.csv": ("services", "Hulu", "US"),
    "services/disney-plus/se/d_2021-10.csv": ("services", "Disney+", "SE"),
    "services/prime-video/2021-10/p.csv": ("services", "Prime Video", "US"),
    "services/Tiny Cinema/t_2021-10.csv": ("services", "Tiny Cinema", "US"),
    "services/netflix/SE/n_2021-01.csv": ("netflix", "Netflix", "SE"),
}


@pytest.mark.parametrize("name", PLACES)
def test_folders_say_whose_catalogue_it_is(con, data, progress, name):
    data.catalogue(name, {})
    load = loaded(con, data, progress)[name]
    assert (load.status, load.source, load.service, load.region) == ("loaded", *PLACES[name])
    recorded = con.execute("select source, service, region from ops.loads").fetchone()
    assert recorded == PLACES[name]


FAULTS = {
    "services/h_2021-10.csv": "nothing says whose catalogue it is",
    "services/2021-10/h.csv": "nothing says whose catalogue it is",
    "services/hulu/atlantis/h_2021-10.csv": "its folder atlantis is no region",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_folder_that_says_nothing_stops_its_file(con, data, progress, name):
    data.netflix("n.csv", {})
    data.catalogue(name, {})
    load = loaded(con, data, progress)[name]
    assert load.status == "skipped"
    assert FAULTS[name] in load.message


def test_a_small_service_after_a_large_one_has_not_shrunk(con, data, progress):
    data.catalogue("services/prime-video/p_2021-10.csv", *TITLES)
    data.catalogue("services/hulu/h_2021-11.csv", *OTHERS)
    data.catalogue("services/hulu/SE/h_2021-12.csv", *OTHERS[:2])
    data.catalogue("services/hulu/h_2021-12.csv", *OTHERS[:2])
    statuses = {name: load.status for name, load in loaded(con, data, progress).items()}
    assert statuses.pop("services/hulu/h_2021-12.csv") == "skipped"
    assert set(statuses.values()) == {"loaded"}


def test_two_services_and_regions_may_differ_on_one_day(con, data, progress):
    data.catalogue("netflix/n_2021-01-16.csv", *TITLES)
    data.catalogue("netflix/SE/n_2021-01-16.csv", *OTHERS)
    data.catalogue("services/hulu/n_2021-01-16.csv", *OTHERS)
    assert {load.status for load in loaded(con, data, progress).values()} == {"loaded"}


def test_the_same_bytes_in_two_regions_are_two_lists(con, data, progress):
    for name in ("netflix/n.csv", "netflix/SE/n.csv", "services/hulu/n.csv", "services/mubi/n.csv"):
        data.catalogue(name, {})
    loads = loaded(con, data, progress)
    assert {load.rows_loaded for load in loads.values()} == {1}
    assert {load.status for load in loaded(con, data, progress).values()} == {"unchanged"}
    assert len({load.load_id for load in loads.values()}) == 4


def test_a_dump_of_justwatch_is_netflixs_unless_its_folder_says_otherwise(con, data, progress):
    rows = "id,title,type,release_year,imdb_id\ntm{},One,MOVIE,2020,tt1\n"
    names = ["titles.csv", "2022-07/titles.csv", "hulu/titles.csv", "mubi-x/SE/titles.csv"]
    for number, name in enumerate(names):
        data.write(f"justwatch/{name}", rows.format(number))
    found = [(one.service, one.region) for one in loaded(con, data, progress).values()]
    assert sorted(found) == [
        ("Hulu", "US"),
        ("Netflix", "US"),
        ("Netflix", "US"),
        ("mubi-x", "SE"),
    ]


def test_titles_of_other_services_are_staged_apart(con, data, progress):
    data.netflix("n_2021-01-16.csv", {})
    wart = {"show_id": "80000001", "rating": "101 min", "duration": "", "date_added": "30-Mar-21"}
    data.catalogue("services/prime-video/p_2021-10-01.csv", wart)
    loaded(con, data, progress)
    build_schema(con, "staging")
    found = con.execute(
        "select service, region, netflix_id, maturity_rating, duration_minutes, added_on::varchar "
        "from staging.stg_services__titles"
    ).fetchall()
    assert found == [("Prime Video", "US", None, None, 101, "2021-03-30")]
    netflix = con.execute("select service, region, netflix_id from staging.stg_netflix__titles")
    assert netflix.fetchall() == [("Netflix", "US", 80000001)]
