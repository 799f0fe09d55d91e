"""What holds a table's bytes: the file itself, gzip around it, or a zip with one file in it."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, cast

from catalogue_common.errors import SourceError

BLOCK = 1 << 20


@contextmanager
def taken_out(path: Path) -> Iterator[Path]:
    """The file itself, or its one data file unpacked from a zip, for as long as the block runs.

    Raises:
        SourceError: the zip is damaged or does not hold exactly one data file.
    """
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        yield _unzipped(path, Path(folder))


def _unzipped(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not _is_clutter(Path(member.filename))
            ]
            if len(members) != 1:
                raise SourceError(f"expected a zip with one data file; it holds {len(members)}.")
            # The member's own name never becomes a path: it could point out of the folder.
            target = folder / f"data{Path(members[0].filename).suffix.lower()}"
            with archive.open(members[0]) as packed, target.open("wb") as plain:
                copyfileobj(packed, plain, BLOCK)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise SourceError(f"expected a whole zip file; it is damaged: {error}.") from error
    return target


def _is_clutter(member: Path) -> bool:
    """What a Mac adds to a zip: hidden files and folders of attributes."""
    return "__MACOSX" in member.parts or member.name.startswith(".")


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, out of gzip where the name says that it is.

    Raises:
        SourceError: what should be gzip is not, or is damaged where it was read.
    """
    is_packed = path.suffix.lower() == ".gz"
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            yield cast("BinaryIO", file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(f"expected a whole gzip file; it is damaged: {error}.") from error


def start_of(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a file, out of gzip.

    Raises:
        SourceError: what should be gzip is damaged.
    """
    with open_bytes(path) as file:
        return file.read(size)
