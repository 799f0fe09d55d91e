"""The audience's marts agree with each other, on the sample's whole run."""

import duckdb
import pytest


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def rows(con, query: str) -> list:
    return con.execute(query).fetchall()


def test_only_the_half_year_to_come_has_no_views(published):
    found = rows(
        published,
        """
        select is_coming, count(views), count(expected_views) = count(*)
        from marts.audience group by is_coming order by is_coming
        """,
    )
    assert [(is_coming, bool(views), known) for is_coming, views, known in found] == [
        (False, True, True),
        (True, False, True),
    ]
    assert rows(published, "select count(distinct period_start) from marts.audience") == [(4,)]


def test_shares_of_a_half_year_add_up(published):
    sums = "select sum(share_of_type) from marts.audience group by type, period_start"
    assert [share for (share,) in rows(published, sums)] == [pytest.approx(1)] * 8


def test_who_did_better_or_worse_did_so_by_a_standard_error(published):
    for mart, sign in (("over_performers", ">= 1"), ("under_performers", "<= -1")):
        query = f"select bool_and(standard_errors {sign}), count(*) > 20 from marts.{mart}"
        assert rows(published, query) == [(True, True)]


def test_comparables_are_like_the_candidate_and_were_watched(published):
    query = """
        select
            count(*) > 50,
            bool_and(comparables.views > 0),
            bool_and(ours.type = theirs.type),
            bool_and(ours.original_language = theirs.original_language),
            bool_and(candidates.not_proposed_for is null),
            max(rank),
        from marts.comparables as comparables
        inner join marts.licensing_candidates as candidates using (title_id)
        inner join marts.title_scores as ours using (title_id)
        inner join marts.title_scores as theirs on comparable_id = theirs.title_id
    """
    assert rows(published, query) == [(True, True, True, True, True, 3)]


def test_a_slate_has_nothing_that_netflix_has_or_made(published):
    query = """
        select count(*)
        from marts.slate
        inner join marts.licensing_candidates using (title_id)
        inner join marts.title_scores using (title_id)
        where is_on_netflix or was_in_catalogue or in_catalogue or is_own_production
    """
    assert rows(published, query) == [(0,)]


def test_a_choice_of_the_best_is_their_running_total(published):
    best = "select list(title_id) from marts.slate where type = 'series' and place <= 7"
    total, running = (
        f"select title_count, {columns} from {mart}"
        for columns, mart in (
            (
                "expected_views_91d, expected_views_91d_low, expected_views_91d_high",
                f"marts.slate_total(({best}))",
            ),
            (
                "total_views, total_views_low, total_views_high",
                "(select 7 as title_count, * from marts.slate where type = 'series' and place = 7)",
            ),
        )
    )
    assert rows(published, total)[0] == pytest.approx(rows(published, running)[0])


def test_a_title_has_ten_countries_the_likeliest_first(published):
    query = """
        select max(place), bool_and(chance <= before), bool_and(chance between 0 and 1)
        from (
            select *, lag(chance, 1, 1) over (partition by title_id order by place) as before
            from marts.title_reach
        )
    """
    assert rows(published, query) == [(10, True, True)]
