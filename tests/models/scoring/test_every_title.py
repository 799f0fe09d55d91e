"""Every title is scored, out of fold, and shuffled labels leave nothing to learn."""

import numpy as np
import pyarrow as pa
import pytest
from model_runs import FORGET_TOP10, know_only, make_hits, scored, shuffle_labels

from models.scoring.contest import Models
from models.scoring.training import fold_numbers
from models.versions.registry import Registry

PRECISION = """
    select avg((listing.title_id is not null)::integer)
    from scores.title_genre as tags
    left join features.listing as listing using (title_id, taxonomy, genre)
    where is_predicted and is_out_of_fold and taxonomy = 'tmdb' and probability is not null
"""
BARE = """
    select count(*) from features.title
    anti join (select * from scores.title_genre where is_predicted) using (title_id)
"""


def shuffle(con):
    make_hits(con)
    shuffle_labels(con)


@pytest.fixture(scope="module")
def learnt(hits_run):
    """The sample with more hits, scored. Only read it."""
    return hits_run


@pytest.fixture(scope="module")
def shuffled(sample_features, tmp_path_factory):
    with scored(sample_features, tmp_path_factory.mktemp("shuffled"), shuffle) as run:
        yield run


def test_every_title_is_scored_once(learnt):
    rows, titles, wanted = learnt.one(
        "select count(*), count(distinct title_id), (select count(*) from features.title) "
        "from scores.title"
    )
    assert rows == titles == wanted == learnt.summary.title_count


def test_no_title_is_left_without_a_tag(learnt):
    bare = learnt.rows(
        """
        select title_id from features.title
        anti join (select * from scores.title_genre where is_predicted) using (title_id)
        """
    )
    assert bare == []


def test_scores_beside_known_outcomes_say_that_they_are_out_of_fold(learnt):
    wrong = learnt.one(
        """
        select
            count(*) filter (is_rating_out_of_fold <> (rating is not null)),
            count(*) filter (is_hit_out_of_fold <> (is_hit is not null)),
        from scores.title inner join features.outcome using (title_id)
        """
    )
    assert wrong == (0, 0)


@pytest.mark.parametrize("model", ["genres_netflix", "genres_tmdb"])
@pytest.mark.parametrize("metric", ["micro_f1", "lrap"])
def test_tags_are_learnt_and_shuffled_labels_fall_to_chance(learnt, shuffled, model, metric):
    value, baseline = learnt.metric(model, metric, "movie")
    assert value > baseline + 0.2
    value, baseline = shuffled.metric(model, metric, "movie")
    assert value < baseline + 0.04


@pytest.mark.parametrize("part", ["movie", "series"])
def test_hits_are_learnt_and_shuffled_labels_fall_to_chance(learnt, shuffled, part):
    assert learnt.metric("hit", "roc_auc", part)[0] > 0.6
    assert 0.4 < shuffled.metric("hit", "roc_auc", part)[0] < 0.58


def test_ratings_are_learnt_and_shuffled_labels_fall_to_the_mean(learnt, shuffled):
    assert learnt.metric("rating", "r2")[0] > 0.15
    assert shuffled.metric("rating", "r2")[0] < 0.03
    value, baseline = shuffled.metric("rating", "rmse")
    assert value > 0.97 * baseline


def test_intervals_cover_nine_in_ten_learnt_or_not(learnt, shuffled):
    for run in (learnt, shuffled):
        assert run.metric("rating", "coverage_90")[0] == pytest.approx(0.9, abs=0.04)


def test_where_no_outcome_is_known_nothing_is_made_up(sample_features, tmp_path):
    def forget(con):
        con.execute("update features.outcome set rating = null, hit_level = null")
        con.execute(FORGET_TOP10)

    with scored(sample_features, tmp_path, forget) as run:
        figures = run.one(
            "select count(predicted_rating), count(predicted_rating_low), count(liked_probability),"
            " count(hit_probability), count(top10_probability) from scores.title"
        )
        assert figures == (0, 0, 0, 0, 0)
        assert {"rating", "hit", "top10"} <= set(run.summary.notes)


def test_without_any_listing_no_tag_is_made_up(sample_features, tmp_path):
    with scored(
        sample_features, tmp_path, lambda con: con.execute("delete from features.listing")
    ) as run:
        assert run.one("select count(*) from scores.title_genre") == (0,)
        assert "not scored" in run.summary.notes["genres_netflix"][0]


