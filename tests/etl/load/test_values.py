"""Values are read by what their whole column tells, and what is not certain is counted."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.load.load import load_all
from etl.load.recognise import recognise
from etl.load.scratch import Scratch
from etl.load.table_values import ReadTable
from etl.load.values import read_values
from etl.sources.tmdb import SOURCE

RUN = "2026-W47-test"


@pytest.fixture
def dates(con, data, progress):
    """Load films whose release dates are written as given; returns them as read, in order."""

    def read(*texts: str) -> list[str | None]:
        rows = "\n".join(f'{n},Film {n},"{text}",5,7,10' for n, text in enumerate(texts, 1))
        data.write(
            "tmdb/a_2026-01.csv",
            f"id,title,release_date,popularity,vote_average,vote_count\n{rows}\n",
        )
        load_all(con, data.path, run_id=RUN, progress=progress)
        found = con.execute("select release_date from raw.tmdb_titles order by id::int")
        return [row[0] for row in found.fetchall()]

    return read


@pytest.fixture
def unread(con):
    """What was not understood of a column: how often, and examples."""

    def of(column: str) -> tuple[int, list[str] | None]:
        found = con.execute(
            "select unread_count, examples from ops.load_columns where column_name = $column",
            {"column": column},
        )
        return found.fetchone()

    return of


def test_one_certain_date_tells_the_order_of_all(dates):
    assert dates("10/25/2016", "4/5/1995") == ["2016-10-25", "1995-04-05"]


def test_a_date_that_could_be_two_is_counted_and_not_guessed(dates, unread):
    assert dates("4/5/1995", "3/2/2001") == [None, None]
    assert unread("release_date") == (2, ["3/2/2001", "4/5/1995"])


def test_dates_that_contradict_each_other_tell_nothing_of_the_others(dates):
    assert dates("10/25/2016", "25/10/2016", "4/5/1995") == ["2016-10-25", "2016-10-25", None]


def test_each_mark_between_numbers_has_an_order_of_its_own(dates):
    assert dates("9/25/2021", "08-12-2021") == ["2021-09-25", None]


@pytest.mark.parametrize(
    "text",
    [
        "2015-06-09",
        "2015/06/09",
        "20150609",
        "June 9, 2015",
        "Jun 9, 2015",
        "9 June 2015",
        "9-Jun-2015",
        "2015-06-09T00:00:00.000Z",
        "2015-06-09 10:30:00 UTC",
        " June 9, 2015",
        "42164",
    ],
)
def test_a_date_is_read_in_the_forms_that_people_write(dates, text):
    assert dates(text) == ["2015-06-09"]


@pytest.mark.parametrize("text", ["2015", "2015-06", "1815-06-09", "2090-01-01", "2015-02-30"])
def test_what_is_no_whole_or_no_possible_date_is_unread(dates, unread, text):
    assert dates(text) == [None]
    assert unread("release_date") == (1, [text])


def test_the_year_beside_a_date_decides_its_century_and_refuses_another(con, data, progress):
    data.write(
        "tmdb/a_2026-01.csv",
        "id,title,release_date,release_year,popularity\n"
        "1,One,6/9/15,2015,5\n2,Two,12/25/66,1966,5\n3,Three,12/26/66,2001,5\n",
    )
    load_all(con, data.path, run_id=RUN, progress=progress)
    found = con.execute("select release_date from raw.tmdb_titles order by id").fetchall()
    assert found == [("2015-06-09",), ("1966-12-25",), (None,)]


def test_few_certain_dates_among_many_are_a_spreadsheets_work(dates):
    turned = [f"{month}/{day}/2020" for month in range(1, 7) for day in range(7, 12)]
    assert dates("9/25/2021", *turned) == ["2021-09-25", *[None] * len(turned)]


def test_weeks_end_on_sundays_which_tells_their_order(con, data, progress):
    data.write(
        "top10/a.csv",
        "week,category,weekly_rank,show_title\n6/2/2022,TV,1,Quay\n7/2/2022,TV,1,Lamp\n",
    )
    load_all(con, data.path, run_id=RUN, progress=progress)
    assert con.execute("select week, show_title from raw.top10_weeks").fetchall() == [
        ("2022-02-06", "Quay")
    ]


@pytest.fixture
def numbers(con, data, progress):
    """Load films with these columns, separated by semicolons; returns them as read."""

    def read(*rows: tuple[str, str, str]) -> list[tuple]:
        lines = "\n".join(f"{n};Film {n};{';'.join(row)}" for n, row in enumerate(rows, 1))
        data.write("tmdb/a_2026-01.csv", f"id;title;vote_average;vote_count;popularity\n{lines}\n")
        load_all(con, data.path, run_id=RUN, progress=progress)
        columns = "vote_average, vote_count, popularity"
        return con.execute(f"select {columns} from raw.tmdb_titles order by id").fetchall()

    return read


def test_a_decimal_comma_in_one_column_is_the_files(numbers):
    assert numbers(("7,1", "1.201", "1001,25"), ("8", "12", "1.001")) == [
        ("7.1", "1201", "1001.25"),
        ("8", "12", "1001"),
    ]


def test_a_fraction_of_zero_is_a_whole_number(numbers):
    assert numbers(("7.1", "120.0", "5.25")) == [("7.1", "120", "5.25")]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-3", "11", "1e999"])
def test_what_is_no_number_in_range_is_null_and_counted(numbers, unread, text):
    assert numbers((text, "10", "5")) == [(None, "10", "5")]
    assert unread("vote_average") == (1, [text])


def test_words_in_place_of_a_number_tell_a_shifted_row(con, numbers):
    assert numbers(("7", "10", "5"), ("8", "10", "A keeper counts ships.")) == [("7", "10", "5")]
    assert con.execute("select reason from raw.rejects").fetchall() == [
        ("popularity holds words: the row is shifted",)
    ]


@pytest.mark.parametrize(
    ("kind", "text", "length"),
    [
        ("Movie", "93", "93 min"),
        ("Movie", "93 min", "93 min"),
        ("Movie", "1h 33m", "93 min"),
        ("Movie", "1H 33M 0S", "93 min"),
        ("Movie", "Unknown", None),
        ("TV Show", "4", "4 Seasons"),
        ("TV Show", "2 Seasons", "2 Seasons"),
        ("Film", "93", "93 min"),
        ("Série", "1", "1 Season"),
    ],
)
def test_lengths_are_minutes_or_seasons(con, data, progress, kind, text, length):  # noqa: PLR0913, PLR0917
    data.netflix("n_2021-01.csv", {"type": kind, "duration": text})
    load_all(con, data.path, run_id=RUN, progress=progress)
    assert con.execute("select duration from raw.netflix_titles").fetchall() == [(length,)]


@pytest.mark.parametrize("word", ["Unknown", "Not Given", "N/A", "NA", "null", "None", "-", ""])
def test_a_word_for_nothing_is_no_value_and_none_unread(con, data, progress, unread, word):
    data.netflix("n_2021-01.csv", {"director": word, "title": "Unknown"})
    load_all(con, data.path, run_id=RUN, progress=progress)
    assert con.execute("select title, director from raw.netflix_titles").fetchall() == [
        ("Unknown", None)
    ]
    assert unread("director") == (0, None)


def test_votes_are_no_age_ratings(con, data, progress):
    data.netflix("n_2021-01.csv", {"rating": "7.2"}, {"title": "Two", "rating": "16"})
    load_all(con, data.path, run_id=RUN, progress=progress)
    assert con.execute("select rating from raw.netflix_titles order by title").fetchall() == [
        (None,),
        ("16",),
    ]


def test_numbers_that_are_not_netflixs_are_not_taken_for_its_identifiers(con, data, progress):
    data.netflix("n_2021-01.csv", {"show_id": "80101"}, {"title": "Two", "show_id": "1184918"})
    load_all(con, data.path, run_id=RUN, progress=progress)
    assert con.execute("select distinct show_id from raw.netflix_titles").fetchall() == [(None,)]


def test_a_file_of_which_most_dates_are_unclear_is_refused_unless_accepted(con, data, progress):
    rows = [{"title": f"Film {n}", "date_added": "4/5/2020"} for n in range(120)]
    data.netflix("n_2021-01.csv", *rows)
    data.tmdb()
    load, other = sorted(
        load_all(con, data.path, run_id=RUN, progress=progress), key=lambda load: load.source
    )
    assert (load.status, other.status) == ("skipped", "loaded")
    assert "date_added: 120 of 120 values were not understood" in load.message
    loads = load_all(con, data.path, run_id=RUN, progress=progress, accept_unread=True)
    assert sorted(load.status for load in loads) == ["loaded", "unchanged"]


@given(
    days=st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31)), min_size=1, max_size=30),
    form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y", "%B %d, %Y", "%Y-%m-%d"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_date_is_read_as_it_was_meant_or_not_at_all(con, days, form):

    with Scratch(con) as scratch:
        rows = scratch.table(
            "rows",
            "select '1' as id, 'a' as title, '1' as popularity, unnest($texts) as release_date",
            {"texts": [day.strftime(form) for day in days]},
        )
        read = ReadTable(rows, scratch.columns(rows), "rowid + 1", rows, 0)
        table, _ = read_values(scratch, recognise(scratch, read, (SOURCE,)))
        found = con.execute(f"select release_date from {table.rows} order by place").fetchall()
    for (value,), day in zip(found, days, strict=True):
        assert value in (None, day.isoformat())
