"""Reads a JSON array of objects, or JSON lines, into a table of texts: one column per key."""

from __future__ import annotations

from pathlib import Path

from catalogue_common.errors import SourceError
from etl.load.containers import start_of
from etl.load.encodings import without_mark
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ROW_NUMBER, ReadTable
from warehouse.sql_files import quote_identifier, quote_literal

MAX_OBJECT_BYTES = 64 * 1024 * 1024


def read_json_file(scratch: Scratch, path: Path) -> ReadTable:
    """Read a file of JSON objects; in one of lines, a line that is no JSON breaks only itself.

    Raises:
        SourceError: it holds no object.
        duckdb.Error: it is an array that is not whole.
    """
    start = without_mark(start_of(path)).lstrip()
    has_lines = "jsonl" in path.name.lower() or start.startswith(b"{")
    parameters = {
        "path": str(path),
        "format": "newline_delimited" if has_lines else "array",
        "size": MAX_OBJECT_BYTES,
    }
    query = load_statement("json_answers", ignore_errors=str(has_lines).lower())
    answers = scratch.table("answers", query, parameters)
    found = scratch.con.execute(load_statement("json_keys", answers=answers)).fetchall()
    if not found:
        raise SourceError("expected JSON objects; it holds none.")
    keys = tuple(row[0] for row in found)
    values = ", ".join(f"answer ->> {_pointer(key)} as {quote_identifier(key)}" for key in keys)
    objects = f"from {answers} where json_type(answer) = 'OBJECT'"
    rows = scratch.table("rows", f"select row_number, {values} {objects}")
    broken = scratch.table("broken", load_statement("json_broken_rows", answers=answers))
    scratch.drop(answers)
    return ReadTable(rows, scratch.columns(rows)[1:], ROW_NUMBER, broken, scratch.count(broken))


def _pointer(key: str) -> str:
    """A key as a JSON pointer in SQL quotes."""
    return quote_literal("/" + key.replace("~", "~0").replace("/", "~1"))