def test_a_type_without_hits_is_not_scored(sample_features, tmp_path):
    def no_series(con):
        make_hits(con)
        know_only(con, "hit_level")
        con.execute(
            "update features.outcome set hit_level = null from features.title as titles"
            " where titles.title_id = outcome.title_id and titles.type = 'series'"
        )

    with scored(sample_features, tmp_path, no_series) as run:
        rows = run.rows(
            "select type, count(hit_probability) > 0 from scores.title"
            " inner join features.title using (title_id) group by type order by type"
        )
        assert rows == [("movie", True), ("series", False)]


def test_titles_that_nothing_is_known_of_are_scored_by_the_final_models(learnt):
    unknown = learnt.one(
        """
        select count(*), count(predicted_rating), count(hit_probability)
        from scores.title
        inner join features.outcome using (title_id)
        where rating is null and is_hit is null
        """
    )
    assert unknown[0] == unknown[1] == unknown[2] > 0


def test_text_alone_is_measured_beside_the_whole_model(learnt):
    whole, text = (learnt.metric("genres_netflix", "lrap", part) for part in ("all", "text only"))
    assert whole[0] > text[0] > text[1]


def test_tags_of_titles_that_were_added_after_all_those_learnt_from_are_measured(learnt):
    value, baseline = learnt.metric(
        "genres_netflix", "lrap", "added in the last year, learnt before"
    )
    assert value > baseline + 0.2


def test_with_shuffled_labels_no_split_finds_anything(shuffled):
    for part in ("text only", "added in the last year, learnt before"):
        value, baseline = shuffled.metric("genres_netflix", "micro_f1", part)
        assert value < baseline + 0.1


def test_every_catalogue_title_has_ten_neighbours_of_the_catalogue(learnt):
    catalogue, pairs, strangers = learnt.one(
        """
        select
            (select count(*) from features.title where in_catalogue),
            count(*),
            count(*) filter (not in_catalogue),
        from scores.similar_title
        inner join features.title on title.title_id = similar_title_id
        """
    )
    assert pairs == 10 * catalogue > 0
    assert strangers == 0


def test_a_catalogue_too_large_to_be_compared_has_clusters_and_a_note_but_no_neighbours(
    sample_features, tmp_path, monkeypatch
):
    monkeypatch.setattr("models.similar.index.EXACT", 90)
    monkeypatch.setattr("models.similar.index.MOST", 100)
    monkeypatch.setattr("models.similar.index.has_index", lambda: False)
    with scored(sample_features, tmp_path, lambda con: know_only(con, "rating")) as run:
        assert run.one("select count(*) from scores.similar_title") == (0,)
        assert run.one("select count(*) > 0 from scores.cluster") == (True,)
        (note,) = (w for w in run.summary.warnings if w.startswith("similar titles: "))
        assert "at most 100 are compared" in note


def test_what_share_of_true_neighbours_an_index_found_is_published(
    sample_features, tmp_path, monkeypatch
):
    pytest.importorskip("faiss")
    monkeypatch.setattr("models.similar.index.EXACT", 90)
    monkeypatch.setattr("models.similar.index.ASKED", 100)
    with scored(sample_features, tmp_path, lambda con: know_only(con, "rating")) as run:
        recall, asked = run.one(
            "select value, row_count from ops.model_metrics where model = 'similar titles'"
        )
        assert 0.95 <= recall <= 1
        assert asked == 100
        titles, pairs = run.one(
            "select count(distinct title_id), count(*) from scores.similar_title"
        )
        assert pairs == 10 * titles > 0


def test_every_title_belongs_to_a_named_cluster(learnt):
    titles = learnt.one(
        """
        select count(distinct title_id), count(*), (select count(*) from features.title)
        from scores.title_cluster inner join scores.cluster using (cluster_id)
        """
    )
    assert titles[0] == titles[1] > 0.99 * titles[2]


def test_each_predicted_tag_says_what_spoke_for_it_and_no_other_does(learnt):
    given, explained, others = learnt.one(
        """
        select
            count(*) filter (is_predicted),
            count(reasons) filter (is_predicted),
            count(reasons) filter (not is_predicted),
        from scores.title_genre
        """
    )
    assert explained > 0.99 * given > 0
    assert others == 0


def test_where_no_precision_is_wanted_every_title_is_tagged(learnt):
    (precision,), (bare,) = (learnt.one(query) for query in (PRECISION, BARE))
    assert precision < 0.85
    assert bare == 0


def test_a_wanted_precision_is_kept_out_of_fold_and_unsure_titles_stay_bare(
    sample_features, tmp_path
):
    def tags(con):
        know_only(con, "listing")

    with scored(sample_features, tmp_path, tags, tag_precision=0.9) as run:
        (precision,), (bare,) = (run.one(query) for query in (PRECISION, BARE))
    assert precision == pytest.approx(0.9, abs=0.06)
    assert bare > 0


