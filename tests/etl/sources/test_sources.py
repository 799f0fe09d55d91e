"""The sources beside Netflix's catalogue and TMDb: what they add to a title."""

import pandas as pd
from building import build_all

from etl.load.load import load_all

HEADER = ["Title", "Available Globally?", "Release Date", "Hours Viewed", "Runtime", "Views"]
FILM_CSV = "id,title,popularity,vote_average,vote_count,release_date,imdb_id\n"


def build(con, data, progress):
    loads = load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    return {one.file: one for one in loads}


def workbook(data, name: str, **sheets: list[list[object]]) -> None:
    """An engagement report: two lines of banner above each sheet's table."""
    path = data.write(f"engagement/{name}", "")
    above = ["What We Watched", "Views from July to December 2023", None]
    banner = [[line] + [None] * (len(HEADER) - 1) for line in above]
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for sheet, rows in sheets.items():
            pd.DataFrame(banner + rows).to_excel(
                writer, sheet_name=sheet, header=False, index=False
            )


def test_engagement_is_summed_over_seasons_and_local_titles_come_off(con, data, progress):
    data.write("tmdb/tv.csv", "id,name,popularity,first_air_date\n1,Dark & Light,3,2020-01-01\n")
    season_1 = ["Dark & Light: Season 1 // Dunkel", "Yes", "2020-01-01", 700, "7:34", 100]
    season_2 = ["Dark & Light: Season 2 // Dunkel", "Yes", None, 300, "*", None]
    workbook(data, "What_We_Watched_2023Jul-Dec.xlsx", TV=[HEADER, season_1, season_2])
    build(con, data, progress)
    found = con.execute("select period_start::varchar, hours_viewed from core.title_engagement")
    assert found.fetchall() == [("2023-07-01", 1000)]


def test_every_sheet_of_a_report_is_read(con, data, progress):
    film = ["<Film> & Co", "No", None, 100, "1:47*", 50]
    workbook(data, "report.xlsx", TV=[HEADER, ["Show", "No", None, 1, "*", 1]], Film=[HEADER, film])
    assert build(con, data, progress)["engagement/report.xlsx"].rows_loaded == 2
    found = con.execute("select title from raw.engagement_titles order by title").fetchall()
    assert found == [("<Film> & Co",), ("Show",)]


def test_a_workbook_that_is_none_is_skipped(con, data, progress):
    data.netflix("n.csv", {})
    data.write("engagement/report.xlsx", "PK not a workbook")
    load = build(con, data, progress)["engagement/report.xlsx"]
    assert "expected an xlsx workbook" in load.message


def test_movielens_ratings_reach_the_film_by_its_link(con, data, progress):
    data.write("tmdb/a.csv", FILM_CSV + "862,Toys,9,8,50,1995-10-30,tt0114709\n")
    data.write("movielens/links.csv", "movieId,imdbId,tmdbId\n1,0114709,862\n2,9,\n")
    ratings = "userId,movieId,rating,timestamp\n1,1,4.0,9\n2,1,2.5,9\n3,2,5.0,9\n4,1,9,9\n"
    data.write("movielens/ratings.csv", ratings)
    build(con, data, progress)
    found = con.execute("select user_count, mean_stars, liked_share from core.title_audience")
    assert found.fetchall() == [(2, 3.25, 0.5)]
    assert con.execute("select reason from raw.rejects").fetchall() == [
        ("rating is not 0.5 to 5 stars",)
    ]


def test_justwatch_says_that_a_title_is_on_netflix(con, data, progress):
    data.write(
        "tmdb/a.csv", FILM_CSV + "1,One,9,8,50,2020-01-01,tt1\n2,Two,9,8,50,2020-01-01,tt2\n"
    )
    data.write(
        "justwatch/titles.csv", "id,title,type,release_year,imdb_id\ntm1,One,MOVIE,2020,tt1\n"
    )
    build(con, data, progress)
    found = con.execute("select title, is_on_netflix from core.title order by title").fetchall()
    assert found == [("One", True), ("Two", False)]


def test_credits_in_a_file_of_their_own_name_the_director(con, data, progress):
    data.write("tmdb/films.csv", FILM_CSV + "1,One,9,8,50,2020-01-01,tt1\n")
    cast = '[{""name"": ""Ada Ek""}]'
    crew = '[{""job"": ""Editor"", ""name"": ""Bo""}, {""job"": ""Director"", ""name"": ""Cy""}]'
    data.write("tmdb/credits.csv", f'movie_id,title,cast,crew\n1,One,"{cast}","{crew}"\n')
    build(con, data, progress)
    found = con.execute("select role, person from core.title_person order by role").fetchall()
    assert found == [("cast", "Ada Ek"), ("director", "Cy")]
