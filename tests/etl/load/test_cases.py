"""Files as people really have them (tests/cases, all titles invented): read right, or refused.

Each case is a data directory. One test for each says what of it is right.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from building import set_variables

from etl.load.load import load_all
from etl.load.loads import Load
from warehouse.sql_files import build_schema

CASES = Path(__file__).parents[2] / "cases"


class Loaded:
    """A case that was loaded: its loads by the files' names, and its tables."""

    def __init__(self, con: duckdb.DuckDBPyConnection, loads: list[Load]) -> None:
        self.con = con
        self.loads = {load.file: load for load in loads}

    def rows(self, query: str) -> list[tuple]:
        return self.con.execute(query).fetchall()

    def values(self, query: str) -> list:
        """The one column of a query."""
        return [value for (value,) in self.rows(query)]

    def status(self, file: str) -> tuple[str, int]:
        """What became of a file, and how many of its rows were loaded."""
        return self.loads[file].status, self.loads[file].rows_loaded

    def build(self, *schemas: str) -> Loaded:
        """Build the schemas that follow from what was loaded: staging, core."""
        for schema in schemas:
            build_schema(self.con, schema)
        return self


@pytest.fixture
def load_case(con, progress):
    """Loads a case by its name."""

    def load(name: str) -> Loaded:
        return Loaded(con, load_all(con, CASES / name, run_id="case", progress=progress))

    return load


LAMPS = [f"Harbour Lamp {number}" for number in range(1, 7)]
NETFLIX = "select title from raw.netflix_titles order by show_id"
TMDB = "select title from raw.tmdb_titles order by id::bigint"


def test_zip_encrypted(load_case):
    case = load_case("zip_encrypted")
    assert case.status("tmdb/secret.zip") == ("skipped", 0)
    assert "encrypted" in case.loads["tmdb/secret.zip"].message
    assert case.values(NETFLIX) == LAMPS


def test_zip_damaged_inside(load_case):
    case = load_case("zip_damaged_inside")
    assert case.status("tmdb/movies_2026-01.zip") == ("skipped", 0)
    assert "damaged inside" in case.loads["tmdb/movies_2026-01.zip"].message
    assert case.values(NETFLIX) == LAMPS


def test_zip_with_readme(load_case):
    assert load_case("zip_with_readme").values(TMDB) == LAMPS


def test_gz_cut_off(load_case):
    case = load_case("gz_cut_off")
    assert case.status("tmdb/movies_2026-01.csv.gz") == ("skipped", 0)
    assert "ends early" in case.loads["tmdb/movies_2026-01.csv.gz"].message
    assert case.values(NETFLIX) == LAMPS


def test_movielens_zip_as_published(load_case):
    case = load_case("movielens_zip_as_published")
    archive = "movielens/ml-latest-small.zip/ml-latest-small"
    assert [file for file in case.loads if file.startswith("movielens")] == [
        f"{archive}/{name}.csv" for name in ("links", "movies", "ratings")
    ]
    assert {load.status for load in case.loads.values()} == {"loaded"}
    assert case.values("select title from raw.movielens_movies") == ["Harbour Lamp (2019)"]


def test_justwatch_zip_as_published(load_case):
    case = load_case("justwatch_zip_as_published")
    assert case.values("select title from raw.justwatch_titles") == ["Harbour Lamp"]
    assert case.values("select count(*) from raw.justwatch_credits") == [1]


def test_the_tables_of_a_zip_are_known_again(load_case):
    load_case("movielens_zip_as_published")
    again = load_case("movielens_zip_as_published")
    assert {load.status for load in again.loads.values()} == {"unchanged"}


def test_csv_is_gz_or_xlsx(load_case):
    case = load_case("csv_is_gz_or_xlsx")
    assert case.status("tmdb/a.csv") == ("loaded", 6)
    assert case.loads["tmdb/b.csv"].message.isprintable()


def test_case_suffixes(load_case):
    case = load_case("case_suffixes")
    assert {load.status for load in case.loads.values()} == {"loaded", "unchanged"}
    assert case.values("select id::int from raw.tmdb_titles order by 1") == [
        1,
        *(101, 102, 103),
        *(150, 151, 152),
        901,
    ]


