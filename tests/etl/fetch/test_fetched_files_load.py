"""What was fetched from TMDb reaches the titles: the loader reads the API's own answers."""

from datetime import date

import pytest
from building import build_all
from web_servers import title

from catalogue_common.fetch_settings import Fetch
from etl.fetch.tmdb_titles import TmdbOrder, fetch_tmdb
from etl.load.load import load_all
from warehouse.sql_files import build_schema


@pytest.fixture
def loaded(con, data, tmdb, progress):
    """One film and two series, one of them of another network, fetched and built."""
    page = {"homepage": "https://www.netflix.com/title/81000001"}
    tmdb.add("movie", title("movie", 5, imdb_id="tt0000005", runtime=101, **page))
    genres = [{"id": 990, "name": "Nouveau"}, {"id": 18, "name": "Drame"}]
    tmdb.add("tv", title("tv", 7, type="Scripted", genres=genres, number_of_seasons=2))
    tmdb.add("tv", title("tv", 8, networks=[{"id": 2130, "name": "Other"}]))
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    fetch_tmdb(data.path, options, progress, TmdbOrder(day=date(2026, 11, 16)))
    loads = load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    assert {load.status for load in loads} == {"loaded"}, [load.message for load in loads]
    build_all(con)
    return con


def of_series(con, columns: str, key: int) -> tuple:
    return con.execute(
        f"select {columns} from core.tmdb_title where type = 'series' and tmdb_id = {key}"
    ).fetchone()


def test_every_file_is_loaded_without_a_reject(loaded):
    found = loaded.execute("select count(*), sum(row_count_rejected) from ops.loads").fetchone()
    assert found == (6, 0)


def test_directors_and_cast_come_from_the_credits(loaded):
    assert of_series(loaded, "directors, cast_members", 7) == (["Ada Maker"], ["Bo Actor"])


def test_genres_are_named_by_the_fetched_table(loaded):
    assert of_series(loaded, "genres", 7) == (["Brand New", "Drama"],)


def test_genres_that_were_not_fetched_are_built_in(loaded):
    found = loaded.execute("select genre from staging.stg_tmdb__genres where genre_id = 16")
    assert found.fetchall() == [("Animation",)]


def test_the_imdb_identifier_of_a_series_is_in_its_external_ids(loaded):
    assert of_series(loaded, "imdb_id", 7) == ("tt0000007",)
    film = loaded.execute("select imdb_id from core.tmdb_title where type = 'movie'").fetchone()
    assert film == ("tt0000005",)


def test_the_homepage_names_the_netflix_identifier(loaded):
    found = loaded.execute(
        "select netflix_id, duration_minutes from core.tmdb_title where type = 'movie'"
    ).fetchall()
    assert found == [(81000001, 101)]


def test_the_network_tells_what_netflix_made(loaded):
    assert of_series(loaded, "is_netflix_network, season_count", 7) == (True, 2)
    assert of_series(loaded, "is_netflix_network", 8) == (False,)


def test_each_file_speaks_of_the_day_it_was_fetched(loaded):
    found = loaded.execute("select distinct snapshot_on from ops.loads").fetchall()
    assert found == [(date(2026, 11, 16),)]


def test_a_week_with_few_edits_is_no_shrunken_file(loaded, data, tmdb, progress):
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    for keys in (range(20, 26), [30]):
        tmdb.add("tv", *[title("tv", key) for key in keys])
        fetch_tmdb(data.path, options, progress)
        loads = load_all(loaded, data.path, run_id="2026-W48-test", progress=progress)
        assert {load.status for load in loads} == {"loaded", "unchanged"}
    assert of_series(loaded, "title", 30) is None
    build_all(loaded)
    assert of_series(loaded, "title", 30) == ("Invented tv 30",)


