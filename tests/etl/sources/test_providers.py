"""Who offers a title where: TMDb's watch providers, in detail answers and in tables."""

import json

from building import build_all, build_schema

from etl.load.load import load_all
from warehouse.sql_files import SQL, read_header

HEADER = "tmdbId,provider_id,provider_name,access_type,country\n"
NETFLIX = {"provider_id": 8, "provider_name": "Netflix", "logo_path": "/n.jpg"}
WITH_ADS = {"provider_id": 1796, "provider_name": "Netflix Standard with Ads"}
STORE = {"provider_id": 2, "provider_name": "Apple TV"}
OFFERS = "service, region, access, seen_on::varchar, source from staging.stg_providers__offers"


def staged(con, data, progress) -> dict:
    loads = load_all(con, data.path, run_id="first", progress=progress)
    build_schema(con, "staging")
    return {one.file: one for one in loads}


def answer(data, providers: object, name: str = "details_2026-11-09.jsonl", **more: object) -> None:
    row = {"id": 77, "title": "One", "popularity": 2, "watch/providers": providers, **more}
    data.write(f"tmdb/{name}", json.dumps(row) + "\n")


def asked(con, query: str) -> list[tuple]:
    return con.execute(f"select {query} order by all").fetchall()


def test_a_detail_answer_says_all_services_and_regions(con, data, progress):
    us = {"link": "https://example.org", "flatrate": [NETFLIX, WITH_ADS], "buy": [STORE]}
    answer(data, {"results": {"US": us, "SE": {"flatrate": [NETFLIX]}, "XX": {"buy": [STORE]}}})
    staged(con, data, progress)
    day = ("2026-11-09", "tmdb details")
    assert asked(con, OFFERS) == [
        ("Apple TV Store", "US", "buy", *day),
        ("Netflix", "SE", "subscription", *day),
        ("Netflix", "US", "ads", *day),
        ("Netflix", "US", "subscription", *day),
    ]
    readings = "type, tmdb_id, region, seen_on::varchar from staging.stg_providers__readings"
    assert asked(con, readings) == [
        ("movie", 77, "SE", "2026-11-09"),
        ("movie", 77, "US", "2026-11-09"),
    ]


def test_what_repeats_in_an_answer_is_stored_once(con, data, progress):
    answer(data, {"results": {region: {"flatrate": [NETFLIX]} for region in ("US", "SE", "DE")}})
    staged(con, data, progress)
    [(text,)] = asked(con, "watch_providers from raw.tmdb_titles")
    stored = json.loads(text)
    assert stored["providers"] == [{"provider_id": 8, "provider_name": "Netflix"}]
    assert [(one["region"], one["flatrate"]) for one in stored["regions"]] == [
        ("US", [8]),
        ("SE", [8]),
        ("DE", [8]),
    ]


def test_an_answer_without_offers_is_read_and_proves_nothing(con, data, progress):
    answer(data, {"results": {}})
    answer(data, {"results": {"US": {"link": "x"}}}, "more_2026-11-09.jsonl", id=78)
    answer(data, "soon", "odd_2026-11-09.jsonl", id=79)
    staged(con, data, progress)
    assert asked(con, "count(*), count(watch_providers) from raw.tmdb_titles") == [(3, 2)]
    assert asked(con, "count(*) from staging.stg_providers__readings") == [(0,)]
    unread = "sum(unread_count) from ops.load_columns where column_name = 'watch_providers'"
    assert asked(con, unread) == [(1,)]


def test_providers_that_python_wrote_are_read(con, data, progress):
    text = str({"results": {"US": {"ads": [NETFLIX]}}}).replace('"', "'")
    data.write("tmdb/tv_2026-11-09.csv", f'id,name,popularity,watch/providers\n7,One,1,"{text}"\n')
    staged(con, data, progress)
    found = asked(con, "type, service, access from staging.stg_providers__offers")
    assert found == [("series", "Netflix", "ads")]


def test_a_table_says_the_same_row_by_row(con, data, progress):
    data.write(
        "availability/watch_providers_2026-11-09.csv",
        f"{HEADER}77,8,Netflix,flatrate,US\n77,583,MGM+ Amazon Channel,flatrate,Sweden\n",
    )
    staged(con, data, progress)
    day = ("2026-11-09", "provider table")
    assert asked(con, OFFERS) == [
        ("MGM+", "SE", "channel", *day),
        ("Netflix", "US", "subscription", *day),
    ]
    assert asked(con, "count(*) from staging.stg_providers__readings") == [(0,)]


def test_a_table_may_name_series_and_number_its_providers_only(con, data, progress):
    rows = "id,media_type,provider_id,access,region\n7,tv,1796,flatrate,US\n8,movie,1825,rent,US\n"
    data.write("availability/2026-11-09/table.csv", rows)
    staged(con, data, progress)
    found = "type, tmdb_id, service, access, seen_on::varchar from staging.stg_providers__offers"
    assert asked(con, found) == [
        ("movie", 8, "HBO Max", "rent", "2026-11-09"),
        ("series", 7, "Netflix", "ads", "2026-11-09"),
    ]


def test_a_table_without_a_day_is_of_the_day_it_came(con, data, progress):
    data.write("availability/watch_providers.csv", f"{HEADER}77,8,Netflix,flatrate,US\n")
    staged(con, data, progress)
    loaded_on = "distinct seen_on = loaded_at::date from staging.stg_providers__offers, ops.loads"
    assert asked(con, loaded_on) == [(True,)]


def test_rows_that_say_nothing_are_rejected(con, data, progress):
    rows = [
        "x,8,Netflix,flatrate,US",
        "77,,,flatrate,US",
        "77,8,Netflix,stolen,US",
        "77,8,Netflix,,US",
        "77,8,Netflix,flatrate,Atlantis",
        "77,8,Netflix,flatrate,US",
        "77,8,Netflix,flatrate,US",
    ]
    data.write("availability/a.csv", HEADER + "\n".join(rows) + "\n")
    load = staged(con, data, progress)["availability/a.csv"]
    assert (load.rows_loaded, load.rows_rejected, load.rows_duplicate) == (1, 5, 1)
    reasons = [reason for (reason,) in asked(con, "reason from raw.rejects")]
    assert reasons == [
        "id is not a number",
        "its country is not known",
        "its word for the way to watch is not known",
        "its word for the way to watch is not known",
        "no provider that is known or named",
    ]


def test_a_number_that_no_file_describes_is_no_title_and_is_counted(con, data, progress):
    films = "id,title,popularity,release_date\n77,Lamp,3,2020-01-01\n"
    data.write("tmdb/films.csv", films)
    rows = "77,8,Netflix,flatrate,US\n78,8,Netflix,flatrate,US\n78,8,Netflix,flatrate,SE\n"
    data.write("availability/shown.csv", HEADER + rows)
    data.write("offers/rights.csv", "service,region,tmdb_id\nHulu,US,77\nHulu,US,79\n")
    load_all(con, data.path, run_id="first", progress=progress)
    build_all(con)
    _, unnamed = read_header(SQL / "checks" / "numbers_without_title.sql")
    assert asked(con, f"* from ({unnamed})") == [
        ("availability/shown.csv", "movie", 78),
        ("offers/rights.csv", "movie", 79),
    ]
    assert asked(con, "tmdb_id from core.title") == [(77,)]