def test_csv_big_quoted_header(load_case):
    case = load_case("csv_big_quoted_header")
    assert case.status("tmdb/t.csv") == ("skipped", 0)
    assert "64 KB" in case.loads["tmdb/t.csv"].message
    assert case.values(NETFLIX) == LAMPS


@pytest.mark.parametrize(
    "name",
    ["mx1_header_crlf_rows_lf", "mx2_header_lf_rows_crlf", "mx3_one_crlf_row", "mx7_unquoted_cr"],
)
def test_mixed_line_ends(load_case, name):
    case = load_case(name)
    assert all(load.rows_rejected == 0 for load in case.loads.values())
    rows = case.rows("select title, duration, listed_in from raw.netflix_titles")
    content = next((CASES / name / "netflix").iterdir()).read_bytes()
    assert len(rows) == content.count(b",Movie,")
    assert all(
        title and duration.endswith(" min") and genres.startswith("Drama")
        for title, duration, genres in rows
    )


def test_mx7_unquoted_cr(load_case):
    case = load_case("mx7_unquoted_cr")
    assert case.values("select description from raw.netflix_titles where title = 'Quay'") == [
        "First line. Second line."
    ]


def test_csv_cr_only(load_case):
    assert load_case("csv_cr_only").values(TMDB) == LAMPS


def test_csv_blank_first_line(load_case):
    assert load_case("csv_blank_first_line").values(TMDB) == [
        *LAMPS,
        *(f"Harbour Lamp {number}" for number in range(10, 16)),
    ]


def test_csv_gz_cp1252(load_case):
    assert load_case("csv_gz_cp1252").values(NETFLIX) == [
        f"Håvamn Lamp {number}" for number in range(1, 7)
    ]


def test_utf8_cut_mid_letter(load_case):
    case = load_case("utf8_cut_mid_letter")
    assert case.values(NETFLIX) == ["灯台の夜", "Маяк ночью", "Ísland Ýr Ár", "등대의 밤", "Lamp"]
    assert [load.rows_rejected for load in case.loads.values()] == [1]


def test_json_array_gz(load_case):
    assert load_case("json_array_gz").values(TMDB) == LAMPS


def test_json_page_object(load_case):
    case = load_case("json_page_object")
    assert case.values(TMDB) == sorted(2 * LAMPS)


def test_json_two_objects_indented(load_case):
    assert load_case("json_two_objects_indented").values(TMDB) == ["A", "B"]


def test_nan_one_value(load_case):
    case = load_case("nan_one_value").build("staging")
    popularity = "select popularity from staging.stg_tmdb__titles order by tmdb_id"
    assert case.values(popularity) == [None, 5.5, 6.5, 7.5, 8.5]
    (column,) = [
        column for column in case.loads["tmdb/movies_2026-01.jsonl"].columns if column.unread_count
    ]
    assert (column.column, column.examples) == ("popularity", ("NaN",))


PEOPLE = """
    select tmdb_id, cast_members, directors, imdb_id
    from staging.stg_tmdb__titles
    where cast_members is not null or directors is not null
    order by all
"""


def test_api_csv_credits_python(load_case):
    case = load_case("api_csv_credits_python").build("staging", "core")
    assert case.rows(PEOPLE) == [(101, ["Ada Quill"], ["Dee Dunn"], "tt0000001")]


def test_api_csv_credits_text(load_case):
    case = load_case("api_csv_credits_text").build("staging", "core")
    people = "select cast_members, directors from staging.stg_tmdb__titles"
    assert case.rows(people) == [(None, None)]
    (credits,) = [
        column for column in case.loads["tmdb/details_2026-01.csv"].columns if column.unread_count
    ]
    assert (credits.column, credits.unread_count) == ("credits", 1)


def test_credits_python_apostrophe(load_case):
    case = load_case("credits_python_apostrophe").build("staging")
    quill, reed, marsh = "Ada O'Quill", "Bo Reed", 'Cy "Red" Marsh'
    assert [row[:3] for row in case.rows(PEOPLE)] == [
        (101, [quill, reed, marsh], ["Dee D'Arcy"]),
        (102, [reed, marsh, quill], ["Gil Hart"]),
        (103, [quill, reed, marsh], ["Hal Ives"]),
    ]


