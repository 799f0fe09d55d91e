"""What the marts for analysts say, on a catalogue small enough to count by hand."""

from datetime import date

import pytest
from building import build_all

from etl.load.load import load_all
from warehouse.sql_files import build_schema
from weekly_job.score_history import remember_scores

TMDB = "id,title,release_date,popularity,vote_average,vote_count,original_language\n"
WEEKS = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tcumulative_weeks_in_top_10\n"
RUNS = "insert into ops.runs (run_id, week, as_of, started_at, status) values "
THIS_RUN = "2026-W47-test"


@pytest.fixture
def marts(con, data, progress):
    """Load and build; each run, named with its day, gives every title the same scores."""

    def build(**runs: str):
        load_all(con, data.path, run_id=THIS_RUN, progress=progress)
        build_all(con)
        for run_id, day in {**runs, THIS_RUN: "2026-11-20"}.items():
            con.execute(f"{RUNS} ('{run_id}', left('{run_id}', 8), '{day}', '{day}', 'succeeded')")
            con.execute(
                f"""
                insert into scores.title by name
                select
                    '{run_id}' as run_id,
                    title_id,
                    7 as predicted_rating,
                    6 as predicted_rating_low,
                    8 as predicted_rating_high,
                    0.5 as liked_probability,
                    0.2 as hit_probability,
                    0.1 as top10_probability,
                    false as is_top10_out_of_fold,
                    timestamp '{day}' as scored_at,
                from core.title
                """
            )
            remember_scores(con, run_id, run_id[:8], 104)
        return con

    return build


def rows(con, query: str):
    build_schema(con, "marts")
    return con.execute(query).fetchall()


def test_a_title_that_came_back_has_two_spells(marts, data):
    data.netflix("netflix_titles_2020-01-06.csv", {"title": "Came back"}, {"title": "Stayed"})
    data.netflix("netflix_titles_2020-01-13.csv", {"title": "Stayed"})
    back = [{"title": "Came back"}, {"title": "Stayed", "rating": "TV-MA"}]
    data.netflix("netflix_titles_2020-02-10.csv", *back)
    assert rows(
        marts(),
        "select title, spell, listed_from::text, gone_by::text, is_current "
        "from marts.catalogue_presence order by title, spell",
    ) == [
        ("Came back", 1, "2020-01-06", "2020-01-13", False),
        ("Came back", 2, "2020-02-10", None, True),
        ("Stayed", 1, "2020-01-06", None, True),
    ]


def test_arrivals_and_departures_by_week_with_the_quiet_weeks(marts, data):
    film = {"date_added": "January 1, 2020"}
    data.netflix("netflix_titles_2020-01-06.csv", {"title": "A", **film}, {"title": "B", **film})
    data.netflix("netflix_titles_2020-01-22.csv", {"title": "A", **film}, {"title": "C", **film})
    assert rows(
        marts(),
        "select week, added_count, arrived_count, departed_count, listed_count "
        "from marts.arrivals_departures where type = 'movie' order by week",
    ) == [
        ("2020-W01", 3, None, None, None),
        ("2020-W02", 0, None, None, 2),
        ("2020-W03", 0, None, None, None),
        ("2020-W04", 0, 1, 1, 2),
    ]


def test_the_mix_counts_each_tag_and_shares_by_month(marts, data):
    data.netflix(
        "netflix_titles_2020-04-01.csv",
        {"title": "A", "listed_in": "Dramas, Comedies", "date_added": "March 3, 2020"},
        {"title": "B", "listed_in": "Dramas", "date_added": "March 3, 2020"},
        {"title": "C", "listed_in": "Dramas", "date_added": "February 1, 2020"},
    )
    assert rows(
        marts(),
        "select value, title_count, share from marts.catalogue_mix "
        "where period = 'month' and period_start = '2020-03-01' and dimension = 'genre'",
    ) == [("Dramas", 2, 1.0), ("Comedies", 1, 0.5)]


