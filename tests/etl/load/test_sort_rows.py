"""Which of several rows of one key counts."""

from data_directory import DataDirectory

from etl.load.load import load_all

TMDB = "id,title,popularity,vote_average,vote_count,release_date\n"


def test_the_later_reading_of_a_title_counts(con, data: DataDirectory, progress):
    data.write(
        "tmdb/pulls.csv",
        f"{TMDB}1,One,0.6,0,0,2001-01-01\n2,Two,3,6,10,2001-01-01\n1,One,33.1,7.4,812,2001-01-01\n",
    )
    [load] = load_all(con, data.path, run_id="test", progress=progress)
    assert (load.rows_loaded, load.rows_duplicate) == (2, 1)
    found = con.execute("select id, vote_count from raw.tmdb_titles order by id").fetchall()
    assert found == [("1", "812"), ("2", "10")]


def test_the_last_rating_of_a_user_counts_wherever_it_stands(con, data: DataDirectory, progress):
    data.write(
        "movielens/ratings.csv",
        "userId,movieId,rating,timestamp\n7,1,4.5,1500000000\n7,1,2.0,1400000000\n"
        "8,1,3.0,1400000000\n8,1,3.5,1400000000\n9,1,1.0,\n9,1,5.0,\n",
    )
    load_all(con, data.path, run_id="test", progress=progress)
    found = con.execute("select user_id, rating from raw.movielens_ratings order by 1").fetchall()
    assert found == [("7", "4.5"), ("8", "3.5"), ("9", "5.0")]


def test_where_no_row_is_left_the_words_are_named_that_were_found(con, data, progress):
    data.netflix("n.csv", {"type": "Anime"}, {"type": "Hörspiel"}, {"type": "Anime"})
    data.tmdb()
    [load, _] = load_all(con, data.path, run_id="test", progress=progress)
    assert load.status == "skipped"
    assert "not one of its 3 rows" in load.message
    assert "(found in type: 'Anime', 'Hörspiel')" in load.message
