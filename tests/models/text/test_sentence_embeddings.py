"""The extra ``embeddings``: tried where it is installed, used where it wins, missed nowhere."""

import json
import shutil
import subprocess
import sys

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from model_runs import forget_some, scored
from typer.testing import CliRunner

from catalogue_common.errors import ModelError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from catalogue_insights.cli import app
from models.features import TAXONOMIES, Rows, numbers, read_known
from models.genres.embedding_trial import WITH
from models.genres.panel import GenrePanel, read_listing
from models.learn.cross_fit import Folds
from models.learn.paired_test import Paired, compare
from models.scoring.contest import Models
from models.scoring.unseen import score_unseen
from models.text import embedding_cache as textmemory
from models.text import sentence_embeddings as embeddings
from models.text.embedding_cache import TextMemory, text_memory
from models.text.title_encoder import TitleEncoder
from models.train import copy_features
from models.versions.registry import Registry
from models.versions.saved_training import load_scorer

installed = pytest.mark.skipif(not embeddings.is_available(), reason="the extra is not installed")

TEXTS = ["A shark hunts swimmers . off the coast", "A great white attacks a beach", "Two chefs wed"]
TAGS = "select title_id, taxonomy, genre, probability from scores.title_genre order by all"


@pytest.fixture
def absent(monkeypatch):
    """A machine without the extra."""
    monkeypatch.setattr(embeddings, "folder", lambda: None)


@pytest.fixture
def counted(monkeypatch):
    """Embeddings that tell nothing, without the extra; lists what was embedded."""
    seen = []

    def embed(texts):
        seen.extend(texts)
        rng = [np.random.default_rng(list(text.encode())) for text in texts]
        vectors = [own.standard_normal(embeddings.WIDTH) / 16 for own in rng]
        return np.array(vectors, dtype=np.float32).reshape(-1, embeddings.WIDTH)

    one = {"package": "words", "version": "1", "weights_sha256": "a", "tokenizer_sha256": "b"}
    monkeypatch.setattr(embeddings, "identity", lambda: one)
    for module in (embeddings, textmemory):
        monkeypatch.setattr(module, "embed", embed)
    monkeypatch.setattr(textmemory, "identity", lambda: one)
    return seen


# What they are


@installed
def test_texts_that_mean_alike_are_near_each_other():
    shark, white, chefs = embeddings.embed(TEXTS)
    assert np.dot(shark, white) > 2 * np.dot(shark, chefs)


@installed
def test_a_text_is_embedded_alike_alone_and_among_others_to_the_last_bit():
    many = [*TEXTS, "", "Ein Mädchen 한국 🎬 " * 200] * 700
    vectors = embeddings.embed(many)
    alone = np.vstack([embeddings.embed([text]) for text in many[:5]])
    assert (vectors == np.tile(alone, (700, 1))).all()
    assert np.linalg.norm(vectors, axis=1).round(6).tolist() == [1, 1, 1, 0, 1] * 700


@installed
def test_they_are_those_of_the_package_itself():
    code = (
        "import json, pathlib, sys, wordllama; place = pathlib.Path(wordllama.__file__).parent;"
        "model = wordllama.WordLlama.load(cache_dir=place, disable_download=True);"
        "print(json.dumps(model.embed(json.loads(sys.argv[1]), norm=True).tolist()))"
    )
    command = [sys.executable, "-c", code, json.dumps(TEXTS)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert np.allclose(embeddings.embed(TEXTS), told, atol=1e-6)


@installed
def test_nothing_of_the_package_runs_so_nothing_is_downloaded_and_the_log_stays_ours():
    code = (
        "import logging, sys; from models.text import sentence_embeddings;"
        "sentence_embeddings.embed(['a shark']);"
        "assert not {'wordllama', 'requests'} & set(sys.modules);"
        "assert not logging.getLogger().handlers"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# What is remembered


def test_only_new_texts_are_embedded(tmp_path, counted):
    first = TextMemory(tmp_path / "texts.parquet")
    before = first.embed(["one", "two", "one"])
    first.write()
    again = TextMemory(tmp_path / "texts.parquet")
    assert (again.embed(["three", "two", "one", "one"])[[3, 1, 2]] == before).all()
    assert (counted, again.new_count) == (["one", "two", "three"], 1)


def test_a_text_of_no_title_any_more_is_forgotten(tmp_path, counted):
    for texts in (["one", "two"], ["two"], ["one"]):
        memory = TextMemory(tmp_path / "texts.parquet")
        memory.embed(texts)
        memory.write()
    assert counted == ["one", "two", "one"]
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["texts.parquet"]


def test_no_more_are_remembered_than_there_is_room_for(tmp_path, counted, monkeypatch):
    monkeypatch.setattr(textmemory, "LIMIT", 2)
    memory = TextMemory(tmp_path / "texts.parquet")
    for text in ("one", "two", "three"):
        memory.embed([text])
    memory.write()
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "other columns", "other embeddings"])
def test_a_file_that_cannot_be_believed_is_dropped(tmp_path, counted, damage, caplog):
    file = tmp_path / "texts.parquet"
    memory = TextMemory(file)
    told = memory.embed(["one"])
    memory.write()
    said = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(said[: len(said) // 2])
    elif damage == "changed":
        said[said.index(told.tobytes()[:64])] ^= 1
        file.write_bytes(said)
    elif damage == "other columns":
        pq.write_table(pa.table({"text": ["one"]}).replace_schema_metadata({"of": "x"}), file)
    else:
        pq.write_table(pq.read_table(file).replace_schema_metadata({"of": "others"}), file)
    assert (TextMemory(file).embed(["one"]) == told).all()
    assert counted == ["one", "one"]
    assert ("cannot be read" in caplog.text) == (damage != "other embeddings")


# Used where they win


@pytest.mark.parametrize(
    ("difference", "better", "worse"),
    [(-0.021, True, False), (-0.019, False, False), (0.019, False, False), (0.021, False, True)],
)
def test_what_is_better_is_so_by_two_standard_errors(difference, better, worse):
    found = Paired(difference, 0.01, 500)
    assert (found.is_better, found.is_worse) == (better, worse)


def test_losses_are_compared_title_by_title_where_both_are_known():
    found = compare(np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, 2.0, 0.0, np.nan]))
    assert (found.difference, found.title_count) == (-0.5, 2)


