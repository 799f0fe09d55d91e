"""Writing rows as files, the same bytes on every system."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def write_csv(
    path: Path,
    columns: str,
    rows: Iterable[Row],
    *,
    delimiter: str = ",",
    quote_all: bool = False,
) -> Path:
    """Write rows under a header, given as its line; columns that a row lacks stay empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file,
            columns.split(","),
            delimiter=delimiter,
            quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json_lines(path: Path, rows: Iterable[Row]) -> Path:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes("".join(lines).encode())
    return path


def cut_last_row(path: Path) -> None:
    """End a file within the last cell of its last row, as an interrupted download may."""
    content = path.read_bytes().decode()
    path.write_bytes(content[: -len('ne"\n')].encode())
