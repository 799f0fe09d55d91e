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
    ],
)
def test_date_of_a_file(name, content, expected):
    assert date_in_name(name, content, as_of="2026-11-20") == expected