def test_a_hidden_gem_is_little_known_and_well_predicted(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "Known"}, {"title": "Gem"})
    # Of those that are like it enough are rated, or its own rating would rest on nothing.
    others = "".join(f"{n},Other {n},2019-01-01,3,7,50,en\n" for n in range(3, 23))
    films = "1,Known,2019-01-01,9,7,900,en\n2,Gem,2019-01-01,1,8,5,en\n"
    data.write("tmdb/m.csv", TMDB + films + others)
    assert rows(marts(), "select title, vote_count from marts.hidden_gems") == [("Gem", 5)]


def test_a_gem_whose_rating_rests_on_nothing_is_none(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "Known"}, {"title": "Gem"})
    data.write("tmdb/m.csv", TMDB + "1,Known,2019-01-01,9,7,900,en\n2,Gem,2019-01-01,1,8,5,en\n")
    assert rows(marts(), "select title from marts.hidden_gems") == []


def test_an_overexposed_title_is_popular_and_badly_rated(marts, data):
    names = ["Loud", "Good", "Fair", "Plain", "Quiet"]
    data.netflix("netflix_titles_2020-04-01.csv", *({"title": name} for name in names))
    figures = [(90, 3), (5, 8), (4, 7), (3, 6), (2, 5)]
    films = zip(names, figures, strict=True)
    data.write(
        "tmdb/m.csv", TMDB + "".join(f"{p},{t},2019-01-01,{p},{r},99,en\n" for t, (p, r) in films)
    )
    found = rows(marts(), "select title, gap, is_predicted from marts.overexposed_titles")
    assert found == [("Loud", 1.0, False)]


def test_licensing_candidates_are_the_tmdb_titles_outside_the_catalogue(marts, data):
    data.netflix("netflix_titles_2020-01-06.csv", {"title": "Left"}, {"title": "Stayed"})
    data.netflix("netflix_titles_2020-01-13.csv", {"title": "Stayed"})
    films = [
        f"{n},{name},2019-01-01,9,7,9,en\n" for n, name in enumerate(["Left", "Stayed", "New"])
    ]
    data.write("tmdb/m.csv", TMDB + "".join(films))
    found = rows(marts(), "select title, was_in_catalogue from marts.licensing_candidates")
    assert sorted(found) == [("Left", True), ("New", False)]


def test_licensing_candidates_name_every_kind_of_reason_against_them(marts, data):
    names = ["Clip: Act 5", "The Star Awards", "Weak Awards", "Fair", "Left"]
    figures = zip(names, [7, 7, 5, 7, 5], strict=True)
    films = "".join(f"{n},{t},2019-01-01,9,{r},900,en\n" for n, (t, r) in enumerate(figures))
    data.netflix("netflix_titles_2020-01-06.csv", {"title": "Left"}, {"title": "Stayed"})
    data.netflix("netflix_titles_2020-01-13.csv", {"title": "Stayed"})
    data.write("tmdb/m.csv", TMDB + films)
    found = dict(rows(marts(), "select title, excluded_as from marts.licensing_candidates"))
    # With so few titles, each is also too little known.
    kinds = {
        title: set((said or "").split(", ")) - {"little_known", ""} for title, said in found.items()
    }
    assert kinds == {
        "Clip: Act 5": {"no_title"},
        "The Star Awards": {"talk"},
        "Weak Awards": {"talk", "failed"},
        "Fair": set(),
        "Left": {"ours", "failed"},
    }


def test_licensing_candidates_know_who_has_them_now_and_who_looked(marts, data):
    data.netflix("netflix_titles_2021-10-01.csv", {"title": "Ours"})
    data.write("tmdb/m.csv", TMDB + "1,Nobody,2019-01-01,9,7,9,en\n2,Later,2024-01-01,9,7,9,en\n")
    head = "show_id,type,title,date_added,release_year,listed_in,description\n"
    film = 's1,Movie,Theirs,"March 4, 2021",2019,Drama,A film\n'
    for service in ("disney-plus", "hulu", "prime-video"):
        data.write(f"services/{service}/titles_2021-10-24.csv", head + film)
    assert rows(
        marts(),
        "select title, tmdb_id, offered_by, offered_since::text, offers_seen_on::text "
        "from marts.licensing_candidates order by title",
    ) == [
        ("Later", 2, None, None, None),
        ("Nobody", 1, None, None, "2021-10-24"),
        ("Theirs", None, "Disney+, Hulu, Prime Video", "2021-03-04", "2021-10-24"),
    ]


