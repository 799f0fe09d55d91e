"""The day that a file speaks of."""

import pytest

from etl.load.dates import date_in_name


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("all-weeks-global_2024-06-26.tsv", "2024-06-23", "2024-06-26"),
        ("netflix_titles_2021-01.csv", "2021-01-16", "2021-01-16"),
        ("netflix_titles_2021-01.csv", "2019-12-31", "2021-01-31"),
        ("api_2019_movies.csv", "2017-06-29", "2019-12-31"),
        ("api_2026_movies.json", None, "2026-11-20"),
        ("TMDB_movie_dataset_v11.csv", "2023-08-02", "2023-08-02"),
        ("tmdb_5000_movies.csv", "2017-02-03", "2017-02-03"),
        ("movie_ids_11_20_2026.json.gz", None, "2026-11-20"),
        ("titles.csv", None, None),
        ("titles_2020-13.csv", None, None),
        ("top_2000_movies.csv", "2024-05-01", "2024-05-01"),
        ("best_2010_movies.csv", "2024-05-01", "2024-05-01"),
        ("first 2025 rows.csv", None, None),
        ("tmdb_2015_records.csv", None, None),
        ("movies_2000.csv", None, None),
        ("movies_of_the_2010s.csv", None, None),
        ("movies_2050.csv", None, None),
        ("tmdb_2024_10k.csv", None, "2024-12-31"),
        ("netflix/2021-06/netflix_titles.csv", "2021-01-09", "2021-06-30"),
        ("netflix/2021-06/netflix_titles_2022-06-03.csv", None, "2022-06-03"),
        ("netflix/2019/2021-06/titles.csv", None, "2021-06-30"),
        ("netflix/16-01-2021.csv", None, "2021-01-16"),
        ("netflix/05-01-2021.csv", None, "2021-12-31"),
        ("netflix_16Jan2021.csv", None, "2021-01-16"),
        ("netflix_January_2021.csv", None, "2021-01-31"),
        ("netflix_2021_sep.csv", None, "2021-09-30"),
        ("What_We_Watched_2023Jan-Jun.xlsx", "2023-03-02", "2023-03-02"),
        ("marvel_2021.csv", None, "2021-12-31"),
        ("discover_tv_provider8_SE_of2012_2026-11-09.jsonl", None, "2026-11-09"),
        ("discover_movie_provider2012-2100_US_of2717_2026-11-09.jsonl", None, "2026-11-09"),
        ("discover_tv_network2013_2026-11-09.jsonl", None, "2026-11-09"),
    ],
)
def test_date_of_a_file(name, content, expected):
    assert date_in_name(name, content, as_of="2026-11-20") == expected


def test_a_listing_is_no_older_than_what_it_lists():
    def date_of(content):
        return date_in_name("netflix_2021-01.csv", content, "2026-11-20", is_listing=True)

    assert date_of("2021-09-25") == "2021-09-25"
    assert date_of("2019-12-31") == "2021-01-31"
    assert date_of("2031-01-01") == "2021-01-31"