def test_what_came_and_left_between_two_lists(con, data, tmdb, progress):
    """A list of 2,500 films, then one of 2,700, of which 2,200 were on the first."""
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    for day, shown in ((9, range(1, 2501)), (16, range(301, 3001))):
        tmdb.titles["movie"].clear()
        tmdb.add("movie", *(title("movie", key, networks=[]) for key in shown))
        fetch_tmdb(data.path, options, progress, TmdbOrder(day=date(2026, 11, day)))
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    build_schema(con, "marts")
    found = con.execute("select count(*), sum(is_new::int) from core.title where in_catalogue")
    assert found.fetchone() == (2700, 500)
    changes = con.execute("select kind, count(*) from marts.offer_changes group by 1 order by 1")
    assert changes.fetchall() == [("new", 500), ("removed", 300)]


def test_a_plan_with_ads_has_lists_and_changes_of_its_own(con, data, tmdb, progress):
    """Film 1 leaves the subscription and film 2 the plan with ads; film 3 is on both anew."""
    tmdb.providers["US"] = {8: "Netflix", 1796: "Netflix Standard with Ads"}
    tmdb.add("movie", *(title("movie", key, networks=[]) for key in (1, 2, 3, 4)))
    weeks = {9: ([8, 1796], [8, 1796], [], [8]), 16: ([1796], [8], [8, 1796], [8])}
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    for day, plans in weeks.items():
        offered = {("movie", key): {"US": {"flatrate": on}} for key, on in enumerate(plans, 1)}
        tmdb.offer(offered)
        fetch_tmdb(data.path, options, progress, TmdbOrder(day=date(2026, 11, day)))
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    build_schema(con, "marts")
    changes = "select title, kind, access from marts.offer_changes order by all"
    assert con.execute(changes).fetchall() == [
        ("Invented movie 1", "removed", "subscription"),
        ("Invented movie 2", "removed", "ads"),
        ("Invented movie 3", "new", "ads"),
        ("Invented movie 3", "new", "subscription"),
    ]
    catalogue = "select tmdb_id, is_new from core.title where in_catalogue order by all"
    assert con.execute(catalogue).fetchall() == [(1, False), (2, False), (3, True), (4, False)]


def test_the_catalogue_of_a_service_that_only_has_ads(con, data, tmdb, progress):
    tmdb.providers["US"] = {73: "Tubi TV"}
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    for day, shown in ((9, (1, 2)), (16, (2, 3))):
        tmdb.add("movie", *(title("movie", key, networks=[]) for key in shown))
        ads = {"US": {"ads": [73]}}
        tmdb.offer({("movie", key): ads if key in shown else {} for key in (1, 2, 3)})
        order = TmdbOrder(("Tubi",), day=date(2026, 11, day))
        fetch_tmdb(data.path, options, progress, order)
    con.execute("set variable catalogue_service = 'Tubi'")
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    build_schema(con, "marts")
    catalogue = "select tmdb_id, is_new from core.title where in_catalogue order by all"
    assert con.execute(catalogue).fetchall() == [(2, False), (3, True)]
    listed = "select title_count, arrived_count, missing_count from marts.service_lists"
    assert con.execute(f"{listed} where is_catalogue").fetchall() == [(2, 1, 1)]


HOSTILE = [
    "'; drop table core.title; --",
    '<b>"A" & B</b>',
    "名探偵\u2028コナン",
    "half \ud83d",
    "a\x00b",
]


def test_hostile_titles_arrive_or_are_rejected_but_never_lost(con, data, tmdb, progress):
    rows = [title("tv", key, name=name) for key, name in enumerate(HOSTILE, 1)]
    tmdb.add("tv", *rows)
    fetch_tmdb(data.path, Fetch(tmdb_url=tmdb.url, requests_per_second=10_000), progress)
    loads = load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    details = next(load for load in loads if "details_tv" in load.file)
    assert details.rows_loaded + details.rows_rejected == len(HOSTILE), details.message
    assert details.rows_loaded >= len(HOSTILE) - 1
