"""The champions score a title alone as the job scores it among all others."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import imported

from catalogue_common.errors import ModelError
from models.scoring.unseen import score_unseen
from models.versions.registry import Registry

FIGURES = [
    "predicted_rating", "predicted_rating_low", "predicted_rating_high", "liked_probability",
    "hit_probability", "top10_probability", "expected_views_91d", "expected_views_91d_low",
    "expected_countries", "country_chance_10",
]  # fmt: skip


@pytest.fixture(scope="module")
def run(champions_run):
    return champions_run


@pytest.mark.parametrize("count", [1, 2, 37, 100])
def test_scores_are_those_of_the_job_to_the_last_bit(run, count):
    titles = run.unknown_titles(count)
    alone = list(score_unseen(run.registry, titles))
    for title, score in zip(titles, alone, strict=True):
        of_job = run.con.execute(
            f"select {', '.join(FIGURES)} from scores.title where title_id = ?", [title["title_id"]]
        ).fetchone()
        assert of_job == tuple(score[name] for name in FIGURES)


def test_tags_and_reasons_are_those_of_the_job(run):
    (title,) = run.unknown_titles(1)
    (alone,) = score_unseen(run.registry, [title])
    for taxonomy in ("netflix", "tmdb"):
        of_job = run.con.execute(
            "select genre, probability, reasons from scores.title_genre "
            "where title_id = ? and taxonomy = ? and is_predicted",
            [title["title_id"], taxonomy],
        ).fetchall()
        found = [(t["genre"], t["probability"], t["why"]) for t in alone[f"genres_{taxonomy}"]]
        assert sorted(found) == sorted(of_job)


def test_a_title_alone_scores_as_it_does_beside_others(run):
    titles = run.unknown_titles(60)
    together = list(score_unseen(run.registry, titles))
    for place in (0, 17, 59):
        assert list(score_unseen(run.registry, [titles[place]])) == [together[place]]


@pytest.mark.parametrize(("type_", "others"), [("series", "movie"), ("movie", "series")])
def test_the_only_one_of_its_type_scores_as_it_does_alone(run, type_, others):
    one = {"title": "Ett hus", "description": "A detective sings.", "type": type_}
    company = [{"title": f"Title {number}", "type": others} for number in range(300)]
    *_, beside = score_unseen(run.registry, [*company, one])
    (alone,) = score_unseen(run.registry, [one])
    assert beside == alone


def test_a_title_of_which_only_the_name_is_known_is_scored(run):
    (scored_,) = score_unseen(run.registry, [{"title": "東京の夜"}])
    assert scored_["title"] == "東京の夜"
    assert scored_["type"] == "movie"
    assert 0 < scored_["predicted_rating"] < 10
    assert scored_["genres_netflix"]


def test_hostile_texts_are_only_texts(run):
    titles = [
        {"title": "'; drop table given; --\0{typed}", "countries": "'); --, %s"},
        {"title": ""},
    ]
    assert len(list(score_unseen(run.registry, titles))) == 2


def test_without_champions_nothing_is_scored(tmp_path):
    with pytest.raises(ModelError, match="There are no champions"):
        list(score_unseen(Registry(tmp_path), [{"title": "x"}]))


def test_the_command_prints_json(run, tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("catalogue"), "score", "--title", "Ett hus", "--json"],
        env={"CATALOGUE_ARTIFACTS": str(run.registry.root), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    (scored_,) = json.loads(done.stdout)
    assert scored_["models"]["genres"] == "test"


def test_the_command_imports_nothing_that_only_fitting_needs(run, tmp_path):
    """To import scikit-learn takes longer than all else that a title's scores take."""
    artifacts = str(run.registry.root)
    modules = imported(tmp_path, "score", "--title", "Ett hus", CATALOGUE_ARTIFACTS=artifacts)
    assert {"models.scoring.unseen", "xgboost", "duckdb"} <= modules
    assert not [m for m in modules if m.startswith(("sklearn.", "scipy.stats"))]
