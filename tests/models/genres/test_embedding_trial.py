"""Sentence embeddings are tried where they are installed, and used where they win."""

import shutil

import duckdb
import numpy as np
import pytest
from meaningless_embeddings import WORDS
from model_runs import forget_some, scored
from typer.testing import CliRunner

from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_insights.cli import app
from models.features import TAXONOMIES, Rows, numbers, read_known
from models.genres.embedding_trial import WITH
from models.genres.panel import GenrePanel, read_listing
from models.learn.cross_fit import Folds
from models.scoring.contest import Models
from models.scoring.unseen import score_unseen
from models.text import sentence_embeddings as embeddings
from models.text.embedding_cache import TextMemory
from models.text.title_encoder import TitleEncoder
from models.train import copy_features
from models.versions.registry import Registry
from models.versions.saved_training import load_scorer

installed = pytest.mark.skipif(not embeddings.folder("wordllama"), reason="it is not installed")

TAGS = "select title_id, taxonomy, genre, probability from scores.title_genre order by all"


def test_embeddings_that_do_not_win_change_nothing(sample_features, counted):
    with duckdb.connect() as con:
        copy_features(con, sample_features)
        table = read_known(con)
    folds = Folds(numbers(table, "fold").astype(np.int64), 2, Progress(quiet=True))
    listings = {t: read_listing(table, t, 20) for t in TAXONOMIES}
    rows = TitleEncoder(embedding=WORDS).fit_transform(table)
    tried, plain = GenrePanel(), GenrePanel()
    found = tried.fit(rows, listings, folds)
    without = Rows({name: rows[name] for name in rows.blocks if name != "embedding"})
    for taxonomy, scores in plain.fit(without, listings, folds).items():
        assert "are not used" in str(tried.trials_[taxonomy])
        for name in ("probabilities", "thresholds"):
            np.testing.assert_array_equal(getattr(found[taxonomy], name), getattr(scores, name))
    assert (tried.kernels_, tried.parameters()) == ({}, plain.parameters())


@pytest.fixture(scope="module")
def won(sample_features, tmp_path_factory):
    """A training with the extra, as champion."""
    folder = tmp_path_factory.mktemp("embeddings")
    registry, texts = (
        Registry(folder / "artifacts"),
        TextMemory(embeddings.identity("wordllama"), folder),
    )
    models = Models(registry, is_synthetic=True)
    with scored(sample_features, folder, forget_some, models=models, texts=texts) as run:
        registry.adopt("test", run.summary.promoted, kept=4)
        run.registry, run.texts = registry, texts
        yield run


@installed
def test_where_they_win_they_are_used_and_everything_says_so(won):
    for taxonomy in TAXONOMIES:
        (note,) = won.one(f"select note from ops.models where model = 'genres_{taxonomy}'")
        assert "sentence embeddings (wordllama 0.4" in note
        assert " are used: on " in note
    manifest = won.registry.manifest("genres", "test")
    assert manifest["embeddings"] == embeddings.identity("wordllama")
    assert manifest["embeddings_read_for"] == list(TAXONOMIES)
    assert {"block": "embedding", "width": 256}.items() <= manifest["features"][-1].items()


@installed
@pytest.mark.parametrize("part", ["all", "text only"])
def test_figures_with_and_without_them_stand_side_by_side(won, part):
    value, _ = won.metric("genres_netflix", "lrap", part)
    with_them, without = won.metric("genres_netflix", "lrap", f"{part}, {WITH}")
    assert with_them == value > without
    error, before = won.metric("genres_netflix", "brier", f"{part}, {WITH}")
    assert error < before


@installed
def test_the_champions_say_the_same_again_and_embed_nothing_anew(won, sample_features, tmp_path):
    texts = TextMemory(folder=won.texts.folder)
    models = Models(won.registry, is_synthetic=True, train=False)
    with scored(sample_features, tmp_path, forget_some, models=models, texts=texts) as again:
        known = "where is_out_of_fold order by all"
        query = TAGS.replace("order by all", known)
        assert again.rows(query) == won.rows(query)
    (kind,) = texts.kinds.values()
    assert kind.new_count == 0 < len(kind.hashes)


@installed
def test_a_title_scored_alone_is_scored_as_the_run_scored_it(won):
    titles = won.unknown_titles(3)
    for title, record in zip(titles, score_unseen(won.registry, titles), strict=True):
        for tag in record["genres_tmdb"]:
            assert (title["title_id"], "tmdb", tag["genre"], tag["probability"]) in won.rows(TAGS)


@installed
def test_without_the_extra_their_champion_is_refused(won, absent):
    with pytest.raises(ModelError, match=r"wordllama 0\.4.*not installed.*\[embeddings\]"):
        list(score_unseen(won.registry, [{"title": "Sharks"}]))


@installed
def test_with_other_vectors_their_champion_is_refused(won, monkeypatch):
    here = embeddings.identity("wordllama")
    other = {**here, "name": "wordllama 0.4.9", "weights_sha256": "0" * 64}
    monkeypatch.setattr(embeddings, "identity", lambda name: other)
    with pytest.raises(ModelError, match=r"wordllama 0\.4\.9 is there, with other vectors"):
        load_scorer(won.registry, "test", ["genres"])


@installed
def test_the_list_of_models_tells_which_read_them(won, tmp_path):
    shutil.copytree(won.registry.root, tmp_path / "artifacts")
    listed = CliRunner().invoke(app, ["models", "--warehouse", f"{tmp_path}/w.duckdb"]).stdout
    assert {"genres": True, "rating": False}.items() <= {
        line.split()[0]: "wordllama 0.4" in line for line in listed.splitlines()
    }.items()
