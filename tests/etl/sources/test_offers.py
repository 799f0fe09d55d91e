"""What a team's own systems say of offers: any way to name a title, days that may lie ahead."""

import pytest
from building import build_all, build_schema

from catalogue_common.clock import utc_now
from etl.load.load import load_all

HEADER = "service,region,access,offered_from,offered_until,tmdb_id,imdb_id,type,title,release_year"


def staged(con, data, progress, run_id: str = "first") -> dict:
    loads = load_all(con, data.path, run_id=run_id, progress=progress)
    build_schema(con, "staging")
    return {one.file: one for one in loads}


def stated(data, name: str, *rows: str) -> None:
    data.write(f"offers/{name}", "\n".join((HEADER, *rows)) + "\n")


def asked(con, columns: str) -> list[tuple]:
    return con.execute(f"select {columns} from staging.stg_offers__titles order by all").fetchall()


def test_a_title_is_named_in_any_of_three_ways(con, data, progress):
    stated(
        data,
        "rights_2026-11-09.csv",
        "hulu,US,,2026-01-01,2026-12-31,603,,movie,,",
        "Disney Plus,Sweden,ads,,,,tt0114709,,,",
        "MUBI,SE,rent,,,,,Series,Night Ferry!,2018",
    )
    staged(con, data, progress)
    assert asked(con, "service, region, access, tmdb_id, imdb_id, type, title_key") == [
        ("Disney+", "SE", "ads", None, "tt0114709", None, None),
        ("Hulu", "US", "subscription", 603, None, "movie", None),
        ("MUBI", "SE", "rent", None, None, "series", "night ferry"),
    ]
    days = "offered_from::varchar, offered_until::varchar, seen_on::varchar"
    assert ("2026-01-01", "2026-12-31", "2026-11-09") in asked(con, days)


def test_days_are_read_however_they_are_written(con, data, progress):
    name = "data-export_2026-11-09.csv"
    stated(data, name, "Hulu,US,,25.12.2025,31.01.2027,603,,,,", "Hulu,US,,,31.12.9999,604,,,,")
    staged(con, data, progress)
    assert asked(con, "tmdb_id, offered_from::varchar, offered_until::varchar") == [
        (603, "2025-12-25", "2027-01-31"),
        (604, None, None),
    ]


@pytest.mark.parametrize("header", ["last_day", "Offered Through", "through"])
def test_an_end_is_the_first_day_without_it_unless_its_header_says_the_last_with_it(
    con, data, progress, header
):
    data.write("offers/until.csv", "service,region,tmdb_id,offered_until\nHulu,US,1,2026-12-31\n")
    data.write("offers/last.csv", f"service,region,tmdb_id,{header}\nHulu,US,2,2026-12-31\n")
    staged(con, data, progress)
    assert asked(con, "tmdb_id, offered_until::text") == [(1, "2026-12-31"), (2, "2027-01-01")]


REJECTED = {
    ",US,,,,603,,,,": "no service",
    "Hulu,Atlantis,,,,603,,,,": "its region is not known",
    "Hulu,US,stolen,,,603,,,,": "its word for the way to watch is not known",
    "Hulu,US,,soon,,603,,,,": "offered_from was not understood",
    "Hulu,US,,,13/13/2026,603,,,,": "offered_until was not understood",
    "Hulu,US,,2026-12-01,2026-11-30,603,,,,": "offered_from is after offered_until",
    "Hulu,US,,,,,nothing,,,": "neither tmdb_id nor imdb_id nor type, title and release_year",
    "Hulu,US,,,,,,movie,Night Ferry,": "neither tmdb_id nor imdb_id nor type, title and "
    "release_year",
    "Hulu,US,,,,603,,play,,": "type is neither a film nor a series",
    "Hulu,US,,,,x7,,,,": "tmdb_id was not understood",
}


@pytest.mark.parametrize("row", REJECTED)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason(con, data, progress, row):
    stated(data, "rights.csv", row, "Hulu,US,,2026-12-01,2026-12-01,7,,,,")
    load = staged(con, data, progress)["offers/rights.csv"]
    assert (load.rows_loaded, load.rows_rejected) == (1, 1)
    assert con.execute("select reason from raw.rejects").fetchall() == [(REJECTED[row],)]


def test_the_newest_file_of_a_name_replaces_the_earlier(con, data, progress):
    stated(data, "rights_2026-11-09.csv", "Hulu,US,,,,2,,,,")
    stated(data, "rights_2026-11-02.csv", "Hulu,US,,,,1,,,,")
    stated(data, "2026-11-01/deals.csv", "Hulu,US,,,,3,,,,")
    stated(data, "2026-11-08/deals.csv", "Hulu,US,,,,4,,,,")
    staged(con, data, progress)
    assert asked(con, "tmdb_id") == [(2,), (4,)]


