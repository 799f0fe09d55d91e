"""What holds a table's bytes: the file itself, gzip around it, or a zip with one table or several.

The first bytes say which, whatever the name. What leaves here is a plain file.
"""

from __future__ import annotations

import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits

BLOCK = 1 << 20
NESTED = 3
"""How many containers may lie in each other: a table in gzip in a zip has two."""

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
TABLE_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".jsonlines", ".xlsx")
READABLE = (*TABLE_SUFFIXES, ".gz", ".zip")
"""What a file of a table is called, in any case; what it is, its bytes say."""

_DAMAGED = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError),
    *(OSError, ValueError),
)
"""What the unpackers fail with when the bytes are not what they should be."""

_AGAIN = "Download it again, or take it away."


def tables_in(path: Path) -> list[str]:
    """Names of a zip's tables where it has several, else one empty name: the table there is.

    Raises:
        SourceError: the zip is damaged or holds no table.
    """
    names = _names_in(path)
    return names if len(names) > 1 else [""]


def only_table_in(path: Path) -> str:
    """Name of the one table that a zip holds; "" where it is no zip, or holds several.

    Raises:
        SourceError: the zip is damaged or holds no table.
    """
    names = _names_in(path)
    return names[0] if len(names) == 1 else ""


def _names_in(path: Path) -> list[str]:
    """Names of a zip's tables; none where it is no zip."""
    if not _is_zip(path):
        return []
    with _explained(), zipfile.ZipFile(path) as archive:
        return [member.filename for member in _tables(archive)]


@contextmanager
def taken_out(path: Path, table: str = "", limits: Limits | None = None) -> Iterator[Path]:
    """The file itself, or one table out of its containers, for as long as the block runs.

    Args:
        path: the file.
        table: which table of a zip (see ``tables_in``); "" where it has only one.
        limits: how large it may become.

    Raises:
        SourceError: a container is encrypted, damaged, cut off or larger than allowed, or it is a
            zip that holds no table, or several of which none was named.
    """
    largest = (limits or Limits()).file_megabytes << 20
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        name = path.name
        for depth in range(NESTED):
            target = Path(folder) / str(depth)
            if start_of(path, len(GZIP)) == GZIP:
                with _explained(), gzip.open(path) as packed:
                    _copy(packed, target, largest)
            elif _is_zip(path):
                name = _unzip(path, table, target, largest)
            else:
                break
            path = target.rename(target.with_suffix(_plain_suffix(name)))
            table = ""
        yield path


def _plain_suffix(name: str) -> str:
    """The end of a file's name, without that of its container: .csv of a.csv.gz."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix in TABLE_SUFFIXES), ".data")


def _is_zip(path: Path) -> bool:
    """Whether it is a zip of files; a workbook is a zip, too, but a table for itself."""
    if start_of(path, 4) != ZIP:
        return path.suffix.lower() == ".zip" and start_of(path, 2) not in (GZIP, b"")
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return True  # taking it out says what is wrong with it


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is a table by its name; a single file is one whatever its name."""
    # Not by is_dir(): it fails where a damaged archive names a member nothing.
    files = [
        member
        for member in archive.infolist()
        if not member.filename.endswith("/") and not _is_clutter(PurePosixPath(member.filename))
    ]
    tables = [member for member in files if member.filename.lower().endswith(READABLE)]
    if not tables and len(files) != 1:
        raise SourceError(
            f"expected a zip with a table; of its {len(files)} files none ends in "
            f"{', '.join(READABLE)}."
        )
    return tables or files


def _is_clutter(member: PurePosixPath) -> bool:
    """What a Mac adds to a zip: hidden files and folders of attributes."""
    return "__MACOSX" in member.parts or member.name.startswith(".")


def _unzip(path: Path, table: str, target: Path, largest: int) -> str:
    with _explained(), zipfile.ZipFile(path) as archive:
        found = [member for member in _tables(archive) if table in ("", member.filename)]
        if len(found) != 1:
            raise SourceError(f"expected a zip with one table in it; it holds {len(found)}.")
        # The member's own name never becomes a path: it could point out of the folder.
        with archive.open(found[0]) as packed:
            _copy(packed, target, largest)
    return found[0].filename


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, largest: int) -> None:
    size = 0
    with target.open("wb") as plain:
        while block := packed.read(BLOCK):
            size += len(block)
            if size > largest:
                raise SourceError(
                    f"out of its archive it has more than {largest >> 20:,} MB. If that is right, "
                    "raise file_megabytes in the settings, table [limits]."
                )
            plain.write(block)


@contextmanager
def _explained() -> Iterator[None]:
    """Turns what unpacking fails of into a message that says what to do.

    Raises:
        SourceError: the container cannot be unpacked.
    """
    try:
        yield
    except EOFError as error:
        raise SourceError(f"the archive ends early: it is cut off. {_AGAIN}") from error
    except NotImplementedError as error:
        raise SourceError(
            f"the archive is packed in a way that is not read here ({error}). Pack it as plain zip."
        ) from error
    except RuntimeError as error:  # what zipfile says of a password
        raise SourceError(
            "the archive is encrypted. Unpack it with its password and put the table here."
        ) from error
    except _DAMAGED as error:
        raise SourceError(f"the archive is damaged inside. {_AGAIN}") from error


def start_of(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)