def test_genre_id_too_big(load_case):
    case = load_case("genre_id_too_big").build("staging", "core")
    assert case.rows("select tmdb_id, genre_ids from staging.stg_tmdb__titles") == [(101, [])]


HOURS = """
    select title, period_start::varchar, hours_viewed
    from core.title_engagement inner join core.title using (title_id) order by all
"""


@pytest.fixture
def built_case(load_case, con):
    """Loads a case and builds what follows from it."""

    def built(name: str) -> Loaded:
        set_variables(con)
        return load_case(name).build("staging", "core")

    return built


@pytest.mark.parametrize(
    ("name", "counts", "other", "size"),
    [
        ("netflix_same_twice", "netflix_titles.csv", "netflix_titles_excel.csv", 9),
        ("netflix_raw_and_cleaned", "netflix_cleaned.csv", "netflix_data.csv", 3),
    ],
)
def test_one_snapshot_in_two_files(built_case, name, counts, other, size):
    case = built_case(name)
    assert case.status(f"netflix/{counts}") == ("loaded", size)
    message = f"the same snapshot as netflix/{counts}, which counts instead"
    assert message in case.loads[f"netflix/{other}"].message
    query = "select count(*), count(distinct title) from core.catalogue_entry"
    assert case.rows(query) == [(size, size)]


def test_netflix_date_in_folder(built_case):
    days = "select snapshot_on::varchar from core.catalogue_snapshot order by 1"
    assert built_case("netflix_date_in_folder").values(days) == ["2021-06-30", "2022-06-30"]


def test_engagement_csv_two_halves(built_case):
    assert built_case("engagement_csv_two_halves").rows(HOURS) == [
        ("Harbour Lamp", "2023-01-01", 4000000),
        ("Harbour Lamp", "2023-07-01", 3000000),
        ("Quay Nine", "2023-01-01", 100000),
        ("Quay Nine", "2023-07-01", 50000),
    ]


def test_engagement_banner_wordings(built_case):
    assert built_case("engagement_banner_wordings").rows(HOURS) == [
        ("Harbour Lamp", "2023-07-01", 3000),
        ("Harbour Lamp", "2024-01-01", 4000),
        ("Harbour Lamp", "2024-07-01", 2000),
        ("Harbour Lamp", "2025-07-01", 1000),
        ("Quay Nine", "2023-07-01", 300),
        ("Quay Nine", "2024-01-01", 400),
        ("Quay Nine", "2024-07-01", 200),
        ("Quay Nine", "2025-07-01", 100),
    ]


def test_engagement_csv_banner(built_case):
    assert built_case("engagement_csv_banner").rows(HOURS) == [
        ("Harbour Lamp", "2023-01-01", 4000000),
        ("Quay Nine", "2023-01-01", 100000),
    ]


def test_tmdb_appended_pulls(load_case):
    case = load_case("tmdb_appended_pulls")
    query = "select vote_average, vote_count from raw.tmdb_titles where id = '101'"
    assert case.rows(query) == [("7.4", "812")]


def test_movies_named_2000(built_case):
    case = built_case("movies_named_2000")
    query = "select overview from core.tmdb_title where tmdb_id = 101"
    assert case.values(query) == ["New text."]


def test_top10_country_csv_dmy(load_case):
    case = load_case("top10_country_csv_dmy")
    query = "select country_iso2, week from raw.top10_weeks order by week"
    assert case.rows(query) == [("MY", "2022-01-30"), ("MY", "2022-02-06")]


# Values: dates, numbers, lengths, types and identifiers.


def unread(case: Loaded, column: str) -> list[tuple[int, list[str]]]:
    """How many values of a column were not understood, and which."""
    return case.rows(
        "select unread_count, examples from ops.load_columns "
        f"where column_name = '{column}' and unread_count > 0"
    )


def test_netflix_mixed_dates(load_case):
    case = load_case("netflix_mixed_dates")
    assert case.rows("select title, date_added from raw.netflix_titles order by row_number") == [
        ("Harbour Lamp", "2021-09-25"),
        ("Quay Nine", None),
        ("Ferry Hours", "2020-12-31"),
    ]
    assert unread(case, "date_added") == [(1, ["08-12-2021"])]


