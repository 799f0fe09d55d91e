"""What is remembered of scores: what moved, once a week, for as long as the settings say."""

import duckdb
import pytest

from warehouse.sql_files import SQL, build_table, read_table_file
from weekly_job.score_history import remember_scores


@pytest.fixture
def score(con: duckdb.DuckDBPyConnection):
    """Score titles in a run, each with one rating and one probability, and keep what moved."""
    con.execute("create schema if not exists marts")

    def run(run_id: str, titles: dict[str, tuple[float, float]], weeks_kept: int = 104) -> None:
        con.execute("delete from scores.title")
        for title_id, (rating, hit) in titles.items():
            con.execute(
                """
                insert into scores.title (
                    run_id, title_id, predicted_rating, hit_probability, scored_at
                )
                values (?, ?, ?, ?, timestamp '2026-01-05 06:00:00')
                """,
                [run_id, title_id, rating, hit],
            )
        remember_scores(con, run_id, run_id[:8], weeks_kept)
        build_table(con, read_table_file(SQL / "marts" / "score_history.sql"))

    return run


def kept(con) -> list[tuple]:
    return con.execute("select run_id[:8], title_id from scores.history order by all").fetchall()


def ratings(con) -> list[tuple]:
    return con.execute(
        """
        select week, title_id, round(predicted_rating, 2)
        from marts.score_history
        order by all
        """
    ).fetchall()


def test_only_what_moved_is_written_and_the_weeks_between_are_filled(con, score):
    score("2026-W01-a", {"x": (6.0, 0.1), "y": (5.0, 0.2)})
    score("2026-W02-a", {"x": (6.01, 0.1), "y": (5.5, 0.2)})
    score("2026-W03-a", {"x": (6.02, 0.12), "y": (5.5, 0.2)})
    assert kept(con) == [
        ("2026-W01", "x"),
        ("2026-W01", "y"),
        ("2026-W02", "y"),
        ("2026-W03", "x"),
    ]
    assert ratings(con) == [
        ("2026-W01", "x", 6.0),
        ("2026-W01", "y", 5.0),
        ("2026-W02", "x", 6.0),
        ("2026-W02", "y", 5.5),
        ("2026-W03", "x", 6.02),
        ("2026-W03", "y", 5.5),
    ]


def test_small_moves_add_up(con, score):
    for week in range(1, 9):
        score(f"2026-W0{week}-a", {"x": (6.0 + week / 50, 0.1)})
    drawn = [rating for _, _, rating in ratings(con)]
    assert all(abs(rating - (6.0 + week / 50)) < 0.05 for week, rating in enumerate(drawn, 1))
    assert len(kept(con)) < 8


def test_a_second_run_of_a_week_replaces_the_first(con, score):
    score("2026-W01-a", {"x": (6.0, 0.1)})
    score("2026-W02-a", {"x": (7.0, 0.1)})
    score("2026-W02-b", {"x": (6.0, 0.1)})
    assert kept(con) == [("2026-W01", "x")]
    assert ratings(con) == [("2026-W01", "x", 6.0), ("2026-W02", "x", 6.0)]


def test_weeks_long_past_are_forgotten_but_not_what_stands_since(con, score):
    score("2026-W01-a", {"x": (6.0, 0.1), "y": (5.0, 0.1)})
    score("2026-W02-a", {"x": (6.0, 0.1), "y": (5.5, 0.1)})
    score("2026-W03-a", {"x": (6.0, 0.1), "y": (5.9, 0.1)}, weeks_kept=2)
    assert ratings(con) == [
        ("2026-W02", "x", 6.0),
        ("2026-W02", "y", 5.5),
        ("2026-W03", "x", 6.0),
        ("2026-W03", "y", 5.9),
    ]
