"""The extra ``embeddings``: what its vectors are, and what happens without it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from catalogue_common.errors import ModelError
from models.text import sentence_embeddings as embeddings

installed = pytest.mark.skipif(not embeddings.is_available(), reason="the extra is not installed")

TEXTS = ["A shark hunts swimmers . off the coast", "A great white attacks a beach", "Two chefs wed"]


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
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert np.allclose(embeddings.embed(TEXTS), theirs, atol=1e-6)


@installed
def test_nothing_of_the_package_runs_so_nothing_is_downloaded_and_the_log_stays_ours():
    code = (
        "import logging, sys; from models.text import sentence_embeddings;"
        "sentence_embeddings.embed(['a shark']);"
        "assert not {'wordllama', 'requests'} & set(sys.modules);"
        "assert not logging.getLogger().handlers"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_the_extra_nothing_is_embedded(absent):
    assert not embeddings.is_available()
    with pytest.raises(ModelError, match=r"pip install 'catalogue-insights\[embeddings\]'"):
        embeddings.embed(["a shark"])