def test_what_has_no_year_and_a_name_of_ours_is_not_proposed(marts, data):
    data.netflix("netflix_titles_2021-10-01.csv", {"title": "Ours"})
    films = "1,Ours,2019-08-01,9,7,9,en\n2,Ours,,9,7,9,en\n3,Another,,9,7,9,en\n"
    data.write("tmdb/m.csv", TMDB + films)
    found = dict(rows(marts(), "select tmdb_id, not_proposed_for from marts.licensing_candidates"))
    assert found.keys() == {2, 3}
    assert found[2] == "no year is known, and one of ours has its name"
    assert found[3] != found[2]


@pytest.mark.parametrize(("region", "site"), [("US", "us"), ("GB", "uk")])
def test_a_title_has_its_page_and_its_name_elsewhere(marts, data, region, site):
    data.netflix("netflix_titles_2021-10-01.csv", {"title": "A & B"})
    data.write("tmdb/m.csv", TMDB + "7,A & B,2019-08-01,9,7,9,en\n")
    built = marts()
    build_schema(built, "marts")
    built.execute(f"update marts.service_lists set region = '{region}' where is_catalogue")
    assert built.execute("select tmdb_url, justwatch_url from marts.title_links").fetchall() == [
        (
            "https://www.themoviedb.org/movie/7",
            f"https://www.justwatch.com/{site}/search?q=A%20%26%20B",
        )
    ]


def test_nobody_has_a_candidate_only_where_all_rivals_were_looked_at(marts, data):
    data.write("tmdb/m.csv", TMDB + "1,Nobody,2019-01-01,9,7,9,en\n")
    head = "show_id,type,title,date_added,release_year,listed_in,description\n"
    data.write("services/hulu/titles_2021-10-24.csv", head + "s1,Movie,Theirs,,2019,Drama,A film\n")
    query = "select offered_by, offers_seen_on from marts.licensing_candidates where tmdb_id = 1"
    assert rows(marts(), query) == [(None, None)]


def test_a_tag_gap_is_a_likely_tag_not_listed_or_a_listed_one_that_looks_wrong(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "A", "listed_in": "Dramas"})
    con = marts()
    con.execute(
        """
        insert into scores.title_genre by name
        select
            getvariable('run_id') as run_id,
            title_id,
            'netflix' as taxonomy,
            unnest(['Dramas', 'Comedies', 'Cult Movies']) as genre,
            unnest([0.01, 0.9, 0.3]) as probability,
            false as is_predicted,
            true as is_out_of_fold,
        from core.title
        """
    )
    found = rows(con, "select genre, gap, listed from marts.tag_gaps")
    assert sorted(found) == [("Comedies", "missing", "Dramas"), ("Dramas", "doubtful", "Dramas")]


def test_a_top10_week_stands_beside_the_newest_prediction_made_before_it(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "A"})
    weeks = ["2026-09-06", "2026-09-13", "2026-09-20"]
    top10 = [f"{week}\tFilms (English)\t1\tA\tN/A\t{n}\n" for n, week in enumerate(weeks, 1)]
    data.write("top10/all-weeks-global_2026-09-23.tsv", WEEKS + "".join(top10))
    # The second run's day lies within the second week: it tells only of the third.
    con = marts(**{"2026-W36-a": "2026-08-30", "2026-W37-a": "2026-09-07"})
    assert rows(
        con,
        "select prediction, predicted_in, is_first_week from marts.top10_predictions order by week",
    ) == [
        ("before the week", "2026-W36-a", True),
        ("before the week", "2026-W36-a", False),
        ("before the week", "2026-W37-a", False),
    ]


