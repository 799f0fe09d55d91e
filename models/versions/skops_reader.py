"""Reads what skops has written, as far as this project has it written.

skops reads far more than is needed here: it trusts every estimator of scikit-learn, and to name
them it imports them all, which takes longer than to read the models and to score a title. A file
of ours holds numbers, texts, arrays, what holds them, and estimators of our own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np

PROTOCOL = 2  # of the files that skops writes
_KEYS: dict[str, Any] = {"builtins.str": str, "builtins.float": float}
_ARRAYS: dict[str, Any] = {"numpy.ndarray": np.asarray, "numpy.float64": np.float64}


class UntrustedError(Exception):
    """A file holds what no file of ours does."""


def read_object(path: Path, trusted: Collection[str]) -> Any:
    """Read the object of a file.

    Args:
        path: of the file.
        trusted: full names of the estimators that it may hold; they are imported.

    Raises:
        UntrustedError: it holds something else, which was not made.
        ValueError: it is of another protocol of skops.
        Exception: whatever a damaged archive brings up.
    """
    with ZipFile(path) as archive:
        schema = json.loads(archive.read("schema.json"))
        if schema["protocol"] != PROTOCOL:
            raise ValueError(f"it is of protocol {schema['protocol']}, not {PROTOCOL}")
        return _Reader(archive, trusted).make(schema)


class _Reader:
    """Makes what a node of the schema tells of, and each node once."""

    def __init__(self, archive: ZipFile, trusted: Collection[str]) -> None:
        self.archive = archive
        self.trusted = trusted
        self.made: dict[int, Any] = {}

    def make(self, node: dict[str, Any]) -> Any:
        if node["__id__"] not in self.made:
            self.made[node["__id__"]] = self._make(node)
        return self.made[node["__id__"]]

    def _make(self, node: dict[str, Any]) -> Any:
        name = f"{node['__module__']}.{node['__class__']}"
        made: Any
        match node["__loader__"], name:
            case "JsonNode", _:
                made = json.loads(node["content"])
            case "TypeNode", _ if name in _KEYS:
                made = _KEYS[name]
            case "NdArrayNode", _ if name in _ARRAYS and node["type"] == "numpy":
                content = io.BytesIO(self.archive.read(node["file"]))
                made = _ARRAYS[name](np.load(content, allow_pickle=False))
            case "ListNode", "builtins.list":
                made = [self.make(part) for part in node["content"]]
            case "TupleNode", "builtins.tuple":
                made = tuple(self.make(part) for part in node["content"])
            case "DictNode", "builtins.dict":
                kinds, parts = self.make(node["key_types"]), node["content"].items()
                pairs = zip(kinds, parts, strict=True)
                made = {kind(key): self.make(part) for kind, (key, part) in pairs}
            case "ObjectNode", _ if name in self.trusted:
                made = self._make_estimator(node)
            case loader, _:
                raise UntrustedError(f"{name} ({loader})")
        return made

    def _make_estimator(self, node: dict[str, Any]) -> Any:
        kind = getattr(import_module(node["__module__"]), node["__class__"])
        estimator, state = kind.__new__(kind), self.make(node["content"])
        if hasattr(estimator, "__setstate__"):
            estimator.__setstate__(state)
        else:
            estimator.__dict__.update(state)
        return estimator
