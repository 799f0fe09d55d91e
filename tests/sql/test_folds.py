"""Which fold a title is in."""

from building import build_all

from etl.load.load import load_all


def folds(con, data, progress):
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    return dict(con.execute("select title, fold from features.title").fetchall())


def test_titles_with_the_same_description_share_a_fold(con, data, progress):
    rows = [
        {"title": f"Film {n}", "show_id": str(80000000 + n), "description": text}
        for n, text in enumerate(["A tale  of two docks!"] * 12 + ["a tale of two docks"] * 12)
    ]
    data.netflix("netflix_titles_2021-01-12.csv", *rows)
    assert len(set(folds(con, data, progress).values())) == 1


def test_titles_with_texts_of_their_own_spread_over_all_folds(con, data, progress):
    rows = [
        {"title": f"Film {n}", "show_id": str(80000000 + n), "description": f"Tale number {n}"}
        for n in range(60)
    ]
    data.netflix("netflix_titles_2021-01-12.csv", *rows)
    assert set(folds(con, data, progress).values()) == {0, 1, 2, 3, 4}


def test_a_description_on_netflix_and_the_same_overview_on_tmdb_need_not_be_told_apart(
    con, data, progress
):
    """Two Netflix titles matched to TMDb titles with one overview stay together as well."""
    header = "id,title,release_date,overview,popularity,vote_average,vote_count\n"
    rows = "".join(f"{n},Film {n},2019-01-01,The same words,5,7,9\n" for n in range(20))
    data.write("tmdb/films.csv", header + rows)
    assert len(set(folds(con, data, progress).values())) == 1
