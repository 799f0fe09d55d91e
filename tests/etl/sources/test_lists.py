"""Lists of what a service offers: TMDb's, JustWatch's and catalogues; whether each is complete."""

import json

from building import build_all, build_schema

from etl.load.load import load_all


def staged(con, data, progress) -> None:
    load_all(con, data.path, run_id="first", progress=progress)
    build_schema(con, "staging")


def listed(data, name: str, *numbers: int) -> None:
    rows = ({"id": number, "title": f"Lamp {number}", "popularity": 1} for number in numbers)
    data.write(f"tmdb/{name}", "".join(f"{json.dumps(row)}\n" for row in rows))


def lists(con) -> list[tuple]:
    return con.execute(
        """
        select source, service, region, type, seen_on::varchar, title_count, is_complete
        from staging.stg_lists__lists order by all
        """
    ).fetchall()


def test_a_list_of_tmdbs_is_told_by_its_name(con, data, progress):
    listed(data, "discover_movie_provider8_US_2026-11-09.jsonl", 1, 2)
    listed(data, "discover_tv_provider337_SE_2026-11-09.jsonl", 3)
    listed(data, "discover_tv_network213_2026-11-09.jsonl", 4)
    listed(data, "details_2026-11-09.jsonl", 5)
    staged(con, data, progress)
    columns = "type, tmdb_id, service, region, access, seen_on::varchar"
    found = con.execute(f"select {columns} from staging.stg_lists__titles order by all").fetchall()
    rest = ("subscription", "2026-11-09")
    assert found == [
        ("movie", 1, "Netflix", "US", *rest),
        ("movie", 2, "Netflix", "US", *rest),
        ("series", 3, "Disney+", "SE", *rest),
    ]


def test_a_list_of_several_plans_is_one_list(con, data, progress):
    listed(data, "discover_movie_provider8-1796_US_2026-11-09.jsonl", 1)
    listed(data, "discover_movie_provider1796_US_2026-11-16.jsonl", 1)
    listed(data, "discover_movie_provider1825_US_2026-11-09.jsonl", 1)
    staged(con, data, progress)
    found = con.execute(
        "select service, access, seen_on::varchar from staging.stg_lists__titles order by all"
    )
    assert found.fetchall() == [
        ("HBO Max", "channel", "2026-11-09"),
        ("Netflix", "ads", "2026-11-16"),
        ("Netflix", "subscription", "2026-11-09"),
    ]


def test_a_list_of_one_plan_is_told_by_its_name_and_may_be_as_long_as_the_others(
    con, data, progress
):
    for plan in ("8_US", "1796_ads_US", "73_ads_US", "73_free_US"):
        listed(data, f"discover_movie_provider{plan}_of1_2026-11-09.jsonl", 1)
    load_all(con, data.path, run_id="first", progress=progress)
    build_all(con)
    found = con.execute("select series, access, is_main from core.offer_list order by all")
    assert found.fetchall() == [
        ("tmdb list · Netflix · US", "subscription", True),
        ("tmdb list · Netflix · US · ads", "ads", False),
        ("tmdb list · Tubi · US · ads", "ads", True),
        ("tmdb list · Tubi · US · free", "free", False),
    ]


def test_a_few_titles_that_are_called_part_of_a_subscription_make_none(con, data, progress):
    listed(data, "discover_movie_provider73_ads_US_of20_2026-11-09.jsonl", *range(1, 21))
    table = "tmdbId,provider_id,provider_name,access_type,country\n1,73,Tubi TV,flatrate,US\n"
    data.write("availability/a_2026-11-09.csv", table)
    load_all(con, data.path, run_id="first", progress=progress)
    build_all(con)
    assert con.execute("select is_main from core.offer_list").fetchall() == [(True,)]


