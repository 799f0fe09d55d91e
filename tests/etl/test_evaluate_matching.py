"""Which Netflix title is which TMDb title, who has the last word, and how well it is done."""

import pytest
from building import build_all
from data_directory import FILM, SERIES

from catalogue_common.errors import SourceError
from etl.evaluate_matching import evaluate_matching
from etl.load.load import load_all
from warehouse.build import build
from warehouse.publish import publish
from warehouse.sql_files import SQL, build_table, read_table_file


@pytest.fixture
def matches(con, data, progress):
    """Load the data directory and return the matches as (TMDb id, method)."""

    def query() -> list[tuple]:
        load_all(con, data.path, run_id="2026-W47-test", progress=progress)
        build_all(con)
        return con.execute("select tmdb_id, method from core.title_match order by all").fetchall()

    return query


@pytest.mark.parametrize(
    ("netflix", "tmdb"),
    [
        ("SWORDFALL", "Sword Fall"),
        ("Ada Doe's The Green Door", "The Green Door"),
        ("The Long Road", "The Long Road: The Movie"),
        ("Night Swim (Spanish Version)", "Night Swim"),
    ],
)
def test_titles_that_agree_by_their_letters_or_in_part_are_matched(matches, data, netflix, tmdb):
    data.netflix("n_2020-01.csv", {"title": netflix})
    data.tmdb(title=tmdb, original_title=tmdb, runtime=101)
    assert [tmdb_id for tmdb_id, _ in matches()] == [77]


def test_half_a_title_alone_is_not_enough(matches, data):
    data.netflix("n_2020-01.csv", {"title": "The Long Road"})
    data.tmdb(title="The Long Road: Another Story", original_title="x", runtime=55)
    assert matches() == []


def test_a_title_whose_name_differs_is_matched_through_justwatch(matches, data):
    data.netflix("n_2020-01.csv", {"title": "Take the Train"})
    data.tmdb(title="Bastion Day", original_title="Bastion Day", imdb_id="tt0000077")
    data.write(
        "justwatch/titles_2022-07.csv",
        "id,title,type,release_year,imdb_id\ntm1,Take the Train,MOVIE,2019,tt0000077\n",
    )
    assert matches() == [(77, "imdb id")]


def test_a_person_has_the_last_word(matches, data):
    data.netflix("n_2020-01.csv", {})
    data.tmdb()
    data.tmdb("other.csv", id=78, title="Something Else", original_title="Something Else")
    data.write(
        "overrides.csv", "type,title,release_year,tmdb_id\nMovie,The Quiet Harbour,2019,78\n"
    )
    assert matches() == [(78, "override")]


def test_a_person_can_say_that_a_title_has_no_match(matches, data, con):
    data.netflix("n_2020-01.csv", {})
    data.tmdb()
    assert matches() == [(77, "title and year")]
    (title_id,) = con.execute("select title_id from core.title_match").fetchone()
    data.write("overrides.csv", f"title_id,tmdb_id\n{title_id},\n")
    assert matches() == []


def test_the_corrections_that_were_seen_last_hold(matches, data):
    data.netflix("n_2020-01.csv", {})
    data.tmdb()
    wrong = "type,title,release_year,tmdb_id\nMovie,The Quiet Harbour,2019,\n"
    right = wrong.replace("2019,", "2019,77")
    for content, expected in ((right, "override"), (wrong, None), (right, "override")):
        data.write("overrides.csv", content)
        assert [method for _, method in matches()] == ([expected] if expected else [])


def test_titles_to_look_at_say_why(con, data, matches):
    data.netflix("n_2020-01.csv", {}, {"title": "Nobody Knows It"})
    for number in (77, 78):
        data.tmdb(f"{number}.csv", id=number)
    assert matches() == []
    for mart in ("genre_names", "title_scores", "match_review"):
        build_table(con, read_table_file(SQL / "marts" / f"{mart}.sql"))
    reasons = con.execute(
        "select title, reason, candidate_count from marts.match_review order by 1"
    )
    assert reasons.fetchall() == [
        ("Nobody Knows It", "no candidate", 0),
        ("The Quiet Harbour", "ambiguous", 2),
    ]


@pytest.fixture
def published(settings, data, progress):
    second = {"title": "Second", "show_id": "80000002"}
    data.netflix("n_2020-01.csv", {}, second, {**SERIES, "show_id": "80000003"})
    data.tmdb(homepage="https://www.netflix.com/title/80000001", title="Renamed")
    data.tmdb("two.csv", id=78, title="Second", original_title="Second")
    with build(settings) as new:
        load_all(new.con, data.path, run_id="one", progress=progress)
        new.close()
        publish(new.path, settings.warehouse)
    return settings


def test_the_matching_is_measured_on_known_pairs(published, tmp_path):
    truth = tmp_path / "truth.csv"
    truth.write_text(
        "netflix_id,type,title,release_year,tmdb_id,suspect\n"
        f"80000001,Movie,{FILM['title']},2019,77,\n"
        "1,Movie,Second,2019,78,\n"
        "2,Movie,Second,2019,77,year\n"
        "3,Movie,Not Loaded,2019,99,\n"
    )
    scores = list(evaluate_matching(published, truth))
    assert [(s.keys, s.pairs, s.matched, s.correct) for s in scores] == [
        ("all keys", 2, 2, 2),
        ("without homepage", 2, 1, 1),
    ]


def test_a_truth_without_its_columns_is_refused(published, tmp_path):
    truth = tmp_path / "truth.csv"
    truth.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="needs the columns netflix_id"):
        list(evaluate_matching(published, truth))