def test_a_run_dated_back_by_hand_predicted_nothing_before_the_week(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "A"})
    top10 = "2026-09-06\tFilms (English)\t1\tA\tN/A\t1\n2026-09-06\tFilms (English)\t2\tZ\tN/A\t1\n"
    data.write("top10/all-weeks-global_2026-09-23.tsv", WEEKS + top10)
    con = marts(**{"2026-W30-a": "2026-11-18"})
    con.execute("update ops.runs set as_of = '2026-07-20' where run_id = '2026-W30-a'")
    assert rows(
        con, "select show_title, prediction, predicted_in from marts.top10_predictions"
    ) == [("A", "not trained on", THIS_RUN), ("Z", "not trained on", THIS_RUN)]


def test_movers_name_what_changed_since(marts, data):
    data.netflix("netflix_titles_2020-04-01.csv", {"title": "A"})
    con = marts(**{"2026-W46-a": "2026-11-13"})
    moved = "select score, before, after, what_changed from marts.movers"
    assert rows(con, moved) == []
    con.execute("update scores.history set hit_probability = .1 where run_id = '2026-W46-a'")
    assert rows(con, moved) == [("hit_probability", 0.1, 0.2, "a new snapshot lists it")]
    con.execute("update ops.loads set loaded_at = '2026-11-01'")
    assert rows(con, moved) == [("hit_probability", 0.1, 0.2, "only the models, trained anew")]


def test_data_quality_tells_of_checks_skipped_files_rejects_and_age(marts, data):
    data.netflix("netflix_titles_2026-06-01.csv", {"title": "A"}, {"title": ""})
    data.write("netflix/broken.csv", "null")
    con = marts()
    con.execute(f"insert into ops.checks values ('{THIS_RUN}', 'odd', 'warn', 3, 'it is odd')")
    assert rows(con, "select area, name, status, value from marts.data_quality") == [
        ("check", "odd", "warning", 3),
        ("files", "netflix/broken.csv", "warning", 1),
        ("freshness", "netflix", "warning", (date(2026, 11, 20) - date(2026, 6, 1)).days),
        ("rejects", "netflix/netflix_titles_2026-06-01.csv", "warning", 1),
    ]


def test_predicted_hits_are_the_likeliest_tenth_of_each_type(marts, data):
    films = [f"{n},F{n},2019-01-01,9,7,9,en\n" for n in range(30)]
    data.write("tmdb/m.csv", TMDB + "".join(films))
    con = marts()
    con.execute(
        """
        update scores.title set hit_probability = tmdb_id / 100
        from core.title as titles where titles.title_id = scores.title.title_id
        """
    )
    found = rows(con, "select place, title from marts.predicted_hits order by place")
    assert found == [(1, "F29"), (2, "F28"), (3, "F27")]


def test_a_likely_hit_says_how_often_such_chances_and_such_titles_became_hits(marts, data):
    films = [f"{n},F{n},2019-01-01,{n},7,{n},en\n" for n in range(40)]
    data.write("tmdb/m.csv", TMDB + "".join(films))
    con = marts()
    con.execute("update scores.title set is_hit_out_of_fold = true")
    con.execute(
        """
        insert into core.title_genre
        select title_id, 'tmdb', genre
        from core.title
        cross join (values ('Common'), ('Rare')) as genres (genre)
        where genre = 'Common' or tmdb_id >= 30
        """
    )
    build_schema(con, "marts")
    found = con.execute(
        "select hit_traits, observed_share_low, observed_share_high from marts.predicted_hits"
    ).fetchall()
    # Four of the forty became hits, all of them given the same chance. Ten are too few to count.
    assert {traits for traits, _, _ in found} == {"Common 10%"}
    assert found[0][1:] == pytest.approx((0.040, 0.231), abs=0.001)
