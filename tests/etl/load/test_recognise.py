"""A file's kind, by its columns, and its rows sorted by what becomes of them."""

import pandas as pd
import pytest

from catalogue_common.errors import SourceError
from etl.load.read_file import read_file
from etl.load.recognise import last_day_in, recognise
from etl.load.scratch import Scratch
from etl.load.sort_rows import sort_rows
from etl.sources import SOURCES


@pytest.fixture
def recognised(con, tmp_path):
    """Recognise a CSV file of a source."""
    with Scratch(con) as scratch:

        def run(folder: str, text: str):
            path = tmp_path / "a.csv"
            path.write_text(text)
            return scratch, recognise(scratch, read_file(scratch, path), SOURCES[folder])

        yield run


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("movieId,imdbId,tmdbId", "raw.movielens_links"),
        ("Movie ID,Title,Genres", "raw.movielens_movies"),
        ("userId,movieId,rating,timestamp", "raw.movielens_ratings"),
    ],
)
def test_a_folder_may_hold_several_kinds(recognised, header, table):
    assert recognised("movielens", f"{header}\n1,2,3\n")[1].source.table == table


MOVIE_IDS = ("id", "original_title", "popularity", "adult", "video")
PERSON_IDS = ("id", "name", "popularity", "adult")


@pytest.mark.parametrize("saved_as", ["xlsx", "csv"])
def test_a_daily_export_of_identifiers_is_one_in_a_workbook_and_with_an_index_too(
    con, tmp_path, saved_as
):
    found = []
    for header in (MOVIE_IDS, PERSON_IDS):
        table = pd.DataFrame([(1, "One", 2.5, False, False)[: len(header)]], columns=header)
        getattr(table, {"xlsx": "to_excel", "csv": "to_csv"}[saved_as])(tmp_path / f"a.{saved_as}")
        with Scratch(con) as scratch:
            read = read_file(scratch, tmp_path / f"a.{saved_as}")
            one = recognise(scratch, read, SOURCES["tmdb"])
            kinds = con.execute(f"select kind from {one.rows}").fetchone()
            found.append((one.source.table, *kinds))
    assert found == [("raw.tmdb_ids", "movie"), ("raw.tmdb_titles", "person")]


def test_columns_that_are_not_loaded_are_named_but_for_an_index(recognised):
    _, table = recognised("netflix", ",title,type,release_year,stars\n0,One,Movie,2001,5\n")
    assert table.unknown == ("stars",)


def test_a_file_of_no_kind_is_refused_with_what_was_expected_and_found(recognised):
    with pytest.raises(SourceError, match=r"\(type is missing\). Found: title, release_year"):
        recognised("netflix", "title,release_year\nOne,2001\n")


def test_the_last_day_is_the_rows(recognised):
    scratch, table = recognised(
        "top10", "week,category,weekly_rank,show_title\n2026-11-08,TV,1,A\n2026-11-15,TV,1,A\n"
    )
    assert last_day_in(scratch.con, table) == "2026-11-15"


def test_each_row_is_loaded_set_aside_or_repeated(recognised):
    scratch, table = recognised("tmdb", "id,title,popularity\n1,A,1\nx,B,1\n1,A,2\n2,C,3\n")
    rows = sort_rows(scratch, table)
    assert (rows.read_count, rows.rejected_count, rows.repeated_count) == (4, 1, 1)
    left = scratch.con.execute(f"select row_number, id from {table.rows} order by all").fetchall()
    assert left == [(3, "1"), (4, "2")]
    found = scratch.con.execute(f"select row_number, reason from {rows.set_aside}").fetchall()
    assert found == [(2, "id is not a number")]
