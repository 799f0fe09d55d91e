"""The champions beside the parts, and what is known of groups of titles, so that each worker reads
the same: named by their hash."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from catalogue_common.errors import ModelError, PartsError
from models.parts.evidence_files import EVIDENCE, evidence_files, evidence_in
from models.parts.place import Place
from models.questions import ENCODER, QUESTIONS
from models.scoring.champions import LineUp, read_champions
from models.scoring.idea_evidence import Evidence
from models.versions.registry import Registry

FOLDER = "champions"
_ONE_AT_A_TIME = Lock()


class Answering(NamedTuple):
    """What answers for titles in parts.

    Args:
        lineup: whose models answer each question.
        evidence: what their chances are held to; None where no week says it.
    """

    lineup: LineUp
    evidence: Evidence | None


def put_champions(
    registry: Registry, evidence: Evidence | None, place: Place
) -> tuple[str, dict[str, str]]:
    """Copy the champions to where parts are scored, unless they are there.

    Args:
        registry: where they are.
        evidence: what is known of groups of titles, which goes with them.
        place: the folder of scores.

    Returns:
        their hash, and the version that answers each question.

    Raises:
        ModelError: there is no champion for the genres.
        PartsError: they cannot be written.
    """
    versions = {q: version for q in QUESTIONS if (version := registry.champion(q))}
    if "genres" not in versions:
        raise ModelError(
            f"There are no champions in {registry.root}. Nothing was scored. Train first: "
            "catalogue run or catalogue train."
        )
    named = {
        question: [{"version": v, "manifest_sha256": registry.champion_hash(question)}]
        for question, v in versions.items()
    }
    text = json.dumps(named, indent=1, sort_keys=True).encode()
    known = evidence_files(evidence)
    key = _key(text, known)
    there, last = place.stamps(f"{FOLDER}/{key}"), f"{FOLDER}/{key}/{registry.champions_file.name}"
    if last not in there:
        for name, path in _files(registry, versions).items():
            place.put(f"{FOLDER}/{key}/{name}", path.read_bytes())
        for name, content in known.items():
            place.put(f"{FOLDER}/{key}/{name}", content)
        place.put(last, text)  # the last: where it is, all are
    return key, versions


@lru_cache(maxsize=1)
def _read(address: str, key: str) -> Answering:
    place, prefix = Place(address), f"{FOLDER}/{key}/"
    read = place.read_all(list(place.stamps(prefix.rstrip("/"))))
    files = {name.removeprefix(prefix): content for name, content in read.items()}
    known = {name: files.pop(name) for name in EVIDENCE if name in files}
    with tempfile.TemporaryDirectory(prefix="champions-") as folder:
        for name, content in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        registry = Registry(Path(folder))
        if not registry.champions_file.exists():
            raise PartsError(
                f"The champions {key[:12]} are not in {address}. Nothing was scored. Run "
                "catalogue score-parts again: it puts them there."
            )
        if _key(registry.champions_file.read_bytes(), known) != key:
            raise PartsError(
                f"The champions {key[:12]} in {address} were changed. Nothing was scored. Remove "
                f"{FOLDER}/{key} there, then run again."
            )
        return Answering(read_champions(registry), evidence_in(known))


def _key(champions: bytes, known: Mapping[str, bytes]) -> str:
    found = hashlib.sha256(champions)
    for name in sorted(known):
        found.update(known[name])
    return found.hexdigest()


def champions_at(address: str, key: str) -> Answering:
    """Read champions from beside the parts; kept in memory until others are asked for.

    Raises:
        ModelError: one of them cannot be used here.
        PartsError: they are not there, or were changed.
    """
    with _ONE_AT_A_TIME:  # threads of one process share them
        return _read(address, key)


def _files(registry: Registry, versions: dict[str, str]) -> dict[str, Path]:
    """Every file of these versions, by its name below the registry; the genres read another's."""
    models = set(versions.items())
    # An answer's own training has the encoder and the genres that it reads.
    models |= {(m, version) for version in versions.values() for m in (ENCODER, "genres")}
    return {
        path.relative_to(registry.root).as_posix(): path
        for model, version in sorted(models)
        for path in sorted(registry.folder(model, version).iterdir())
    }
