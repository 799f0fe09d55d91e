"""Chances say no more than is known: what a title has in common with those that are."""

import duckdb
import pytest
from building import build_all, set_variables

from warehouse.sql_files import SQL, build_table, read_statement, read_table_file

# Twenty-five films of one kind, 20 of which entered the Top 10, and one each that lacks something.
WORLD = """
    create or replace temp table world as
    select 'known' || i as title_id, true as own, 'en' as language, 2022 as released,
        true as described, i < 20 as entered
    from range(25) as ids (i)
    union all
    select *, null
    from (
        values
            ('alike', true, 'en', 2023, true),
            ('of others', false, 'en', 2023, true),
            ('older', true, 'en', 2012, true),
            ('foreign', true, 'ko', 2023, true),
            ('a name', false, null, null, false)
    );
    delete from core.title;
    delete from features.title;
    delete from features.outcome;
    insert into core.title by name
    select title_id, 'movie' as type, described as is_described from world;
    insert into features.title by name
    select title_id, 'movie' as type, own as is_netflix_own, language as spoken_language,
        released as release_year
    from world;
    insert into features.outcome by name select title_id, entered as entered_top10 from world;
"""


@pytest.fixture
def world(con):
    build_all(con)
    set_variables(con)
    con.execute(WORLD)
    for name in ("known_outcome", "known_group", "evidence"):
        build_table(con, read_table_file(SQL / "features" / f"{name}.sql"))
    return con


def keep_to_evidence(con) -> None:
    con.execute(read_statement("models/known_ceilings"))
    con.execute(read_statement("models/keep_to_evidence"))


def of_each(con, columns: str, table: str = "features.evidence") -> dict:
    found = con.execute(f"select title_id, {columns} from {table} order by 1").fetchall()
    return {row[0]: row[1] for row in found if not row[0].startswith("known")}


def test_titles_are_alike_by_maker_language_years_and_what_is_known(world):
    assert of_each(world, "top10_support") == {
        "alike": 25,
        "of others": 0,
        "older": 0,
        "foreign": 0,
        "a name": 0,
    }


def test_a_title_is_no_evidence_for_itself(world):
    query = "select distinct top10_support from features.evidence where title_id like 'known%'"
    assert world.execute(query).fetchall() == [(24,)]


def test_what_is_not_known_gets_the_share_of_its_kind_and_a_reason(world):
    world.execute(
        """
        insert into scores.title by name
        select getvariable('run_id') as run_id, title_id, 0.95 as top10_probability,
            timestamp '2026-11-20' as scored_at
        from features.title
        """
    )
    keep_to_evidence(world)
    chances = of_each(world, "top10_probability", "scores.title")
    assert chances.pop("alike") == 0.95
    assert chances == dict.fromkeys(["of others", "older", "foreign", "a name"], 20 / 25)
    notes = world.execute(
        """
        select evidence_note(support, described)
        from (values (20, true), (0, true), (1, true), (19, false), (0, false))
            as cases (support, described)
        """
    ).fetchall()
    assert [note for (note,) in notes] == [
        None,
        "no title like it has a known outcome",
        "only one title like it has a known outcome",
        "only 19 titles like it have a known outcome",
        "too little is known of it",
    ]


def test_no_chance_stands_above_what_twenty_known_titles_were_given(world):
    world.execute(
        """
        insert into scores.title by name
        select getvariable('run_id') as run_id, title_id,
            if(title_id = 'alike', 0.99, 0.02 * rowid) as top10_probability,
            timestamp '2026-11-20' as scored_at
        from features.title
        """
    )
    twentieth = world.execute(
        """
        select top10_probability from scores.title
        where title_id like 'known%' order by 1 desc limit 1 offset 19
        """
    ).fetchone()
    keep_to_evidence(world)
    chances = of_each(world, "top10_probability", "scores.title")
    assert chances["alike"] == twentieth[0] < 0.99


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def test_a_run_gives_every_title_a_chance_and_a_reason_where_it_is_not_its_own(published):
    found = published.execute(
        """
        select
            count(*) = count(hit_probability),
            bool_and((hit_note is null) = (hit_support >= 20)),
            bool_and((top10_note is null) = (top10_support >= 20)),
            count(distinct hit_probability) filter (hit_note is not null) < 10,
        from marts.title_scores
        where type = 'movie'
        """
    ).fetchone()
    assert found == (True, True, True, True)


def test_groups_of_titles_say_what_their_chances_add_up_to(published):
    found = published.execute(
        """
        select bool_and(title_count >= 50), bool_and(expected_count between 0 and title_count),
            avg(is_held::integer) > 0.8
        from marts.chances_and_outcomes
        """
    ).fetchone()
    assert found == (True, True, True)
