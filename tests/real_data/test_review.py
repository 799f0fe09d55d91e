"""What two readers once found false in report and mail, sentence by sentence, on the real files.

Each test is named for what was said wrongly, and fails if it is said again.
"""

import json
import os
import re

import pytest
from commands import catalogue

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not os.environ.get("CATALOGUE_REAL_DATA"),
        reason="CATALOGUE_REAL_DATA names no folder of real files",
    ),
]

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def pages(real_run, browser) -> dict[str, str]:
    """The words that each page of the week shows, its queries folded away."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    shown = {}
    for name in ("index", "catalogue", "quality"):
        page.goto((real_run.reports / WEEK / f"{name}.html").as_uri())
        shown[name] = page.inner_text("body")
    page.close()
    return shown


def one(db, sql: str):
    return db.execute(sql).fetchone()


def test_a_film_of_which_only_the_name_is_known_gets_no_chance(real_run):
    done = catalogue(real_run.folder, "score", "--title", "asdf", "--json")
    assert done.code == 0, done.err
    (answer,) = json.loads(done.out)
    assert answer["hit_note"] == answer["top10_note"] == "too little is known of it"
    shown = catalogue(real_run.folder, "score", "--title", "asdf").out
    assert "top10 probability      –  too little is known of it" in shown


def test_series_unlike_any_known_get_their_kind_s_share_and_no_chance_of_their_own(db):
    unlike, of_their_own, spread = one(
        db,
        """
        select
            count(*),
            count(*) filter (top10_note is null),
            max(top10_probability) - min(top10_probability),
        from marts.title_scores
        where
            type = 'series' and release_year < 2010 and top10_support < 20
            and not is_own_production and entered_top10 is null
        """,
    )
    assert unlike > 1000
    assert of_their_own == 0
    assert spread < 0.005  # A title is left out of its own kind's share.


def test_as_many_likely_titles_are_popular_as_their_chances_add_up_to(db):
    lists = db.execute(
        """
        select part, expected_count, seen_count, is_held
        from marts.chances_and_outcomes
        where grouping = 'list' and type = 'both'
        """
    ).fetchall()
    assert {part for part, *_ in lists} == {
        "likely to be popular",
        "not ours",
        "on no rival's service",
    }
    for part, expected, seen, is_held in lists:
        assert is_held and abs(expected - seen) <= 0.15 * seen, part


@pytest.mark.parametrize("question", ["hit", "top10"])
def test_no_more_than_a_twentieth_of_the_chances_lie_beyond_what_was_ever_seen(db, question):
    outcome = {"hit": "is_hit", "top10": "entered_top10"}[question]
    inside = one(
        db,
        f"""
        with own as (
            select
                floor(20 * {question}_probability) as bin,
                {outcome} is not null as is_known,
            from marts.title_scores
            where {question}_note is null
        ),
        bins as (
            select count(*) as title_count, count(*) filter (is_known) as known_count
            from own group by bin
        )
        select sum(title_count) filter (known_count >= 20) / sum(title_count) from bins
        """,
    )[0]
    assert inside >= 0.95


def test_nothing_is_proposed_that_is_ours_theirs_a_show_or_a_known_failure(db):
    wrong = one(
        db,
        """
        select
            count(*) filter (candidates.is_on_netflix),
            count(*) filter (candidates.was_in_catalogue),
            count(*) filter (scores.is_own_production),
            count(*) filter (scores.entered_top10 is not null),
            count(*) filter (scores.in_catalogue),
            count(*) filter (contains(candidates.genres_listed, 'Talk')),
            count(*) filter (contains(candidates.genres_listed, 'News')),
            count(*) filter (scores.audience_note is not null),
        from marts.licensing_candidates as candidates
        inner join marts.title_scores as scores using (title_id)
        where candidates.not_proposed_for is null
        """,
    )
    assert wrong == (0,) * 8


@pytest.mark.parametrize("title", ["The Sopranos", "Question Time", "%Awards%"])
def test_what_the_readers_laughed_at_is_not_proposed(db, title):
    sql = """
        select title, not_proposed_for from marts.licensing_candidates
        where type = 'series' and title ilike $title and not_proposed_for is null
    """
    assert db.execute(sql, {"title": title}).fetchall() == []


def test_it_says_of_nothing_that_netflix_never_had_it(db, pages):
    assert not any("never listed" in text.lower() for text in pages.values())
    was_there = one(
        db,
        """
        select count(*) from marts.licensing_candidates
        where not_proposed_for is null and title_id in (select title_id from marts.top10_weeks)
        """,
    )
    assert was_there == (0,)


def test_it_does_not_say_that_nothing_is_like_all_that_is_not_in_the_catalogue(db):
    share = one(
        db,
        """
        select avg((coalesce(hit_note, '') = 'no title like it has a known outcome')::int)
        from marts.title_scores
        where not in_catalogue and is_described
        """,
    )[0]
    assert 0 < share < 0.5


def test_how_many_are_popular_is_counted_and_not_said_by_definition(db, pages):
    assert not any("by definition" in text for text in pages.values())
    share = one(db, "select avg(is_hit::int) from marts.title_scores where is_hit is not null")[0]
    assert share < 0.08  # It was said to be a tenth.


def test_what_many_voters_rate_below_its_interval_is_not_among_the_best_predicted(
    real_run, db, browser
):
    contradicted = db.execute(
        """
        select title from marts.title_scores
        where
            in_catalogue and vote_count >= 100 and actual_rating < predicted_rating_low
            and rating_note is null
        order by predicted_rating desc limit 50
        """
    ).fetchall()
    page = browser.new_page()
    page.goto((real_run.reports / WEEK / "catalogue.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    shown = page.locator("#best-predicted tbody th").all_inner_texts()
    page.close()
    assert len(shown) == 20
    assert not {title for (title,) in contradicted} & {text.split("\n")[0] for text in shown}


def test_the_most_voted_films_are_widely_known_even_where_they_are_not_popular_now(db):
    popular, widely_known = one(
        db,
        """
        select count(*) filter (is_hit), count(*) filter (is_widely_known)
        from (from marts.title_scores where type = 'movie' order by vote_count desc limit 200)
        """,
    )
    assert widely_known >= 180
    assert popular < 100


def test_three_successes_do_not_have_one_word(pages):
    for name, text in pages.items():
        # Some titles have the word in them.
        assert re.findall(r"\bhits?\b", text) == [], name


def test_the_age_of_the_catalogue_heads_the_page_and_the_page_is_short(real_run, db, pages):
    index = pages["index"]
    assert index.index("what follows describes that month") < 400
    assert len(index.split()) <= 3_000
    page = (real_run.reports / WEEK / "index.html").read_text()
    assert page.count("<section") <= 14
    run_id = one(db, "select any_value(run_id) from marts.title_scores")[0]
    assert index.count(run_id) <= 1
