"""How a CSV file is written: what parts its cells, and what its columns are called."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from etl.load.containers import BLOCK, open_bytes
from etl.load.table_values import ROW_NUMBER

SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Dialect:
    """What parts a file's cells, and the names of its columns; no two are the same."""

    separator: str
    columns: tuple[str, ...]


def dialect_of(path: Path) -> Dialect:
    """The dialect as the header shows it: a guess from rows fails where the last one is cut off.

    Raises:
        SourceError: what should be gzip is damaged.
    """
    with open_bytes(path) as file:
        header = file.readline(BLOCK).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    separator = max(SEPARATORS, key=header.count)
    return Dialect(separator, _column_names(header, separator))


def _column_names(header: str, separator: str) -> tuple[str, ...]:
    """The header's names; one without a name, or with a name that was there, is numbered."""
    names: list[str] = []
    cells = next(csv.reader([header.replace("\r", " ")], delimiter=separator))
    for position, name in enumerate(cells):
        seen = {other.lower() for other in names} | {ROW_NUMBER}
        names.append(f"column{position}" if not name.strip() or name.lower() in seen else name)
    return tuple(names)