@pytest.mark.parametrize("part", ["movie", "series"])
def test_views_are_learnt_and_shuffled_ones_fall_to_the_mean(learnt, shuffled, part):
    name = f"{part}, views of a half-year"
    assert learnt.metric("audience", "r2", name)[0] > 0.1
    assert shuffled.metric("audience", "r2", name)[0] < 0.02


MEASURED = 2_000  # titles times tags


@pytest.fixture(scope="module")
def limited(sample_features, tmp_path_factory):
    """The sample, half of whose known titles are learnt from."""
    folder = tmp_path_factory.mktemp("limited")
    registry = Registry(folder / "artifacts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.learn.training_sample.RARE", 5)
        patch.setattr("models.genres.other_splits.MEASURED", MEASURED)
        patch.setattr("models.scoring.training.MANY", 400)
        models = Models(registry, is_synthetic=True)
        with scored(sample_features, folder, make_hits, models=models, training_limit=500) as run:
            registry.adopt("test", run.summary.promoted, kept=4)
            run.registry = registry
            yield run


def test_titles_that_are_not_learnt_from_are_scored_out_of_fold_too(limited):
    (note,) = (w for w in limited.summary.warnings if w.startswith("training: "))
    assert "learnt from 500 of" in note
    rows, titles, wrong, missing = limited.one(
        """
        select
            count(*),
            (select count(*) from features.title),
            count(*) filter (is_rating_out_of_fold <> (rating is not null)),
            count(*) filter (predicted_rating is null),
        from scores.title left join features.outcome using (title_id)
        """
    )
    assert rows == titles
    assert wrong == missing == 0
    assert limited.one("select max(training_rows) from ops.models where model = 'rating'")[0] <= 500


def test_many_titles_have_three_folds_made_of_whole_ones(monkeypatch):
    monkeypatch.setattr("models.scoring.training.MANY", 10)
    for count, folds in ((10, 5), (11, 3)):
        dealt = np.arange(count) % 5
        number = fold_numbers(pa.table({"fold": dealt}))
        assert len(np.unique(number)) == folds
        assert len(set(zip(dealt.tolist(), number.tolist(), strict=True))) == 5


def test_models_that_only_measure_learn_from_no_more_titles_than_a_figure_needs(limited):
    counts = limited.rows(
        """
        select whole.row_count, text.row_count
        from ops.model_metrics as whole inner join ops.model_metrics as text
            on whole.model = text.model and whole.metric = text.metric
        where whole.metric = 'lrap' and whole.slice = 'all' and text.slice = 'text only'
        """
    )
    assert len(counts) == 2
    for whole, text in counts:
        assert 0 < text < whole
        assert text * 2 < MEASURED  # of two tags or more


def test_titles_that_are_not_learnt_from_have_tags_neighbours_and_clusters(limited):
    listed, unlisted = limited.one(
        """
        select count(*), count(*) filter (tags.title_id is null)
        from features.listing as listing
        left join scores.title_genre as tags using (title_id, taxonomy, genre)
        """
    )
    assert listed > 0
    assert unlisted == 0
    catalogue, pairs = limited.one(
        "select count(*), (select count(*) from scores.similar_title) from features.title "
        "where in_catalogue"
    )
    assert pairs == 10 * catalogue
    assert limited.one("select count(distinct title_id) from scores.title_cluster")[0] > catalogue


def test_titles_that_are_not_learnt_from_are_scored_by_what_was_learnt(limited):
    """Better than by the mean, and never as if their outcomes had been seen."""
    error, spread = limited.one(
        """
        select sqrt(avg((predicted_rating - rating) ** 2)), stddev_pop(rating)
        from scores.title inner join features.outcome using (title_id)
        where rating is not null and vote_count >= 10
        """
    )
    assert 0.5 * spread < error < 0.95 * spread


def test_the_week_after_champions_say_the_same_of_titles_they_did_not_learn_from(
    limited, sample_features, tmp_path
):
    champions = Models(limited.registry, is_synthetic=True, train=False)
    with scored(
        sample_features, tmp_path, make_hits, models=champions, training_limit=500
    ) as later:
        columns = "title_id, predicted_rating, hit_probability, top10_probability"
        for said in (
            f"select {columns} from scores.title where is_rating_out_of_fold order by all",
            "select title_id, genre, probability, is_predicted from scores.title_genre "
            "where is_out_of_fold order by all",
        ):
            assert later.rows(said) == limited.rows(said)
