"""What lies in a data directory: the files of each source, and what no source reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue_common.errors import SourceError
from etl.load.loads import Load
from etl.sources import SOURCES
from etl.sources.source import MARKER, Source

IGNORED_SUFFIXES = {".md", ".txt"}
FOLDERS = ", ".join(f"{name}/" for name in SOURCES if "." not in name)


@dataclass(frozen=True)
class DataFile:
    """One file of a data directory that belongs to a source.

    Attributes:
        service: whose catalogue it is, once its folders are asked (``places.py``); null for none.
        region: of which region, likewise.
    """

    path: Path
    name: str
    kinds: tuple[Source, ...]
    service: str | None = None
    region: str | None = None

    @property
    def source(self) -> str:
        return self.kinds[0].name


def find_files(data: Path) -> tuple[list[DataFile], list[Load]]:
    """The files of every known source under ``data``, and what lies there that no source reads.

    Raises:
        SourceError: there is no such directory, or nothing in it belongs to a source.
    """
    if not data.is_dir():
        raise SourceError(
            f"There is no data directory {data}. Nothing was run. Give one with --data; it holds "
            f"a folder per source: {FOLDERS}."
        )
    files: list[DataFile] = []
    strays: list[Load] = []
    for entry in sorted(data.iterdir()):
        if entry.name.startswith(".") or entry.suffix.lower() in IGNORED_SUFFIXES:
            continue
        kinds = SOURCES.get(entry.name)
        if kinds is None or entry.is_file() != ("." in entry.name):
            strays.append(_stray(entry))
            continue
        files += [
            DataFile(path, path.relative_to(data).as_posix(), kinds) for path in _files_in(entry)
        ]
    if not any(file.path.parent != data for file in files):
        raise SourceError(
            f"The data directory {data} holds no file of any source. Nothing was run. Expected "
            f"files in {FOLDERS}."
        )
    return files, strays


def _files_in(folder: Path) -> Iterator[Path]:
    """All files under a folder, or the one file that a source consists of."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.suffix.lower() not in IGNORED_SUFFIXES:
            yield path


def _stray(entry: Path) -> Load:
    what = "folder" if entry.is_dir() else "file"
    message = (
        f"{entry.name}: this {what} belongs to no source that is read; expected the folders "
        f"{FOLDERS}."
    )
    return Load("none", entry.name, "", "skipped", message)


def is_synthetic(data: Path) -> bool:
    """Whether this directory was written by the project's own sample generator."""
    return (data / MARKER).is_file()
