"""The receipt of a part: what was scored, by what, and what came out. Parts count by it alone.

It names no time, machine or user: the same part scored twice has the same receipt, to the byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalogue_common.files import parse_json
from models.parts.fingerprint import difference
from models.parts.place import Place, Stamp

FOLDER = "receipts"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class WrittenFile:
    """One file of a scored part.

    Args:
        rows: how many it holds.
        size: bytes.
        sha256: of its bytes, and so of its rows: the same rows make the same bytes.
    """

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What is to be known of a scored part.

    Args:
        part: name of the part below the folder of titles.
        titles: how many it has.
        given: the state of the part that was read.
        given_sha256: hash of what was read.
        files: what was written, by table.
        champions: the hash under which the models lie beside the parts.
        models: the version that answers each question.
        fingerprint: of the process that scored it.
    """

    part: str
    titles: int
    given: Stamp
    given_sha256: str
    files: Mapping[str, WrittenFile]
    champions: str
    models: Mapping[str, str]
    fingerprint: Mapping[str, str]

    def as_json(self) -> bytes:
        """The receipt as a file holds it."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()

    def is_of(self, stamp: Stamp, stamps: Mapping[str, Stamp]) -> bool:
        """Whether it speaks of the part as it is now, and all that it names is there.

        Args:
            stamp: the part's.
            stamps: what lies in the folder of scores.
        """
        sizes = {file_of(table, self.part): own.size for table, own in self.files.items()}
        there = {name: stamps[name].size for name in sizes if name in stamps}
        return self.given == stamp and there == sizes

    def unlike(self, champions: str, own: Mapping[str, str]) -> str:
        """Why a part that these champions score in this process would not fit to it, if so."""
        if self.champions != champions:
            return f"other models scored part {self.part} ({_named(self.models)})"
        return difference(self.fingerprint, own)


def receipt_of(part: str) -> str:
    """The name of a part's receipt."""
    return f"{FOLDER}/{part}.json"


def file_of(table: str, part: str) -> str:
    """The name of one of a scored part's files."""
    return f"{table}/{part}"


def read_receipt(content: bytes) -> Receipt | None:
    """A receipt from its file; None where the file is not whole."""
    try:
        said: dict[str, Any] = parse_json(content)
        files = {table: WrittenFile(**own) for table, own in said["files"].items()}
        return Receipt(**{**said, "given": Stamp(**said["given"]), "files": files})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def read_receipts(place: Place, names: list[str]) -> dict[str, Receipt]:
    """The whole receipts among the files of these names, by part.

    Raises:
        PartsError: they cannot be read.
    """
    found = map(read_receipt, place.read_all(names).values())
    return {receipt.part: receipt for receipt in found if receipt}


def _named(models: Mapping[str, str]) -> str:
    return ", ".join(sorted(set(models.values())))
