"""``catalogue train`` and ``catalogue models``: versions beside the job's champions."""

import shutil

import pytest
from commands import Job

WAREHOUSE = ("--warehouse", "warehouse.duckdb")


@pytest.fixture(scope="module")
def trained(two_weeks, tmp_path_factory) -> tuple[Job, str]:
    """The two weeks and a training after them, and what it said."""
    job = Job(tmp_path_factory.mktemp("trained") / "job")
    shutil.copytree(two_weeks.folder, job.folder)
    return job, job("train", "--quiet", *WAREHOUSE).out


def versions(job: Job, model: str) -> list[str]:
    """The versions of a model as they are listed, the champion marked."""
    lines = [line.split() for line in job("models", *WAREHOUSE).out.splitlines()]
    return [version + "*" * ("champion" in more) for name, version, *more in lines if name == model]


def test_the_job_keeps_what_it_trained_and_made_champion(two_weeks):
    ((first,),) = two_weeks.ask("select min(run_id) from ops.runs")
    for model in ("genres", "rating", "hit", "top10", "audience"):
        assert versions(two_weeks, model) == [f"{first}*"]


def test_a_training_on_the_same_data_matches_the_champions_and_publishes_nothing(
    two_weeks, trained
):
    job, said = trained
    assert said.startswith("trained trained-")
    assert said.endswith("; champions now: genres, rating, hit, top10, audience\n")
    ((first,),) = two_weeks.ask("select min(run_id) from ops.runs")
    new = said.split()[1].rstrip(";")
    assert sorted(versions(job, "hit")) == sorted([first, f"{new}*"])
    listed = job("models", *WAREHOUSE).out.splitlines()
    for model, judged in (("hit", "forecasts of"), ("rating", "forecasts of")):
        (line,) = [text for text in listed if text.startswith(model) and new in text]
        assert f"no better and no worse than {first}, {judged} " in line
    assert job.warehouse.read_bytes() == two_weeks.warehouse.read_bytes()


def test_a_champion_is_changed_by_hand_and_back(two_weeks, trained):
    job, said = trained
    ((first,),) = two_weeks.ask("select min(run_id) from ops.runs")
    new = said.split()[1].rstrip(";")
    back = job("models", "rollback", "rating", *WAREHOUSE)
    assert back.out == f"champion of rating: {first}\n"
    assert f"{first}*" in versions(job, "rating")
    again = job("models", "promote", "rating", new, *WAREHOUSE)
    assert again.out == f"champion of rating: {new}\n"
    assert f"{new}*" in versions(job, "rating")
