"""Titles in parts, from the published file and back into it."""

from commands import Job

TITLES = """
    select count(*), count(scored.title_id), count(*) filter (
        scored.predicted_rating is not distinct from scores.predicted_rating
        and scored.liked_probability is not distinct from scores.liked_probability
    )
    from parts.title as scored
    left join scores.title as scores using (title_id)
    where scores.run_id = (select run_id from scores.runs order by scored_at desc limit 1)
"""

HELD = """
    select
        count(*) filter (scored.hit_support < 20),
        avg((scored.hit_probability is not distinct from scores.hit_probability)::integer),
        avg((scored.top10_probability is not distinct from scores.top10_probability)::integer),
        avg((scored.rating_support = evidence.rating_support)::integer),
    from parts.title as scored
    inner join scores.title as scores using (title_id)
    inner join features.evidence as evidence using (title_id)
    where scores.run_id = (select run_id from scores.runs order by scored_at desc limit 1)
"""


def test_parts_of_the_published_titles_are_scored_as_the_run_did(job: Job):
    where = ("--warehouse", "warehouse.duckdb")
    made = job("make-parts", "--out", "parts", "--titles", "500", *where)
    assert "titles in" in made.out
    out = "scores/week=2026-W48"
    first = job("score-parts", "--in", "parts", "--out", out, *where)
    again = job("score-parts", "--in", "parts", "--out", out, *where, "--quiet")
    assert "parts this time" in first.out
    assert again.out == again.err == ""
    assert "ask parts.title" in job("publish-parts", "--in", out, *where).out
    job("publish-parts", "--in", out, *where, "--quiet")
    ((titles, known, same),) = job.ask(TITLES)
    assert titles == known == same > 0
    assert job.ask("select week from parts.origin") == [("2026-W48",)]
    # Held to what is known of titles like them, as the run's; a few rest on a file's listing alone.
    ((few, *alike),) = job.ask(HELD)
    assert few > 0
    assert min(alike) > 0.98


def test_a_worker_needs_a_scheduler(job: Job):
    nobody = ("--scheduler", "tcp://127.0.0.1:1", "--memory-limit", "1GB", "--name", "one")
    soon = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    ran = job("worker", *nobody, "--quiet", code=1, **soon)
    assert "No scheduler takes this worker at tcp://127.0.0.1:1" in ran.err
    assert "name the scheduler" in job("worker", code=2).err
