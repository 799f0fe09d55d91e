"""Versions of models: which there are, which is the champion, and which were before it.

``artifacts/<model>/<version>/`` holds one training's part of the answer to one question;
``titles`` is the encoder that all of them read. ``champions.json`` names the champions, with the
hash of their manifests. A version is written aside and moved in when its run is published; a
champion changes by one replaced file.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue_common.errors import ModelError, OutdatedModelError
from catalogue_common.files import parse_json, replace_file, sha256_of
from models.questions import ENCODER, QUESTIONS
from models.versions.artifact_files import MANIFEST, read_manifest
from models.versions.model_formats import check_readable

MODELS = (ENCODER, *QUESTIONS)
_CHAMPIONS = "champions.json"
_ASIDE = ".new"


@dataclass(frozen=True)
class Version:
    """One version of one model, as ``catalogue models`` lists it.

    Args:
        model, version: its name.
        is_champion: whether it scores unseen titles.
        was_champion: whether it is or ever was promoted, as far as is remembered.
        manifest: what it says of itself.
    """

    model: str
    version: str
    is_champion: bool
    was_champion: bool
    manifest: dict[str, Any]


class Registry:
    """The directory of all versions.

    Args:
        root: made when the first version is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, model: str, version: str) -> Path:
        """Where a version of a model is."""
        return self.root / model / version

    def aside(self, model: str, version: str) -> Path:
        """Where a version of a model is written before its run is published."""
        return self.root / _ASIDE / model / version

    def clear_aside(self) -> None:
        """Remove what a run that failed has left."""
        shutil.rmtree(self.root / _ASIDE, ignore_errors=True)

    def adopt(self, version: str, promoted: list[str], kept: int) -> None:
        """Take in a version that was written aside, promote it, and remove the oldest.

        Args:
            version: of the training.
            promoted: the questions whose champion it is to be.
            kept: how many versions and champions of each model stay.
        """
        self.move_in(version)
        for model in promoted:
            self.promote(model, version)
        self._forget_outdated()
        self.prune(kept)

    def move_in(self, version: str) -> None:
        """Make a version that was written aside one of the versions."""
        for model in MODELS:
            written, place = self.aside(model, version), self.folder(model, version)
            if written.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(place, ignore_errors=True)
                written.rename(place)
        self.clear_aside()

    @property
    def champions_file(self) -> Path:
        """Where the champions are named."""
        return self.root / _CHAMPIONS

    def stamp(self) -> tuple[int, ...]:
        """What changes when a version comes, goes or is promoted; empty where there is none."""
        places = (self.champions_file, *(self.root / model for model in MODELS))
        return tuple(place.stat().st_mtime_ns for place in places if place.exists())

    def champion(self, model: str) -> str | None:
        """The version of a model that scores unseen titles, if there is one."""
        line = self._lines().get(model)
        return line[-1]["version"] if line else None

    def champion_hash(self, model: str) -> str | None:
        """The hash that the manifest of a model's champion must have."""
        line = self._lines().get(model)
        return line[-1]["manifest_sha256"] if line else None

    def manifest(self, model: str, version: str) -> dict[str, Any]:
        """What a version says of itself.

        Raises:
            ModelError: it is not there, or was changed since it was written.
        """
        expected = self.champion_hash(model) if self.champion(model) == version else None
        return read_manifest(self.folder(model, version), expected)

    def versions(self) -> list[Version]:
        """All versions of the models that answer a question, oldest first.

        Raises:
            ModelError: a version was changed since it was written.
        """
        found = []
        lines = self._lines()
        for model in QUESTIONS:
            promoted = [entry["version"] for entry in lines.get(model, [])]
            for folder in (path.parent for path in (self.root / model).glob(f"*/{MANIFEST}")):
                name, manifest = folder.name, self.manifest(model, folder.name)
                is_champion = promoted[-1:] == [name]
                found.append(Version(model, name, is_champion, name in promoted, manifest))
        return sorted(found, key=lambda v: (QUESTIONS.index(v.model), v.manifest["trained_at"]))

    def promote(self, model: str, version: str) -> None:
        """Make a version the champion of its model.

        Raises:
            ModelError: there is no such version, it was changed since it was written, or it is of
                a format that is not read any more.
        """
        if not self.folder(model, version).is_dir():
            raise ModelError(
                f"There is no version {version} of {model} in {self.root}. Nothing was changed. "
                "See catalogue models for those there are."
            )
        check_readable(self.folder(model, version), read_manifest(self.folder(model, version)))
        digest = sha256_of(self.folder(model, version) / MANIFEST)
        lines = self._lines()
        before = [entry for entry in lines.get(model, []) if entry["version"] != version]
        lines[model] = [*before, {"version": version, "manifest_sha256": digest}]
        self._write(lines)

    def rollback(self, model: str) -> str:
        """Bring back the champion before this one, and return its version.

        Raises:
            ModelError: there is none that is still kept and can be read.
        """
        lines = self._lines()
        before = [
            entry
            for entry in lines.get(model, [])[:-1]
            if self.folder(model, entry["version"]).is_dir() and not self._is_outdated(model, entry)
        ]
        if not before:
            raise ModelError(
                f"No earlier champion of {model} is kept that this version of the project reads. "
                "Nothing was changed."
            )
        lines[model] = before
        self._write(lines)
        return str(before[-1]["version"])

    def prune(self, kept: int) -> None:
        """Remove all but the last ``kept`` champions and versions of each model.

        What a version that stays needs of its own training stays with it.
        """
        lines = self._lines()
        wanted: set[str] = set()
        for model in QUESTIONS:
            wanted |= {entry["version"] for entry in lines.get(model, [])[-kept:]}
            wanted |= set(sorted(self._names(model))[-kept:])
        for model in MODELS:
            for name in self._names(model):
                if name not in wanted:
                    shutil.rmtree(self.folder(model, name))

    def _names(self, model: str) -> list[str]:
        folder = self.root / model
        return [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []

    def _forget_outdated(self) -> None:
        """Leave a question without a champion rather than with one that is not read any more."""
        lines = self._lines()
        kept = {m: line for m, line in lines.items() if not self._is_outdated(m, line[-1])}
        if kept != lines:
            self._write(kept)

    def _is_outdated(self, model: str, entry: dict[str, str]) -> bool:
        folder = self.folder(model, entry["version"])
        try:
            check_readable(folder, read_manifest(folder))
        except ModelError as error:  # what else is wrong shows where it is used
            return isinstance(error, OutdatedModelError)
        return False

    def _lines(self) -> dict[str, list[dict[str, str]]]:
        path = self.champions_file
        if not path.exists():
            return {}
        try:
            lines: dict[str, list[dict[str, str]]] = parse_json(path.read_text(encoding="utf-8"))
            return {model: list(map(_entry, line)) for model, line in lines.items() if line}
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise ModelError(
                f"{path} cannot be read. Nothing was scored. Put it back from a copy, or remove "
                "it and name the champions anew with catalogue models promote."
            ) from error

    def _write(self, lines: dict[str, list[dict[str, str]]]) -> None:
        text = json.dumps(lines, indent=1, sort_keys=True)
        replace_file(self.champions_file, text + "\n")


def _entry(entry: dict[str, Any]) -> dict[str, str]:
    return {name: str(entry[name]) for name in ("version", "manifest_sha256")}
