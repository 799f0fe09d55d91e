"""Gives a CSV file lines that end alike, where they do not: DuckDB gives up on a mixture.

What stands within quotes is part of a value and stays as it is.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from etl.load.containers import BLOCK
from etl.load.dialects import Dialect

Edit = tuple[int, int, bytes]


def with_plain_lines(path: Path, dialect: Dialect, folder: Path) -> Path:
    """The file itself, if its lines all end alike and its header comes first, else a copy.

    A carriage return alone ends a row where both sides have as many cells as the header; else it
    stands within a value, and a blank takes its place.
    """
    if not dialect.starts_at and not _has_mixed_ends(path):
        return path
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as old:
        target = folder / "lines.csv"
        done, edits = dialect.starts_at, 0
        with target.open("wb") as new:
            for start, end, text in _edits(old, dialect):
                new.write(old[done:start])
                new.write(text)
                done, edits = end, edits + 1
            if not edits and not dialect.starts_at:
                return path
            for start in range(done, len(old), BLOCK):
                new.write(old[start : start + BLOCK])
    return target


def _has_mixed_ends(path: Path) -> bool:
    returns = feeds = both = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            feeds += block.count(b"\n")
            if b"\r" in block or last == b"\r":
                returns += block.count(b"\r")
                both += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
            last = block[-1:]
    return returns > 0 and not returns == feeds == both


def _edits(old: mmap.mmap, dialect: Dialect) -> Iterator[Edit]:
    """Where a line ends otherwise than by a line feed: from, to, and what belongs there."""
    quoted = quoted_cell(dialect.separator)
    ends = re.compile(quoted + rb"|\r+\n|\r+|\n")
    lone: list[Edit] = []
    line_start = dialect.starts_at
    for match in ends.finditer(old, dialect.starts_at):
        found = match.group()[-1:]
        if found == b'"':
            continue
        if found == b"\r":
            lone.append((match.start(), match.end(), b"\n"))
            continue
        if lone:
            yield from _judged(old, line_start, match.start(), lone, dialect)
            lone = []
        if match.end() - match.start() > 1:
            yield match.start(), match.end(), b"\n"
        line_start = match.end()
    if lone:
        yield from _judged(old, line_start, len(old), lone, dialect)


def _judged(
    old: mmap.mmap, start: int, end: int, lone: list[Edit], dialect: Dialect
) -> Iterator[Edit]:
    """The carriage returns of one line: ends of rows, or blanks within values."""
    cells = re.compile(
        quoted_cell(dialect.separator) + b"|" + re.escape(dialect.separator.encode())
    )
    bounds = [start, *(place for edit in lone for place in edit[:2]), end]
    width = len(dialect.columns)
    counts = [
        1 + sum(match.group()[-1:] != b'"' for match in cells.finditer(old, first, last))
        for first, last in zip(bounds[::2], bounds[1::2], strict=True)
        if old[first:last].strip()
    ]
    are_ends = sum(count == width for count in counts) > len(counts) / 2
    for first, last, text in lone:
        yield first, last, text if are_ends else b" "


def quoted_cell(separator: str) -> bytes:
    """The pattern of a cell in quotes: they count only where a cell starts."""
    return rb"(?<![^\r\n" + re.escape(separator.encode()) + rb'])"[^"]*(?:""[^"]*)*"'
