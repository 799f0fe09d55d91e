"""From bytes in some encoding to a file in UTF-8, which is all that DuckDB reads."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.load.containers import BLOCK, start_of

WESTERN = "cp1252"
"""What a spreadsheet under Windows saves when it saves neither UTF-8 nor UTF-16."""

_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ZEROS, _MANY = 0.01, 3
"""Share of zeros in UTF-16, at least; how much more often they stand at one side of a letter."""

LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Utf8File:
    """A file in UTF-8.

    Attributes:
        path: the file as it came, where it is UTF-8, else a copy.
        is_cut: whether it ends within a letter: the last row is not whole.
        spoiled_lines: how many other lines have bytes that are no letters; each became �.
    """

    path: Path
    is_cut: bool = False
    spoiled_lines: int = 0


def in_utf8(path: Path, folder: Path) -> Utf8File:
    """The file in UTF-8: itself, if it is, else a copy in a folder.

    Its mark or its zeros name UTF-16. Of all else each line with other letters than ASCII's is
    looked at: one bad byte does not decide for a whole file.
    """
    target = folder / f"utf8{path.suffix}"
    wide = _wide_encoding(start_of(path))
    if wide:
        with path.open("rb") as old:
            lost, is_cut = _write(_decoded(old, wide), target)
        return Utf8File(target, is_cut, lost)
    if is_utf8(path):
        return Utf8File(path)
    valid, invalid, is_cut = _judge(path)
    if invalid > valid:
        with path.open("rb") as old:
            lost, _ = _write(_decoded(old, WESTERN), target)
        return Utf8File(target, False, lost)
    with path.open("rb") as old:
        _write(_decoded(old, "utf-8"), target)
    return Utf8File(target, is_cut, invalid)


def is_utf8(path: Path) -> bool:
    """Whether all bytes are UTF-8, as quickly as they can be read."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def without_mark(start: bytes) -> bytes:
    """A file's first bytes without UTF-8's mark."""
    return start.removeprefix(codecs.BOM_UTF8)


def _wide_encoding(start: bytes) -> str | None:
    """UTF-16 or -32, by its mark or by the zeros beside the letters of ASCII."""
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    # Texts in one byte a letter have no zeros; in two, separators and line ends have one each.
    first, second = start[0::2].count(0), start[1::2].count(0)
    if first + second > _ZEROS * len(start):
        if second > _MANY * first:
            return "utf-16-le"
        if first > _MANY * second:
            return "utf-16-be"
    return None


def _judge(path: Path) -> tuple[int, int, bool]:
    """How many lines with other letters than ASCII's are UTF-8, how many not; whether it is cut."""
    valid = invalid = 0
    is_cut = False
    for line in _lines(path):
        if line.isascii():
            continue
        try:
            line.decode()
            valid += 1
        except UnicodeDecodeError as error:
            # A file's last line may end within a letter: that says nothing of the others.
            is_cut = error.reason == "unexpected end of data"
            invalid += not is_cut
    # If it is all there is, a whole letter of an old encoding looks the same.
    return valid, invalid + (is_cut and not valid), is_cut


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, whatever ends them."""
    with path.open("rb") as file:
        for long_line in file:
            yield from long_line.splitlines(keepends=True)


def _decoded(file: io.BufferedReader, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    while block := text.read(BLOCK):
        yield block


def _write(blocks: Iterator[str], target: Path) -> tuple[int, bool]:
    """Write a file; returns how many letters were lost, and whether the last one was."""
    lost, last = 0, ""
    with target.open("w", encoding="utf-8", newline="") as new:
        for block in blocks:
            lost += block.count(LOST)
            last = block[-1]
            new.write(block)
    return lost - (last == LOST), last == LOST
