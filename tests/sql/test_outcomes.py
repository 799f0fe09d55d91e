"""What counts as a hit, and where that cannot be known."""

from building import build_all

from etl.load.load import load_all

HEADER = "id,name,first_air_date,popularity,vote_average,vote_count,original_language\n"
WEEKS = "week\tcategory\tweekly_rank\tshow_title\tseason_title\n"


def outcomes(con, data, progress, columns: str) -> dict[str, object]:
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    rows = con.execute(
        f"select title, {columns} from features.outcome join core.title using (title_id)"
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def test_a_hit_is_in_the_top_tenth_of_its_file_with_at_least_median_votes(con, data, progress):
    rows = [f"{n},S{n},2020-01-01,{n},7,{0 if n == 40 else n},en\n" for n in range(1, 41)]
    data.write("tmdb/tv_2024-01-01.csv", HEADER + "".join(rows))
    hits = outcomes(con, data, progress, "is_hit")
    assert {title for title, is_hit in hits.items() if is_hit} == {"S37", "S38", "S39"}
    assert None not in hits.values()


def test_a_short_list_ranks_nothing(con, data, progress):
    data.write("tmdb/tv.csv", HEADER + "1,A,2020-01-01,5,7,10,en\n2,B,2020-01-01,6,7,10,en\n")
    assert set(outcomes(con, data, progress, "is_hit").values()) == {None}


def test_top10_is_known_only_within_the_span_of_the_weeks_and_on_netflix(con, data, progress):
    series = {
        "Entered": "2024-02-01",
        "Did not": "2024-02-01",
        "Entered late": "2024-01-02",
        "Before the weeks": "2020-02-01",
        "Too recent to tell": "2024-05-30",
    }
    rows = [f"{n},{title},{day},5,7,9,en\n" for n, (title, day) in enumerate(series.items())]
    data.write("tmdb/discover_tv_network213.csv", HEADER + "".join(rows))
    data.write("tmdb/elsewhere.csv", HEADER + "9,Elsewhere,2024-02-01,5,7,9,en\n")
    ranks = [("2024-01-07", "X"), ("2024-02-04", "Entered"), ("2024-03-03", "Entered late")]
    ranks.append(("2024-06-02", "Y"))
    weeks = [f"{week}\tTV (English)\t1\t{title}\tN/A\n" for week, title in ranks]
    data.write("top10/all-weeks-global_2024-06-05.tsv", WEEKS + "".join(weeks))
    assert outcomes(con, data, progress, "entered_top10") == {
        "Entered": True,
        "Did not": False,
        "Entered late": False,
        "Before the weeks": None,
        "Too recent to tell": None,
        "Elsewhere": None,
        "X": None,
        "Y": None,
    }


def test_a_week_that_a_later_file_drops_is_kept_and_its_wording_replaced(con, data, progress):
    data.write("tmdb/tv.csv", HEADER + "1,A,2020-01-01,5,7,10,en\n")
    first = "2024-01-07\tTV (English)\t1\tKept\tN/A\n2024-01-14\tTV (English)\t1\tOld name\tN/A\n"
    data.write("top10/all-weeks-global_2024-01-17.tsv", WEEKS + first)
    second = "2024-01-14\tTV (English)\t1\tNew name\tN/A\n"
    data.write("top10/all-weeks-global_2024-01-24.tsv", WEEKS + second)
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    found = con.execute("select show_title from core.top10_week order by week").fetchall()
    assert found == [("Kept",), ("New name",)]


def test_top10_is_judged_from_the_release_on_netflix_where_the_report_tells_it(con, data, progress):
    """A film that toured festivals first is no failure for coming to Netflix months later."""
    films = "id,title,release_date,homepage,popularity,vote_average,vote_count\n"
    home = "https://www.netflix.com/title/81000001"
    data.write("tmdb/movies.csv", films + f"1,Slow Boat,2023-02-01,{home},5,7,9\n")
    report = (
        "Title,Available Globally?,Release Date,Hours Viewed\nSlow Boat,Yes,2023-08-04,900000\n"
    )
    data.write("engagement/What_We_Watched_2023Jul-Dec.csv", report)
    weeks = [("2022-12-04", "X"), ("2023-08-06", "Slow Boat"), ("2024-06-02", "Y")]
    lines = "".join(f"{week}\tFilms (English)\t1\t{title}\tN/A\n" for week, title in weeks)
    data.write("top10/all-weeks-global_2024-06-05.tsv", WEEKS + lines)
    assert outcomes(con, data, progress, "entered_top10")["Slow Boat"]


def test_levels_tell_near_misses(con, data, progress):
    rows = [f"{n},S{n},2020-01-01,{n},7,{n},en\n" for n in range(1, 41)]
    data.write("tmdb/tv_2024-01-01.csv", HEADER + "".join(rows))
    levels = outcomes(con, data, progress, "hit_level")
    assert [levels[f"S{n}"] for n in (10, 26, 30, 34, 38)] == [0, 1, 2, 3, 4]
