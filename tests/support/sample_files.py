"""Reading what a sample's files hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def rows(sql: str, **values: str | list[str]) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(sql, values).fetchall()


def reader(path: Path) -> str:
    """Name the columns of a CSV: DuckDB gives up guessing where the last row is cut."""
    if path.suffix == ".jsonl":
        return f"read_json('{path}')"
    separator = "\t" if path.suffix == ".tsv" else ","
    header = path.open(encoding="utf-8").readline().strip().replace('"', "").split(separator)
    columns = dict.fromkeys(header, "VARCHAR")
    options = f"delim = '{separator}', header = true, auto_detect = false, ignore_errors = true"
    return f"read_csv('{path}', {options}, columns = {columns})"


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
