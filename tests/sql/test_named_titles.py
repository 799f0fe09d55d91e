"""Every title that a source names has one row, and keeps its key when more is known of it."""

import pytest
from building import build_all

from etl.load.load import load_all
from weekly_job.score_history import remember_scores

REPORT = "Title,Available Globally?,Release Date,Hours Viewed,Runtime,Views\n"
WEEKS = "week\tcategory\tweekly_rank\tshow_title\tseason_title\truntime\n"
FILMS = "id,title,release_date,runtime,original_language,popularity\n"
LISTING = "show_id,type,title,director,cast,country,date_added,release_year,rating,duration\n"


@pytest.fixture
def ask(con, data, progress):
    """Load what the test has written so far, build, and ask."""

    def asked(question: str) -> list[tuple]:
        load_all(con, data.path, run_id="2026-W47-test", progress=progress)
        build_all(con)
        return con.execute(question).fetchall()

    return asked


def test_a_name_that_nobody_describes_is_a_title_with_all_its_hours(ask, data):
    rows = "Ruido // Lärm: Season 1,Yes,2023-07-27,900,1:10,9\nRuido: Season 2,No,,100,1:10,9\n"
    data.write("engagement/What_We_Watched_2023Jul-Dec.csv", REPORT + rows)
    found = ask("select type, title, is_described, tmdb_id from core.title")
    assert found == [("series", "Ruido", False, None)]
    assert ask("select hours_viewed, row_count from core.title_engagement") == [(1000, 2)]


def test_a_title_has_every_name_that_it_goes_by(ask, data):
    data.write(
        "engagement/What_We_Watched_2023Jul-Dec.csv",
        REPORT + "The Boat // Båten,Yes,2023-07-27,9,1:40,9\n",
    )
    data.write("tmdb/movies.csv", FILMS + "7,The Boat,2023-07-26,101,sv,5\n")
    assert ask("select distinct alias, source, is_original from core.title_alias order by all") == [
        ("Båten", "engagement report", True),
        ("The Boat", "engagement report", False),
        ("The Boat", "tmdb", False),
    ]


def test_a_title_of_four_services_is_one(ask, data):
    film = "s1,Movie,The Boat,Ada Ek,Bo Ax,Sweden,2021-01-02,2019,PG,100 min\n"
    data.write("netflix/netflix_titles_2021-01.csv", LISTING + film)
    for service in ("hulu", "prime-video", "disney-plus"):
        data.write(f"services/{service}/titles_2021-10.csv", LISTING + film)
    assert ask("select count(*), count(distinct title_id) from core.catalogue_entry") == [(4, 1)]
    assert ask("select count(*) from core.title") == [(1,)]


@pytest.mark.parametrize("other", ["2019,PG,140 min", "1987,PG,101 min"])
def test_two_films_of_one_name_stay_two_where_length_or_year_tells(ask, data, other):
    data.write("services/hulu/a_2021-10.csv", LISTING + "s1,Movie,Boat,,,,,2019,PG,100 min\n")
    data.write("services/prime-video/a_2021-10.csv", LISTING + f"s1,Movie,Boat,,,,,{other}\n")
    assert ask("select count(*) from core.title") == [(2,)]


def test_a_hashtag_of_another_year_is_another_film(ask, data):
    data.write("services/hulu/a_2021-10.csv", LISTING + "s1,Movie,Lantern,,,,,2019,PG,\n")
    data.write("tmdb/movies.csv", FILMS + "7,#Lantern,2020-06-24,98,ko,5\n")
    report = "engagement/What_We_Watched_2023Jul-Dec.csv"
    data.write(report, REPORT + "#Lantern // #살아있다,Yes,2020-09-08,9,1:38,9\n")
    titles = "select title, release_year, tmdb_id from core.title order by all"
    assert ask(titles) == [("#Lantern", 2020, 7), ("Lantern", 2019, None)]


def test_two_films_that_a_report_names_alike_are_two_however_near_their_lengths(ask, data):
    rows = "Lantern // Latarnia,Yes,2023-11-10,900,2:00,9\nLantern // 灯笼,No,,1,1:51,1\n"
    data.write("engagement/What_We_Watched_2023Jul-Dec.csv", REPORT + rows)
    data.write("tmdb/movies.csv", FILMS + "7,Lantern,2023-11-09,118,en,5\n")
    found = ask(
        "select tmdb_id, hours_viewed from core.title_engagement "
        "inner join core.title using (title_id) order by all"
    )
    assert found == [(7, 900), (None, 1)]


