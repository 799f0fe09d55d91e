"""Reads JSON objects into a table of texts, one column per key: lines, arrays, objects, dumps.

DuckDB reads what it can. What is damaged, or turned on its side by pandas, Python writes anew as
JSON lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.files import parse_json
from catalogue_common.settings import Limits
from etl.load.containers import start_of
from etl.load.encodings import without_mark
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ROW_NUMBER, ReadTable
from warehouse.sql_files import quote_identifier, quote_literal

MAX_OBJECT_BYTES = 64 << 20
_LARGEST_DAMAGED = 256 << 20
"""Python takes several times the bytes of a file to read it."""


def read_json_file(scratch: Scratch, path: Path, folder: Path, limits: Limits) -> ReadTable:
    """Read a file of JSON objects in UTF-8; a value that is no object breaks only itself.

    Raises:
        SourceError: it holds no object, or more keys than allowed.
    """
    answers = _answers(scratch, path, folder)
    pages = answers
    has_pages = load_statement("json_has_pages", answers=answers)
    if scratch.con.execute(has_pages).fetchone() == (True,):
        pages = scratch.table("pages", load_statement("json_pages", answers=answers))
    found = scratch.con.execute(load_statement("json_keys", answers=pages)).fetchall()
    if not found:
        raise SourceError("expected JSON objects; it holds none that is whole.")
    if len(found) > limits.columns:
        raise SourceError(
            f"its objects have {len(found):,} different keys; {limits.columns:,} are allowed. If "
            "that is right, raise columns in the settings, table [limits]."
        )
    keys = tuple(row[0] for row in found)
    values = ", ".join(f"answer ->> {_pointer(key)} as {quote_identifier(key)}" for key in keys)
    objects = f"from {pages} where json_type(answer) = 'OBJECT'"
    rows = scratch.table("rows", f"select row_number, {values} {objects}")
    broken = scratch.table("broken", load_statement("json_broken_rows", answers=pages))
    scratch.drop(pages)
    return ReadTable(rows, scratch.columns(rows)[1:], ROW_NUMBER, broken, scratch.count(broken))


def _answers(scratch: Scratch, path: Path, folder: Path) -> str:
    """Name of the table of the file's values."""
    kind = _format_of(path)
    try:
        answers = _read(scratch, path, kind)
    except (duckdb.Error, UnicodeDecodeError):
        target = folder / "values.jsonl"
        _write_lines(target, _values_one_by_one(path))
        return _read(scratch, target, "newline_delimited")
    if kind == "unstructured" and scratch.count(answers) == 1:
        found = scratch.con.table(answers).fetchone()
        records = _records_of(found[1]) if found else []
        if records:
            scratch.drop(answers)
            target = folder / "records.jsonl"
            _write_lines(target, (json.dumps(record) for record in records))
            return _read(scratch, target, "newline_delimited")
    return answers


def _read(scratch: Scratch, path: Path, kind: str) -> str:
    has_lines = kind == "newline_delimited"
    query = load_statement("json_answers", ignore_errors=str(has_lines).lower())
    parameters = {"path": str(path), "format": kind, "size": MAX_OBJECT_BYTES}
    return scratch.table("answers", query, parameters)


def _format_of(path: Path) -> str:
    """What DuckDB calls it: lines are those of which the first one is whole."""
    if without_mark(start_of(path)).lstrip().startswith(b"["):
        return "array"
    with path.open("rb") as file:
        lines = (file.readline(MAX_OBJECT_BYTES) for _ in range(1000))
        first = without_mark(next((line for line in lines if without_mark(line).strip()), b""))
        second = file.read(1)
    try:
        parse_json(first.decode("utf-8", "replace"))
    except ValueError:
        return "unstructured"
    return "newline_delimited" if second else "unstructured"


def _records_of(text: str) -> list[dict[str, Any]]:
    """The records of a table that pandas wrote as one object: by column, by row, or in parts."""
    try:
        table = parse_json(text)
    except ValueError:
        return []
    if not isinstance(table, dict):
        return []
    rows, names = table.get("data"), table.get("columns")
    if isinstance(rows, list) and set(table) <= {"columns", "index", "data", "schema"}:
        if isinstance(names, list):
            rows = [dict(zip(map(str, names), row, strict=False)) for row in rows]
        return [row for row in rows if isinstance(row, dict)]
    return _rows_of_columns(table)


def _rows_of_columns(table: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of {"id": {"0": 1}} or of {"0": {"id": 1}}; none, if it is neither."""
    parts = list(table.values())
    if not all(isinstance(part, dict) and part for part in parts):
        return []
    labels = dict.fromkeys(label for part in parts for label in part)
    if _are_numbers(table):
        return parts
    if not _are_numbers(labels):
        return []
    return [
        {name: column[label] for name, column in table.items() if label in column}
        for label in labels
    ]


def _are_numbers(labels: Iterable[str]) -> bool:
    return all(label.isdigit() for label in labels)


def _values_one_by_one(path: Path) -> Iterator[str]:
    """Each value of a damaged file as a line; what is no JSON as it stands, to be rejected.

    Raises:
        SourceError: it is too large for that.
    """
    if path.stat().st_size > _LARGEST_DAMAGED:
        raise SourceError(
            f"expected JSON; it is damaged, or one value in it has more than "
            f"{MAX_OBJECT_BYTES >> 20} MB. Download it again."
        )
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    decoder, place = json.JSONDecoder(), 0
    is_array = text.lstrip().startswith("[")
    if is_array:
        place = text.index("[") + 1
    while True:
        while place < len(text) and text[place] in " \t\r\n,]":
            place += 1
        if place == len(text):
            return
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = text.find("\n", place)
            # Nothing after a break within one long line can be told apart.
            end = len(text) if end < 0 else end
            yield "!" + text[place : min(end, place + 1000)]
            place = end
        else:
            for item in value if isinstance(value, list) else [value]:
                yield json.dumps(item)


def _write_lines(target: Path, lines: Iterable[str]) -> None:
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"{line.encode('utf-8', 'replace').decode()}\n" for line in lines)


def _pointer(key: str) -> str:
    """A key as a JSON pointer in SQL quotes."""
    return quote_literal("/" + key.replace("~", "~0").replace("/", "~1"))
