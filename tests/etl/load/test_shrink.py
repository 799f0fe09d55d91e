"""Which files follow each other: those of one name but for its date and the length it states."""

from etl.load.shrink import series_of


def test_a_list_follows_the_one_of_the_week_before_however_long_each_is_said_to_be():
    before = series_of("tmdb/discover_movie_provider8_US_2026-11-02.jsonl")
    assert series_of("tmdb/discover_movie_provider8_US_of2026_2026-11-09.jsonl") == before
    assert series_of("tmdb/discover_movie_provider8_SE_of2026_2026-11-09.jsonl") != before


def test_a_number_that_is_no_length_stays():
    assert series_of("best_of_2.csv") != series_of("best_of_3.csv")