def test_embeddings_that_do_not_win_change_nothing(sample_features, counted):
    with duckdb.connect() as con:
        copy_features(con, sample_features)
        table = read_known(con)
    folds = Folds(numbers(table, "fold").astype(np.int64), 2, Progress(quiet=True))
    listings = {t: read_listing(table, t, 20) for t in TAXONOMIES}
    rows = TitleEncoder(embeds=True).fit_transform(table)
    tried, plain = GenrePanel(), GenrePanel()
    told = tried.fit(rows, listings, folds)
    without = Rows({name: rows[name] for name in rows.blocks if name != "embedding"})
    for taxonomy, scores in plain.fit(without, listings, folds).items():
        assert "are not used" in str(tried.trials_[taxonomy])
        for name in ("probabilities", "thresholds"):
            np.testing.assert_array_equal(getattr(told[taxonomy], name), getattr(scores, name))
    assert (tried.regressions_, tried.parameters()) == ({}, plain.parameters())


@pytest.fixture(scope="module")
def won(sample_features, tmp_path_factory):
    """A training with the extra, as champion."""
    folder = tmp_path_factory.mktemp("embeddings")
    registry, texts = Registry(folder / "artifacts"), TextMemory(folder / "texts.parquet")
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
    assert manifest["embeddings"] == embeddings.identity()
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
    texts = TextMemory(won.texts.file)
    models = Models(won.registry, is_synthetic=True, train=False)
    with scored(sample_features, tmp_path, forget_some, models=models, texts=texts) as again:
        known = "where is_out_of_fold order by all"
        query = TAGS.replace("order by all", known)
        assert again.rows(query) == won.rows(query)
    assert texts.new_count == 0 < len(texts.hashes)


@installed
def test_a_title_scored_alone_is_scored_as_the_run_scored_it(won):
    told = won.unknown_titles(3)
    for title, record in zip(told, score_unseen(won.registry, told), strict=True):
        for tag in record["genres_tmdb"]:
            assert (title["title_id"], "tmdb", tag["genre"], tag["probability"]) in won.rows(TAGS)


@installed
def test_without_the_extra_their_champion_is_refused(won, absent):
    with pytest.raises(ModelError, match=r"wordllama 0\.4.*not installed.*\[embeddings\]"):
        list(score_unseen(won.registry, [{"title": "Sharks"}]))


@installed
def test_with_other_vectors_their_champion_is_refused(won, monkeypatch):
    other = {**embeddings.identity(), "version": "0.4.9", "weights_sha256": "0" * 64}
    monkeypatch.setattr(embeddings, "identity", lambda: other)
    with pytest.raises(ModelError, match=r"wordllama 0\.4\.9 is installed, with other vectors"):
        load_scorer(won.registry, "test", ["genres"])


@installed
def test_the_list_of_models_tells_which_read_them(won, tmp_path):
    shutil.copytree(won.registry.root, tmp_path / "artifacts")
    listed = CliRunner().invoke(app, ["models", "--warehouse", f"{tmp_path}/w.duckdb"]).stdout
    assert {"genres": True, "rating": False}.items() <= {
        line.split()[0]: "wordllama 0.4" in line for line in listed.splitlines()
    }.items()


# Without it


def test_without_the_extra_or_the_wish_none_are_tried(absent, tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=True)) is None
    assert not embeddings.is_available()
    with pytest.raises(ModelError, match=r"pip install -e '\.\[embeddings\]'"):
        embeddings.embed(["a shark"])


@installed
def test_without_the_wish_none_are_tried(tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=False)) is None
