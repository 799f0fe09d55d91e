"""How a CSV file is written: where its header is, what parts its cells, its columns' names."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.containers import start_of
from etl.load.table_values import ROW_NUMBER

SEPARATORS = (",", ";", "\t", "|")

# Blank lines, then the line by which Excel is told the separator.
_ABOVE = re.compile(
    rb"(?:\xef\xbb\xbf)?[\s\x00]*(?:\"?sep=([^\w\s\"]|\t)\"?[ \t]*(?:\r\n|\r|\n)\s*)?",
    re.IGNORECASE,
)


_BANNER_LINES = 20
_FEWEST_NAMES = 3


@dataclass(frozen=True)
class Dialect:
    """What parts a file's cells, and the names of its columns; no two are the same.

    Attributes:
        separator: the sign between two cells.
        columns: the names.
        starts_at: at which byte the header starts; 0 where nothing but a mark is above it.
        banner: what stands above the header, as in a sheet that was saved as CSV.
    """

    separator: str
    columns: tuple[str, ...]
    starts_at: int = 0
    banner: str = ""


def dialect_of(path: Path, limits: Limits | None = None) -> Dialect:
    """The dialect as the header shows it: a guess from rows fails where the last one is cut off.

    Raises:
        SourceError: the header is longer, or has more columns, than allowed.
    """
    limits = limits or Limits()
    longest = limits.header_kilobytes << 10
    start = start_of(path, 2 * longest)
    above = _above(start)
    starts_at, banner = _below_banner(start, above[0])
    header = _first_row(start[starts_at:])
    if len(header) > longest:
        raise SourceError(
            f"its header is longer than the {limits.header_kilobytes} KB that are allowed: is it a "
            "table? If so, raise header_kilobytes in the settings, table [limits]."
        )
    text = header.decode("utf-8-sig", errors="replace")
    separator = above[1] or max(SEPARATORS, key=re.sub(r'"[^"]*"', "", text).count)
    columns = _column_names(text, separator)
    if len(columns) > limits.columns:
        raise SourceError(
            f"it has {len(columns):,} columns; {limits.columns:,} are allowed. If that is right, "
            "raise columns in the settings, table [limits]."
        )
    return Dialect(separator, columns, starts_at, banner)


def _above(start: bytes) -> tuple[int, str | None]:
    """How many bytes stand above the header, and the separator that is named there."""
    match = _ABOVE.match(start)
    length = match.end() if match else 0
    named = match.group(1) if match else None
    # Blanks before the first name belong to the header, unless a whole line is blank.
    blank = start[:length]
    ends = max(blank.rfind(b"\n"), blank.rfind(b"\r")) + 1
    return ends, named.decode("utf-8", "replace") if named else None


def _below_banner(start: bytes, place: int) -> tuple[int, str]:
    """At which byte the header starts, and the words above it, where a banner is above it.

    That is a first line with no more than two cells that hold something, then, within a few lines,
    one that has three or more names.
    """
    first_place = place
    above: list[str] = []
    for line in start[place:].splitlines(keepends=True)[:_BANNER_LINES]:
        text = line.decode("utf-8-sig", errors="replace")
        if text.count('"') % 2:  # a cell goes on in the next line
            break
        separator = max(SEPARATORS, key=text.count)
        cells = [cell.strip() for cell in next(csv.reader([text], delimiter=separator), [])]
        filled = [cell for cell in cells if cell]
        if len(filled) >= _FEWEST_NAMES:
            is_header = not any(cell.replace(".", "").isdigit() for cell in filled)
            return (place, " ".join(above)) if above and is_header else (first_place, "")
        above += filled
        place += len(line)
    return first_place, ""


def _first_row(start: bytes) -> bytes:
    """The bytes up to the first end of a line that does not stand in quotes."""
    place, in_quotes = 0, False
    for match in re.finditer(rb'["\r\n]', start):
        if match.group() == b'"':
            in_quotes = not in_quotes
        elif not in_quotes:
            return start[: match.start()]
        place = match.end()
    # Quotes that do not close are signs like others.
    line = re.match(rb"[^\r\n]*", start)
    return start if not in_quotes or place == 0 else (line.group() if line else start)


def _column_names(header: str, separator: str) -> tuple[str, ...]:
    """The header's names; one without a name, or with a name that was there, is numbered."""
    try:
        cells = next(csv.reader([re.sub(r"[\r\n]+", " ", header)], delimiter=separator), [])
    except csv.Error as error:
        raise SourceError(f"its header cannot be read: {error}.") from error
    names: list[str] = []
    seen = {ROW_NUMBER}
    for position, cell in enumerate(cells):
        name = cell if cell.strip() and cell.lower() not in seen else f"column{position}"
        while name.lower() in seen:
            name += "_"
        seen.add(name.lower())
        names.append(name)
    return tuple(names)
