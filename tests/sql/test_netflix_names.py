"""Netflix's reports and lists give a name and little else: which title of that name is meant."""

import pytest
from building import build_all

from etl.load.load import load_all

TMDB = "id,title,release_date,runtime,original_language,popularity\n"
REPORT = "Title,Available Globally?,Release Date,Hours Viewed,Runtime,Views\n"
WEEKS = "week\tcategory\tweekly_rank\tshow_title\tseason_title\truntime\n"


@pytest.fixture
def ask(con, data, progress):
    """Load films, a report and a week's list, and ask a question."""

    def loaded(question: str, films: str, report: str = "", weeks: str = "") -> list[tuple]:
        data.write("tmdb/movies.csv", TMDB + films.replace("\n", ",5\n"))
        if report:
            data.write("engagement/What_We_Watched_2023Jul-Dec.csv", REPORT + report)
        if weeks:
            data.write("top10/all-weeks-global_2024-06-05.tsv", WEEKS + weeks)
        load_all(con, data.path, run_id="2026-W47-test", progress=progress)
        build_all(con)
        return con.execute(question).fetchall()

    return loaded


CAME = """
select tmdb_id, came_on::varchar
from core.netflix_release inner join core.title using (title_id)
order by tmdb_id
"""


@pytest.mark.parametrize(
    ("film", "is_meant"),
    [
        ("2023-07-20,121", True),
        ("2023-01-15,115", True),  # the festivals came first
        ("2023-09-01,119", True),  # TMDb has the day of another country
        ("2023-09-01,", False),  # so it may, but nothing else speaks for it
        ("2023-07-28,95", True),  # the same week: TMDb has the length of another cut
        ("2023-01-15,7", False),  # a short film
        ("2022-01-01,121", False),  # out for more than a year
        ("2024-03-01,121", False),  # not out yet
    ],
)
def test_a_film_of_the_name_is_meant_if_day_and_length_fit(ask, film, is_meant):
    found = ask(CAME, f"1,The Murderer,{film},th\n", "The Murderer,Yes,2023-07-27,9,2:01,9\n")
    assert found == [(1 if is_meant else None, "2023-07-27")]


def test_of_two_films_of_one_name_the_nearer_one_is_meant(ask):
    films = "1,Prey,2022-08-02,90,en\n2,Prey,2021-09-10,87,de\n"
    assert ask(CAME, films, "Prey,Yes,2021-09-10,9,1:27,9\n") == [(2, "2021-09-10")]


def test_hours_are_not_those_of_a_film_of_another_length(ask):
    films = "1,The Murderer,2023-02-16,7,es\n2,The Boat,2023-02-16,99,es\n"
    report = "The Murderer,Yes,2023-07-27,900,2:01,9\nThe Boat,No,,800,1:39,9\n"
    asked = (
        "select tmdb_id, hours_viewed from core.title_engagement join core.title using (title_id)"
    )
    assert sorted(ask(asked, films, report), key=str) == [(2, 800), (None, 900)]


LISTED = (
    "select category, tmdb_id from core.top10_week left join core.title using (title_id) order by 1"
)


@pytest.mark.parametrize(
    ("film", "is_meant"),
    [
        ("2015-04-12,100,es", True),
        ("2015-04-12,,es", True),
        ("2015-04-12,100,en", False),  # the list is of films in other languages
        ("2015-04-12,120,es", False),  # another length
        ("2024-12-01,100,es", False),  # not out yet
    ],
)
def test_a_listed_film_is_one_of_that_language_and_length(ask, film, is_meant):
    week = "2024-01-14\tFilms (Non-English)\t1\tDesierto\tN/A\t1.6667\n"
    assert ask(LISTED, f"1,Desierto,{film}\n", weeks=week) == [
        ("Films (Non-English)", 1 if is_meant else None)
    ]


def test_two_lists_may_mean_two_films_of_one_name(ask):
    films = "1,Inheritance,2020-05-22,111,en\n2,Inheritance,2024-05-22,,pl\n"
    weeks = "".join(
        f"2024-05-26\tFilms ({language})\t1\tInheritance\tN/A\t\n"
        for language in ("English", "Non-English")
    )
    assert ask(LISTED, films, weeks=weeks) == [("Films (English)", 1), ("Films (Non-English)", 2)]


def test_who_came_to_netflix_just_then_is_meant_whatever_its_language(ask):
    """TMDb and Netflix do not always agree on the language of a film."""
    films = "1,Faraway,2023-03-08,109,de\n2,Faraway,2016-01-01,109,en\n"
    week = "2023-03-12\tFilms (English)\t1\tFaraway\tN/A\t\n"
    assert ask(LISTED, films, "Faraway,Yes,2023-03-08,9,1:49,9\n", week) == [("Films (English)", 1)]