def test_an_unknown_provider_is_called_as_answers_call_it(con, data, progress):
    listed(data, "discover_movie_provider9001_US_2026-11-09.jsonl", 1)
    listed(data, "discover_movie_provider9002_US_2026-11-09.jsonl", 1)
    table = "tmdbId,provider_id,provider_name,access_type,country\n1,9001,{},flatrate,US\n"
    data.write("availability/a_2026-11-02.csv", table.format("Small Cinema"))
    data.write("availability/a_2026-11-09.csv", table.format("Tiny Cinema"))
    staged(con, data, progress)
    assert [row[1] for row in lists(con)] == ["Tiny Cinema", "provider 9002"]


def test_a_list_is_complete_if_it_has_what_it_states(con, data, progress):
    listed(data, "discover_movie_provider8_US_of3_2026-11-02.jsonl", 1, 2, 3, 3)
    listed(data, "discover_movie_provider8_US_of4_2026-11-09.jsonl", 1, 2, 3)
    listed(data, "discover_movie_provider8_US_2026-11-16.jsonl", 1, 2)
    staged(con, data, progress)
    found = [(*row[4:],) for row in lists(con)]
    assert found == [("2026-11-02", 3, True), ("2026-11-09", 3, False), ("2026-11-16", 2, True)]
    stated = con.execute("select stated_count from staging.stg_lists__lists order by seen_on")
    assert stated.fetchall() == [(3,), (4,), (None,)]


def test_a_rejected_row_was_read(con, data, progress):
    name = "tmdb/discover_movie_provider8_US_of2_2026-11-02.jsonl"
    data.write(name, '{"id": 1, "title": "One", "popularity": 1}\n{"id": 2, "popularity": 1}\n')
    staged(con, data, progress)
    assert [(*row[5:],) for row in lists(con)] == [(1, True)]


def test_catalogues_and_dumps_are_complete_lists_of_both_kinds(con, data, progress):
    data.netflix("n_2021-01-16.csv", {}, {"type": "TV Show"}, {"title": "Two Lamps"})
    data.catalogue("services/hulu/SE/h_2021-10-01.csv", {})
    dump = "id,title,type,release_year,imdb_id\ntm1,One,MOVIE,2020,tt1\nts2,Two,SHOW,2020,tt2\n"
    data.write("justwatch/titles_2022-07-31.csv", dump)
    staged(con, data, progress)
    catalogue, justwatch = "catalogue list", "justwatch list"
    assert lists(con) == [
        (catalogue, "Hulu", "SE", "movie", "2021-10-01", 1, True),
        (catalogue, "Netflix", "US", "movie", "2021-01-16", 2, True),
        (catalogue, "Netflix", "US", "series", "2021-01-16", 1, True),
        (justwatch, "Netflix", "US", "movie", "2022-07-31", 1, True),
        (justwatch, "Netflix", "US", "series", "2022-07-31", 1, True),
    ]


def test_a_dump_of_another_service_says_nothing_of_netflix(con, data, progress):
    film = "id,title,popularity,vote_average,vote_count,release_date,imdb_id\n"
    data.write("tmdb/a.csv", f"{film}1,One,9,8,50,2020-01-01,tt1\n")
    dump = "id,title,type,release_year,imdb_id\ntm1,One,MOVIE,2020,tt1\n"
    data.write("justwatch/hulu/titles.csv", dump)
    load_all(con, data.path, run_id="first", progress=progress)
    build_all(con)
    assert con.execute("select is_on_netflix from core.title").fetchall() == [(False,)]


def test_a_list_that_has_not_changed_is_another_list(con, data, progress):
    listed(data, "discover_movie_provider8_US_2026-11-02.jsonl", 1)
    listed(data, "discover_movie_provider8_US_2026-11-09.jsonl", 1)
    listed(data, "discover_movie_provider8_US_2026-11-09_2.jsonl", 1)
    staged(con, data, progress)
    staged(con, data, progress)
    assert [row[4] for row in lists(con)] == ["2026-11-02", "2026-11-09"]
