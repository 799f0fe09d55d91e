"""Fitted models on disk: files that say what they hold, and are not believed beyond it.

Estimators are stored as arrays with a description, trees by XGBoost as UBJ; reading neither runs
anything that the file brings along. The manifest beside them holds the hash of each file, and what
was learnt from what. A file that was changed, holds a type that is not one of ours, or was stored
in another format is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue_common.errors import ModelError, UnknownTypeError
from catalogue_common.files import parse_json, sha256_of
from models.learn.boosted_trees import xgboost
from models.versions.model_formats import FORMATS, check_readable, libraries
from models.versions.state_files import read_state, write_state

MANIFEST = "manifest.json"

_AGAIN = "Nothing was scored with it. Train anew (catalogue train), or catalogue models rollback."


def write_models(
    folder: Path,
    parts: Mapping[str, Any],
    facts: Mapping[str, Any],
    add: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write fitted estimators and their manifest into a new directory.

    Args:
        folder: must not be there yet.
        parts: estimators by name; trees in ``booster_`` go to a file of their own.
        facts: what the manifest says beside the files and the libraries; at least the ``model``.
        add: writes further files into the directory.
    """
    folder.mkdir(parents=True)
    for name, part in parts.items():
        write_state(folder / f"{name}.zip", part)
        if hasattr(part, "booster_"):
            # Not by its own writer, which says nothing where the disk is full.
            (folder / f"{name}.ubj").write_bytes(part.booster_.save_raw("ubj"))
    add(folder)
    files = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    made_by = {"format": FORMATS[facts["model"]], "libraries": libraries()}
    manifest = {**facts, **made_by, "files": files}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, expected: str | None = None) -> dict[str, Any]:
    """Read what a directory holds, and see that all files are what they were.

    Args:
        folder: of one version of one model.
        expected: SHA-256 of the manifest, where it is known.

    Raises:
        ModelError: it is not there, or a file was changed.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        manifest: dict[str, Any] = parse_json(content)
        files = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is missing or cannot be read. {_AGAIN}") from error
    if expected not in {None, hashlib.sha256(content).hexdigest()}:
        raise ModelError(f"{path} was changed since it was written. {_AGAIN}")
    for name, digest in files.items():
        if Path(name).name != name or not (folder / name).is_file():
            raise ModelError(f"{folder / name} is missing. {_AGAIN}")
        if sha256_of(folder / name) != digest:
            raise ModelError(f"{folder / name} was changed since it was written. {_AGAIN}")
    return manifest


def read_models(folder: Path, expected: str | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the manifest of a directory, and its estimators by name.

    Raises:
        ModelError: as ``read_manifest``; or a file holds a type that is not one of ours.
        OutdatedModelError: they were stored in another format.
    """
    manifest = read_manifest(folder, expected)
    check_readable(folder, manifest)
    names = [Path(name).stem for name in manifest["files"] if name.endswith(".zip")]
    return manifest, {name: _read_part(folder, name, manifest["files"]) for name in names}


def _read_part(folder: Path, name: str, files: Mapping[str, str]) -> Any:
    path = folder / f"{name}.zip"
    try:
        part = read_state(path)
    except UnknownTypeError as error:
        raise ModelError(
            f"{path} holds types that this project does not write: {error}. It was not loaded. "
            "Do not use this file; find out who wrote it."
        ) from error
    except Exception as error:  # whatever a damaged archive brings up
        raise ModelError(f"{path} cannot be read: {error}. {_AGAIN}") from error
    if f"{name}.ubj" in files:
        part.booster_ = xgboost.Booster({"nthread": 1}, model_file=folder / f"{name}.ubj")
    return part