def test_a_title_keeps_its_key_when_a_later_file_describes_it(ask, data, con):
    data.write(
        "top10/all-weeks-global_2024-06-05.tsv",
        WEEKS + "2024-05-26\tFilms (English)\t1\tThe Boat\tN/A\t1.6667\n",
    )
    ((first,),) = ask("select title_id from core.title")
    con.execute(
        "insert into scores.title (run_id, title_id, scored_at) values ('2026-W46-a', $1, now())",
        [first],
    )
    remember_scores(con, "2026-W46-a", "2026-W46", 104)
    data.write("tmdb/movies.csv", FILMS + "7,The Boat,2024-05-24,101,en,5\n")
    assert ask("select title_id, tmdb_id from core.title") == [(first, 7)]
    assert ask("select count(distinct title_id), count(*) from core.title_key") == [(1, 2)]


def test_history_follows_two_titles_that_turn_out_to_be_one(ask, data, con):
    data.write("tmdb/movies.csv", FILMS + "7,Das Boot,2024-05-24,101,de,5\n")
    data.write(
        "top10/all-weeks-global_2024-06-05.tsv",
        WEEKS + "2024-05-26\tFilms (Non-English)\t1\tThe Boat\tN/A\t1.6667\n",
    )
    assert len(ask("select title_id from core.title")) == 2
    con.execute(
        "insert into scores.title (run_id, title_id, scored_at) "
        "select '2026-W46-a', title_id, now() from core.title"
    )
    remember_scores(con, "2026-W46-a", "2026-W46", 104)
    data.write("tmdb/again.csv", FILMS + "7,The Boat,2024-05-24,101,de,5\n")
    ((kept,),) = ask("select title_id from core.title")
    remember_scores(con, "2026-W47-test", "2026-W47", 104)
    assert con.execute("select title_id, run_id from scores.history").fetchall() == [
        (kept, "2026-W46-a")
    ]


def test_a_person_says_which_title_a_name_means(ask, data):
    data.write("tmdb/movies.csv", FILMS + "7,Das Boot,2024-05-24,101,de,5\n")
    data.write(
        "top10/all-weeks-global_2024-06-05.tsv",
        WEEKS + "2024-05-26\tFilms (Non-English)\t1\tThe Boat\tN/A\t1.6667\n",
    )
    ((named,),) = ask("select title_id from core.title where tmdb_id is null")
    data.write("overrides.csv", f"title_id,tmdb_id\n{named},7\n")
    assert ask("select tmdb_id from core.title") == [(7,)]
    assert ask(f"select count(*) from core.title_key where key = '{named}'") == [(1,)]


def test_a_name_that_may_mean_another_title_is_for_a_person_to_look_at(ask, data):
    listed = "2024-05-26\tFilms (Non-English)\t1\tThe Boat\tN/A\t"
    data.write("top10/all-weeks-global_2024-06-05.tsv", WEEKS + f"{listed}\n")
    films = "The Boat,No,,9,1:41,9\nThe Boat,No,,8,2:41,9\n"
    data.write("engagement/What_We_Watched_2023Jul-Dec.csv", REPORT + films)
    assert ask("select count(*) from core.title") == [(2,)]
    assert ask("select alias, row_count from core.unclear_name") == [("The Boat", 1)]


def test_who_made_a_title_is_said_of_us_and_of_rivals(ask, data):
    head = "id,name,first_air_date,popularity,networks\n"
    netflix, hulu = (
        '"[{""id"": 213, ""name"": ""Netflix""}]"',
        '"[{""id"": 453, ""name"": ""Hulu""}]"',
    )
    data.write("tmdb/tv.csv", f"{head}1,A,2020-01-01,5,{netflix}\n2,B,2020-01-01,5,{hulu}\n")
    found = ask("select title, made_by, is_own_production from core.title order by title")
    assert found == [("A", "Netflix", True), ("B", "Hulu", False)]
