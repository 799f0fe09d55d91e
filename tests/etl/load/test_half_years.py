"""Each row of an engagement report belongs to its own half-year."""

import duckdb
import pytest
from building import build_all, set_variables
from data_directory import DataDirectory

from etl.load.load import load_all
from warehouse.sql_files import create_macros

HEADER = "Title,Available Globally?,Release Date,Hours Viewed,Runtime,Views"
FIRST, SECOND = "January to June 2023", "July to December 2023"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What_We_Watched_2023Jan-Jun", FIRST),
        ("Views from July to December 2023", SECOND),
        ("Hours viewed January-June 2023", FIRST),
        ("Jan – Jun 2023", FIRST),
        ("January 1, 2023 through June 30, 2023", FIRST),
        ("H1 2023", FIRST),
        ("2023 2H", SECOND),
        ("H2'23", SECOND),
        ("First half of 2023", FIRST),
        ("2023_2nd_half", SECOND),
        ("2023-06-30", FIRST),
        ("2023-07 to 2023-12", SECOND),
        ("enero a junio de 2023", FIRST),
        ("Jan-Jun_2023 downloaded 2024", FIRST),
        ("Jul–Dec", None),
        ("January to December 2023", None),
        ("January to June 2023, July to December 2023", None),
        ("What We Watched 2023", None),
    ],
)
def test_wordings(text, expected):
    with duckdb.connect() as con:
        con.execute("set variable as_of = date '2026-11-20'")
        create_macros(con)
        assert con.execute("select half_year_of($text)", {"text": text}).fetchone() == (expected,)


def hours(con, data: DataDirectory, progress) -> list[tuple]:
    set_variables(con)
    data.netflix("netflix_titles_2021-01.csv", {})
    data.tmdb()
    load_all(con, data.path, run_id="test", progress=progress)
    build_all(con)
    query = "select period_start::varchar, hours_viewed from core.title_engagement order by all"
    return con.execute(query).fetchall()


def test_a_column_names_the_half_year_of_each_row(con, data, progress):
    data.write(
        "engagement/all.csv",
        f"{HEADER},report\nThe Quiet Harbour,Yes,45008,4000,1:41,,2023Jan-Jun\n"
        "The Quiet Harbour,Yes,45008,3000,1:41,,2023Jul-Dec\n"
        "The Quiet Harbour,Yes,45008,5000,1:41,,\n"
        "The Quiet Harbour,Yes,45008,NaN,1:41,,2024Jan-Jun\n",
    )
    assert hours(con, data, progress) == [("2023-01-01", 4000), ("2023-07-01", 3000)]
    days = con.execute("select distinct release_date from raw.engagement_titles").fetchall()
    assert days == [("2023-03-23",)]
    assert con.execute("select count(*) from raw.rejects").fetchone() == (2,)


def test_of_two_files_of_a_half_year_the_later_counts(con, data, progress):
    for name, viewed in (("2023H1_2024-01-02", 4000), ("2023H1_2024-03-01", 4100)):
        row = f"The Quiet Harbour,Yes,2023-02-10,{viewed},1:41,\n"
        data.write(f"engagement/{name}.csv", f"{HEADER}\n{row}")
    assert hours(con, data, progress) == [("2023-01-01", 4100)]


def test_a_file_that_names_no_half_year_is_refused(con, data, progress):
    row = "The Quiet Harbour,Yes,2023-02-10,4000,1:41,\n"
    data.write("engagement/report.csv", f"{HEADER}\n{row}")
    assert hours(con, data, progress) == []
    (message,) = con.execute("select message from ops.loads where status = 'skipped'").fetchone()
    assert "half-year" in message