def test_a_file_that_is_written_over_says_what_it_says_last(con, data, progress):
    for run_id, number in (("first", 1), ("second", 2), ("third", 1)):
        stated(data, "rights.csv", f"Hulu,US,,,,{number},,,,")
        staged(con, data, progress, run_id)
        assert asked(con, "tmdb_id") == [(number,)]


CHANGES = """
select tmdb_id, kind, changed_after::text, changed_by::text, previous_until::text,
    changes.offered_until::text
from marts.offer_changes as changes
inner join core.title using (title_id)
where kind <> 'expiring'
order by changed_by, tmdb_id
"""


def told(con, data, progress, day: str) -> None:
    """Load what lies there, as on a day."""
    begun = utc_now()
    load_all(con, data.path, run_id=day, progress=progress)
    con.execute(
        """
        update ops.loads
        set loaded_at = if(run_id = $day, $day::date, loaded_at), last_seen_at = $day::date
        where last_seen_at >= $begun
        """,
        {"day": day, "begun": begun},
    )
    build_all(con)
    build_schema(con, "marts")


def test_an_end_that_moves_in_a_calendar_of_one_name_is_restated(con, data, progress):
    films = "id,title,popularity,release_date\n1,Lamp,3,2020-01-01\n2,Light,3,2020-01-01\n"
    data.write("tmdb/films.csv", films)
    stated(data, "rights.csv", *(f"Hulu,US,,,2026-12-{day},{day},,,," for day in (1, 2)))
    told(con, data, progress, "2026-11-02")
    told(con, data, progress, "2026-11-09")
    moved = ("Hulu,US,,,2026-12-24,1,,,,", "Hulu,US,,,2026-12-02,2,,,,")
    stated(data, "rights.csv", *moved)
    told(con, data, progress, "2026-11-16")
    told(con, data, progress, "2026-11-20")
    ends = "2026-12-01", "2026-12-24"
    assert con.execute(CHANGES).fetchall() == [(1, "restated", "2026-11-09", "2026-11-16", *ends)]


def test_an_end_that_moves_twice_in_dated_calendars_is_restated_twice(con, data, progress):
    data.write("tmdb/films.csv", "id,title,popularity,release_date\n1,Lamp,3,2020-01-01\n")
    for day, end in ((2, 10), (4, 10), (6, 20), (8, 20), (10, 30), (12, 30)):
        other = f"Hulu,US,,,,{day},,,,"
        stated(data, f"r_2026-11-{day:02}.csv", f"Hulu,US,,,2026-12-{end},1,,,,", other)
    told(con, data, progress, "2026-11-16")
    assert con.execute(CHANGES).fetchall() == [
        (1, "restated", "2026-11-04", "2026-11-06", "2026-12-10", "2026-12-20"),
        (1, "restated", "2026-11-08", "2026-11-10", "2026-12-20", "2026-12-30"),
    ]


def test_what_a_calendar_does_not_name_any_more_is_no_title_of_its_own(con, data, progress):
    for day, title in (("2026-11-02", "Nihgt Ferry"), ("2026-11-09", "Night Ferry")):
        stated(data, "rights.csv", f"Hulu,US,,,2026-12-01,,,movie,{title},2018")
        told(con, data, progress, day)
    assert con.execute("select title from core.title").fetchall() == [("Night Ferry",)]


def test_a_number_of_tmdbs_alone_is_of_the_title_that_is_known(con, data, progress):
    shows = "id,name,popularity,first_air_date\n1,Dark,3,2020-01-01\n2,Light,3,2020-01-01\n"
    data.write("tmdb/tv.csv", shows)
    data.write("tmdb/films.csv", "id,title,popularity,release_date\n2,Lamp,3,2020-01-01\n")
    stated(data, "rights.csv", *(f"Hulu,US,,,,{number},,,," for number in (1, 2, 3)))
    staged(con, data, progress)
    assert asked(con, "tmdb_id, type") == [(1, "series"), (2, "movie"), (3, "movie")]


def test_a_file_may_have_no_more_than_a_service_a_region_and_a_title(con, data, progress):
    data.write("offers/rights.csv", "Platform,Territory,TMDB ID\nHulu,USA,603.0\n")
    staged(con, data, progress)
    columns = "service, region, access, tmdb_id, offered_from, offered_until"
    assert asked(con, columns) == [("Hulu", "US", "subscription", 603, None, None)]
