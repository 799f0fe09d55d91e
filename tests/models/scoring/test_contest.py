"""A new training takes over from the champion unless it is worse beyond noise."""

import copy
import json
import shutil

import pytest
from model_runs import make_hits, scored, store_as_before

from models.audience.fitting import AudienceFit
from models.features import read_known
from models.learn.paired_test import STANDARD_ERRORS, Paired
from models.rating.blend import RatingBlend
from models.scoring import verdict
from models.scoring.champions import read_champions
from models.scoring.contest import Models
from models.scoring.verdict import ENOUGH, Verdict, judge
from models.versions.registry import Registry

SCORES = """
    select title_id, predicted_rating, liked_probability, hit_probability
    from scores.title where is_rating_out_of_fold and is_hit_out_of_fold
"""
TAGS = """
    select title_id, taxonomy, genre, probability, is_predicted
    from scores.title_genre where is_out_of_fold
"""


@pytest.fixture
def first(hits_run, tmp_path):
    """A first training, champion of all it answers, in a registry to change."""
    first = copy.copy(hits_run)
    first.registry = Registry(shutil.copytree(hits_run.registry.root, tmp_path / "artifacts"))
    return first


@pytest.fixture(scope="module")
def again(hits_run, sample_features, tmp_path_factory):
    """The same training against that champion, by one thread."""
    folder = tmp_path_factory.mktemp("again")
    registry = Registry(shutil.copytree(hits_run.registry.root, folder / "artifacts"))
    models = Models(registry, is_synthetic=True)
    with scored(sample_features, folder, make_hits, threads=1, models=models) as run:
        run.registry = registry
        yield run


@pytest.mark.parametrize(("difference", "stays"), [(0.021, True), (0.019, False), (-0.1, False)])
def test_the_champion_of_tags_stays_if_the_challenger_is_worse_by_two_standard_errors(
    difference, stays
):
    assert STANDARD_ERRORS == 2
    assert Verdict("genres", "v1", Paired(difference, 0.01, 500)).stays is stays


@pytest.mark.parametrize("question", ["rating", "hit", "top10", "audience"])
@pytest.mark.parametrize(("difference", "stays"), [(0.001, True), (0.0, False), (-0.001, False)])
def test_that_of_a_forecast_stays_if_the_challenger_would_have_forecast_worse(
    question, difference, stays
):
    assert Verdict(question, "v1", Paired(difference, 0.01, 500)).stays is stays


@pytest.mark.parametrize(("difference", "stays"), [(0.021, True), (0.019, False)])
def test_a_champion_that_lacks_the_newest_report_stays_only_beyond_noise(difference, stays):
    assert Verdict("audience", "v1", Paired(difference, 0.01, 500), knows_more=True).stays is stays


def test_without_forecasts_of_views_the_newest_training_answers_and_says_so():
    found = Verdict("audience", "v1", Paired(0.5, 0.01, ENOUGH - 1))
    assert not found.stays
    assert found.facts()["is_judged"] is False


@pytest.mark.parametrize("question", ["rating", "hit", "audience"])
def test_both_are_judged_by_what_they_would_have_forecast(again, question):
    found = again.registry.aside(question, "test") / "manifest.json"
    contest = json.loads(found.read_text())["contest"]
    assert contest["in_time"]
    assert contest["titles"] > 0
    # Too few titles of the sample are new in its newest half-year.
    assert contest["is_judged"] is (contest["titles"] >= ENOUGH) is (question != "audience")
    assert contest["difference"] == 0


def test_a_report_that_the_champion_never_saw_is_noticed(first, again):
    champion = read_champions(first.registry)["audience"]
    table = read_known(again.con)
    scores = champion.apply(champion.encoder.transform(table), table)
    assert not judge("audience", champion, table, (scores, scores)).knows_more
    champion.audience.finals_["views"].newest_ = 2020.0
    assert judge("audience", champion, table, (scores, scores)).knows_more


def test_a_training_as_good_as_the_champion_takes_over(hits_run, again):
    assert set(again.summary.promoted) == {"genres", "rating", "hit", "audience"}
    assert again.rows(f"{SCORES} order by all") == hits_run.rows(f"{SCORES} order by all")


@pytest.mark.parametrize("table", ["title", "title_genre", "genre_threshold"])
def test_the_same_seed_gives_the_same_scores_for_any_number_of_threads(hits_run, again, table):
    columns = "* exclude (scored_at)" if table == "title" else "*"
    query = f"select {columns} from scores.{table} order by all"
    assert again.rows(query) == hits_run.rows(query) != []


def test_what_would_have_forecast_worse_does_not_and_the_report_is_told(
    first, sample_features, tmp_path, monkeypatch
):
    def too_low(self, rows, target, learnt):
        return forecast(self, rows, target, learnt) - 2

    def too_high(self, half_years, seasons):
        return later(self, half_years, seasons) + 1

    forecast, later = RatingBlend.forecast, AudienceFit._later
    monkeypatch.setattr(RatingBlend, "forecast", too_low)
    monkeypatch.setattr(AudienceFit, "_later", too_high)
    monkeypatch.setattr(verdict, "ENOUGH", 1)
    models = Models(first.registry, is_synthetic=True)
    with scored(sample_features, tmp_path, make_hits, models=models) as worse:
        assert set(worse.summary.promoted) == {"genres", "hit"}
        assert worse.rows(f"{SCORES} order by all") == first.rows(f"{SCORES} order by all")
        for model in ("rating", "audience"):
            assert "the models of test stay" in worse.summary.notes[model][-1]
            (note,) = worse.one(f"select note from ops.models where model = '{model}'")
            assert "the models of test stay" in note


def test_a_champion_of_real_data_is_no_match_for_the_sample(first, sample_features, tmp_path):
    models = Models(first.registry, is_synthetic=False)
    with scored(sample_features, tmp_path, make_hits, models=models) as other:
        assert set(other.summary.promoted) == {"genres", "rating", "hit", "audience"}


def test_without_training_the_champions_say_the_same_again(first, sample_features, tmp_path):
    models = Models(first.registry, is_synthetic=True, train=False)
    versions = list((first.registry.root / "rating").iterdir())
    with scored(sample_features, tmp_path, make_hits, models=models) as again:
        for query in (SCORES, TAGS):
            assert again.rows(f"{query} order by all") == first.rows(f"{query} order by all")
    assert list((first.registry.root / "rating").iterdir()) == versions


def test_champions_of_the_form_of_before_are_trained_anew_and_one_sentence_says_so(
    first, sample_features, tmp_path, caplog
):
    registry = first.registry
    store_as_before(registry.root)
    models = Models(registry, is_synthetic=True)
    with scored(sample_features, tmp_path, make_hits, models=models) as again:
        assert set(again.summary.promoted) == {"genres", "rating", "hit", "audience"}
        registry.adopt("test", again.summary.promoted, kept=4)
    (sentence,) = [r.getMessage() for r in caplog.records if r.name == "catalogue"]
    assert sentence.startswith("the champions are trained anew, since they are not read any more: ")
    assert set(read_champions(registry)) == {"genres", "rating", "hit", "audience"}
