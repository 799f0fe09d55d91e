"""A fitted model as a file: its arrays, and a description of what is made of them.

The file is a zip archive. ``state.json`` describes the model: numbers, texts and lists stand for
themselves; an object says what else it is: ``{"array": "0.npy"}``, a file of the archive as NumPy
writes it; ``{"tuple": […]}``; ``{"dict": [[key, value], …]}``; or an estimator of ours,
``{"type": "catalogue.TagMargins", "state": …}``. To read it makes these and nothing else: nothing
that a file brings along is run, and no type that is not listed is made.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from catalogue_common.errors import UnknownTypeError
from models.versions.stored_types import STORED_NAMES, STORED_TYPES

_STATE = "state.json"
_PLAIN = (str, bool, int, float, type(None))


def write_state(path: Path, model: Any) -> None:
    """Write a model.

    Raises:
        UnknownTypeError: it holds something that no file may hold.
    """
    with ZipFile(path, "w") as archive:
        description = _Writer(archive).describe(model)
        archive.writestr(_STATE, json.dumps(description))


def read_state(path: Path) -> Any:
    """Read the model of a file.

    Raises:
        UnknownTypeError: it holds a type that is not one of ours; it was not made.
        Exception: whatever a damaged archive brings up.
    """
    with ZipFile(path) as archive:
        return _Reader(archive).make(json.loads(archive.read(_STATE)))


class _Writer:
    """Describes values; an array that stands in several places is written once."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.written: dict[int, tuple[str, NDArray[Any]]] = {}

    def describe(self, value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            return {"array": self._array(value)}
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, list):
            return [self.describe(part) for part in value]
        if isinstance(value, tuple):
            return {"tuple": [self.describe(part) for part in value]}
        if isinstance(value, dict) and all(isinstance(key, _PLAIN) for key in value):
            return {"dict": [[key, self.describe(part)] for key, part in value.items()]}
        if type(value) in STORED_NAMES:
            state = self.describe(value.__getstate__() or {})
            return {"type": STORED_NAMES[type(value)], "state": state}
        raise UnknownTypeError(f"{type(value).__module__}.{type(value).__qualname__}")

    def _array(self, values: NDArray[Any]) -> str:
        if id(values) not in self.written:
            name = f"{len(self.written)}.npy"
            with self.archive.open(name, "w") as file:
                np.lib.format.write_array(file, values, allow_pickle=False)
            self.written[id(values)] = name, values  # held, so that no other gets its id
        return self.written[id(values)][0]


class _Reader:
    """Makes what a description says; an array that stands in several places is read once."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.read: dict[str, NDArray[Any]] = {}

    def make(self, described: Any) -> Any:
        match described:
            case {"array": str(name)}:
                return self._array(name)
            case {"tuple": list(parts)}:
                return tuple(self.make(part) for part in parts)
            case {"dict": list(pairs)}:
                return {key: self.make(part) for key, part in pairs}
            case {"type": name, "state": state} if name in STORED_TYPES:
                return self._estimator(STORED_TYPES[name], self.make(state))
            case dict():
                raise UnknownTypeError(str(described.get("type", "an object without a type")))
            case list():
                return [self.make(part) for part in described]
            case _:
                return described

    def _array(self, name: str) -> NDArray[Any]:
        if name not in self.read:
            content = io.BytesIO(self.archive.read(name))
            self.read[name] = np.load(content, allow_pickle=False)
        return self.read[name]

    def _estimator(self, kind: Any, state: dict[str, Any]) -> Any:
        estimator = kind.__new__(kind)
        if hasattr(estimator, "__setstate__"):
            estimator.__setstate__(state)
        else:
            estimator.__dict__.update(state)
        return estimator
