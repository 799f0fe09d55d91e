"""A catalogue of a few titles, of which no model learns a genre: runs go on, and say what lacks."""

import pytest
from commands import Job
from five_weeks import World


@pytest.fixture(scope="module")
def job(tmp_path_factory) -> Job:
    """A first run on files of 36 titles; no key to TMDb."""
    job, world = Job(tmp_path_factory.mktemp("small")), World()
    world.play(1)
    with world.running() as where:
        for source in ("top10", "engagement", "netflix"):
            job("fetch", source, "--data", "data", **where)
    job("run", "--data", "data", "--reports", "reports", code=0)
    return job


def test_every_title_is_there_and_says_that_it_has_no_score(job):
    counted = "select count(*), count(predicted_rating) from marts.title_scores"
    ((titles, rated),) = job.ask(counted)
    assert titles > 20
    assert rated == 0


def test_no_version_is_kept_that_the_next_run_could_not_read(job):
    ran = job("run", "--data", "data", "--reports", "reports", "--no-train", code=1)
    assert "There are no champions in artifacts. Nothing was scored." in ran.err
    assert "manifest" not in ran.err
    job("run", "--data", "data", "--reports", "reports", code=0)


def test_an_idea_gets_a_clear_answer(job):
    ran = job("score", "--title", "The Last Ferry", code=1)
    assert "There are no champions in artifacts. Nothing was scored." in ran.err
