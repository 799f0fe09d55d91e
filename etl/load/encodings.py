"""From bytes in some encoding to a file in UTF-8, which is all that DuckDB reads."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from shutil import copyfileobj

from etl.load.containers import BLOCK, open_bytes

WIDE, WESTERN = "utf-16", "cp1252"
"""What a spreadsheet under Windows saves when it does not save UTF-8."""


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a file's first bytes name, where it is not UTF-8."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return WIDE if start.startswith(marks) else None


def without_mark(start: bytes) -> bytes:
    """A file's first bytes without UTF-8's mark."""
    return start.removeprefix(codecs.BOM_UTF8)


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """Write a file anew in UTF-8, out of gzip, into a folder; what is no letter becomes �.

    Raises:
        SourceError: what should be gzip is damaged.
    """
    target = folder / "utf8.csv"
    with open_bytes(path) as packed, target.open("w", encoding="utf-8", newline="") as new:
        copyfileobj(
            io.TextIOWrapper(packed, encoding=encoding, errors="replace", newline=""), new, BLOCK
        )
    return target
