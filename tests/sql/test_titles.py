"""One row per title, whichever sources know it, under a key that lasts."""

import pytest
from building import build_all
from data_directory import SERIES

from etl.load.load import load_all


@pytest.fixture
def titles(con, data, progress):
    """Load the data directory and return the titles as (title, columns asked for)."""

    def query(columns: str) -> list[tuple]:
        load_all(con, data.path, run_id="2026-W47-test", progress=progress)
        build_all(con)
        return con.execute(f"select {columns} from core.title order by title, title_id").fetchall()

    return query


def test_a_title_keeps_its_key_when_its_identifier_and_snapshot_change(titles, data):
    data.netflix("n_2020-01.csv", {"show_id": "80000001"})
    data.netflix("n_2021-01.csv", {"show_id": "s17"})
    assert titles("netflix_id, first_seen_on::varchar, last_seen_on::varchar") == [
        (80000001, "2020-01-31", "2021-01-31")
    ]


def test_a_series_keeps_its_key_when_a_season_moves_its_year(titles, data):
    data.netflix("n_2020-01.csv", SERIES)
    data.netflix("n_2021-01.csv", {**SERIES, "release_year": "2020"})
    assert titles("title, release_year") == [("Night Ferry", 2020)]


def test_two_series_of_one_name_are_two_titles(titles, data):
    old, new = {**SERIES, "release_year": "1998"}, {**SERIES, "release_year": "2018"}
    data.netflix("n_2020-01.csv", old, new)
    data.netflix("n_2021-01.csv", old)
    assert titles("release_year, in_catalogue") == [(1998, True), (2018, False)] or titles(
        "release_year, in_catalogue"
    ) == [(2018, False), (1998, True)]


def test_language_versions_with_the_same_text_are_two_titles(titles, data):
    data.netflix("n_2020-01.csv", {"show_id": "81075235"}, {"show_id": "81072516"})
    assert len(titles("title_id")) == 2


def test_new_means_not_in_the_snapshot_before(titles, data):
    data.netflix("n_2020-01.csv", {}, {"title": "Gone"})
    data.netflix("n_2021-01.csv", {}, {"title": "Fresh"})
    assert titles("title, in_catalogue, is_new") == [
        ("Fresh", True, True),
        ("Gone", False, False),
        ("The Quiet Harbour", True, False),
    ]


def test_the_first_snapshot_makes_nothing_new(titles, data):
    data.netflix("n_2020-01.csv", {})
    assert titles("is_new") == [(False,)]


def test_a_duration_in_the_wrong_column_is_put_right(titles, data):
    data.netflix("n_2020-01.csv", {"rating": "74 min", "duration": ""})
    assert titles("maturity_rating, duration_minutes") == [(None, 74)]


def test_a_film_is_matched_by_title_and_year(titles, data, con):
    data.netflix("n_2020-01.csv", {})
    data.tmdb()
    assert titles("tmdb_id, original_language") == [(77, "sv")]
    assert con.execute("select method from core.title_match").fetchall() == [("title and year",)]


@pytest.mark.parametrize("year", [2016, 2022])
def test_a_film_of_another_year_is_another_film(titles, data, year):
    data.netflix("n_2020-01.csv", {})
    data.tmdb(release_date=f"{year}-08-01")
    assert titles("tmdb_id") == [(None,), (77,)] or titles("tmdb_id") == [(77,), (None,)]


def test_two_candidates_that_look_alike_are_not_matched(titles, data):
    data.netflix("n_2020-01.csv", {})
    data.tmdb("a.csv", id=1)
    data.tmdb("b.csv", id=2)
    assert sorted(titles("tmdb_id"), key=str) == [(1,), (2,), (None,)]


def test_the_netflix_address_on_tmdb_settles_it(titles, data):
    data.netflix("n_2020-01.csv", {"title": "Quiet Harbor, The"})
    data.tmdb(homepage="https://www.netflix.com/se/title/80000001")
    assert titles("title, tmdb_id") == [("Quiet Harbor, The", 77)]


def test_titles_without_a_latin_letter_stay_apart(titles, data):
    data.netflix("n_2020-01.csv", {"title": "海街"}, {"title": "夜船"}, {"title": "!!!"})
    data.tmdb(title="夜船", original_title="夜船")
    assert titles("title, tmdb_id") == [("!!!", None), ("夜船", 77), ("海街", None)]


def test_the_newest_reading_wins_and_gaps_are_filled_from_older_ones(titles, data, con):
    data.tmdb("tmdb_2019-01-01.csv", overview="Old words.", vote_count=5, vote_average=3.0)
    data.tmdb("tmdb_2020-01-01.csv", overview="", vote_count=50, vote_average=6.0)
    assert titles("overview") == [("Old words.",)]
    assert con.execute("select rating, vote_count from features.outcome").fetchall() == [(6.0, 50)]


def test_no_votes_is_no_rating(titles, data, con):
    data.tmdb(vote_average=0, vote_count=0)
    titles("1")
    assert con.execute("select rating, vote_count from features.outcome").fetchall() == [(None, 0)]


def test_genres_are_named_in_english_whatever_the_answer_says(titles, data, con):
    data.tmdb(genres='[{"id": 18, "name": "دراما"}, {"id": 99999, "name": "?"}]')
    titles("1")
    found = con.execute("select taxonomy, genre from core.title_genre").fetchall()
    assert found == [("tmdb", "Drama")]


def test_countries_are_codes_in_listed_order(titles, data, con):
    data.netflix("n_2020-01.csv", {"country": "Soviet Union, , West Germany,"})
    titles("1")
    found = con.execute("select country_code from core.title_country order by position").fetchall()
    assert found == [("SU",), ("DE",)]


def test_titles_that_share_a_text_share_a_fold(titles, data, con):
    data.netflix("n_2020-01.csv", *({"title": f"Version {n}"} for n in range(12)))
    titles("1")
    assert con.execute("select count(distinct fold) from features.title").fetchone() == (1,)