def test_netflix_us_dates(load_case):
    case = load_case("netflix_us_dates")
    assert case.values("select date_added from raw.netflix_titles order by row_number") == [
        "2021-09-25",
        "2021-09-24",
    ]
    assert case.values("select director from raw.netflix_titles order by row_number")[1] is None
    assert case.values("select snapshot_on::varchar from ops.loads") == ["2021-09-25"]


def test_tmdb_us_dates(load_case):
    case = load_case("tmdb_us_dates")
    assert case.values("select release_date from raw.tmdb_titles order by id") == [
        "1995-10-30",
        "1995-04-05",
    ]


def test_tmdb_dates(load_case):
    case = load_case("tmdb_dates")
    read = dict(case.rows("select id::int - 100, release_date from raw.tmdb_titles"))
    assert {number: day for number, day in read.items() if number in {0, 2, 3, 4, 5, 9, 10}} == {
        0: "2019-05-01",
        2: "2016-10-25",
        3: "1999-12-31",
        4: "2015-06-09",
        5: "2015-06-09",
        9: "2015-06-09",
        10: "2015-06-09",
    }
    # A year of two digits that could be of two centuries, a year alone, a month alone, no day.
    assert [read[number] for number in (1, 6, 7, 8)] == [None] * 4
    assert unread(case, "release_date")[0][0] == sum(day is None for day in read.values())


def test_tmdb_udacity_shape(load_case):
    case = load_case("tmdb_udacity_shape")
    assert case.values("select release_date from raw.tmdb_titles order by id") == [
        "2015-06-09",
        "1966-12-25",
        "2004-02-03",
    ]


def test_tmdb_decimal_comma(load_case):
    case = load_case("tmdb_decimal_comma")
    columns = "vote_average, vote_count, popularity"
    assert case.rows(f"select {columns} from raw.tmdb_titles order by id")[0] == (
        "7.1",
        "1201",
        "1001.25",
    )


def test_tmdb_row_shifted(load_case):
    case = load_case("tmdb_row_shifted")
    assert case.values("select title from raw.tmdb_titles") == ["Quay"]
    assert case.values("select reason from raw.rejects") == [
        "popularity holds words: the row is shifted"
    ]


def test_tmdb_person_ids(load_case):
    case = load_case("tmdb_person_ids")
    [load] = [load for load in case.loads.values() if load.source == "tmdb"]
    assert load.status == "skipped"
    assert "a person, and no title" in load.message
    assert case.values("select count(*) from raw.tmdb_titles") == [0]


def test_netflix_types_translated(load_case):
    case = load_case("netflix_types_translated").build("staging")
    assert (
        case.rows(
            "select distinct raw.type, staged.type from raw.netflix_titles as raw "
            "inner join staging.stg_netflix__titles as staged using (load_id, row_number) "
            "where staged.type not in ('movie', 'series')"
        )
        == []
    )
    assert case.values("select count(*) from staging.stg_netflix__titles") == [6]


def test_netflix_duration_unknown(load_case):
    case = load_case("netflix_duration_unknown").build("staging")
    columns = "duration_minutes, maturity_rating"
    assert case.rows(f"select {columns} from staging.stg_netflix__titles") == [(74, None)]


def test_netflix_genre_column(load_case):
    case = load_case("netflix_genre_column").build("staging")
    columns = "genres, duration_minutes, season_count"
    assert case.rows(f"select {columns} from staging.stg_netflix__titles order by title") == [
        (["International TV"], None, 4),
        (["Dramas"], 93, None),
    ]


def test_netflix_show_id_is_tmdb_id(load_case):
    case = load_case("netflix_show_id_is_tmdb_id").build("staging")
    assert case.values("select distinct netflix_id from staging.stg_netflix__titles") == [None]
    assert case.values("select distinct maturity_rating from staging.stg_netflix__titles") == [None]


def test_netflix_long_show_id(load_case):
    case = load_case("netflix_long_show_id").build("staging")
    assert case.values("select distinct netflix_id from staging.stg_netflix__titles") == [None]
    assert case.values("select count(*) from raw.netflix_titles") == [6]
