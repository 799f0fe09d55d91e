"""Answers for people: rows of the published file as a table, CSV or JSON.

What comes out of the warehouse is text that others wrote. A CSV file may be opened by a
spreadsheet, so text that would start a formula there is defused; a table goes to a terminal, so
text that would steer it is blanked; JSON says what there is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Literal

import duckdb

from catalogue_common.errors import QueryError
from warehouse.sql_files import quote_identifier, quote_literal

Format = Literal["table", "csv", "json"]

ROWS_OF_A_TABLE = 100
BATCH = 50_000
ROWS_AT_A_TIME = 2_048
"""Of an answer that is written as it comes: as many as DuckDB makes at once."""

_SIGNS = "=+-@＝＋－＠"
_FORMULA = rf"^[\pZ\pC]*[{re.escape(_SIGNS)}]|^[\t\r\n]"  # what is_formula says, for DuckDB

STEERING = r"[\x00-\x1f\x7f-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
"""Characters that steer a terminal or the direction of writing."""

PLAIN = re.compile(
    r"BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|DATE|TIMESTAMP"
)
"""Types whose values mean the same in every format; all others are written as text."""


def print_relation(answer: duckdb.DuckDBPyRelation, format: Format, nothing: str = "") -> None:
    """Print rows to standard output; ``nothing`` says what is said in place of an empty table."""
    if format == "table":
        shown = for_terminals(answer)
        kinds = [is_number_kind(str(kind)) for kind in shown.types]
        print_rows(shown.columns, kinds, shown.fetchmany(ROWS_OF_A_TABLE + 1), nothing)
    else:
        write_relation(answer, format, sys.stdout.buffer)


def write_relation(
    answer: duckdb.DuckDBPyRelation, format: Literal["csv", "json"], out: BinaryIO
) -> None:
    """Write rows: as CSV that holds no formula, or as JSON."""
    (_write_csv if format == "csv" else _write_json)(answer, out)


def read_question(path: Path) -> str:
    """The statement in a file.

    Raises:
        QueryError: the file cannot be read as UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{path} cannot be read as UTF-8 text: {error}. Nothing was run."
        ) from error


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may read a cell as a formula (OWASP, "CSV Injection").

    It may drop what does not show before the sign that starts one.
    """
    shown = next((sign for sign in text if sign.isprintable() and sign != " "), None)
    return shown in set(_SIGNS) or text.startswith(("\t", "\r", "\n"))


def for_spreadsheets(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows for a CSV file: an apostrophe before what would start a formula."""
    names = [f"'{name}" if is_formula(name) else name for name in answer.columns]
    defused = "if(regexp_matches({0}, {1}), '''' || {0}, {0})"
    return _rewritten(answer, names, lambda text: defused.format(text, quote_literal(_FORMULA)))


def for_terminals(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows for a terminal: a blank for what would steer it."""
    blanked = "regexp_replace({}, {}, ' ', 'g')"
    names = answer.columns
    return _rewritten(answer, names, lambda text: blanked.format(text, quote_literal(STEERING)))


def _rewritten(
    answer: duckdb.DuckDBPyRelation, names: list[str], rewrite: Callable[[str], str]
) -> duckdb.DuckDBPyRelation:
    """All columns under these names: plain values as they are, others as rewritten text."""
    columns = []
    for place, (name, kind) in enumerate(zip(names, answer.types, strict=True), 1):
        is_plain = PLAIN.fullmatch(str(kind))
        value = f"#{place}" if is_plain else rewrite(f"(#{place})::varchar")
        columns.append(f"{value} as {quote_identifier(name)}")
    return answer.project(", ".join(columns))


def print_rows(
    names: list[str], is_number: list[bool], rows: Iterable[Iterable[object]], nothing: str = ""
) -> None:
    """Print the first rows as a table; their texts may steer no terminal any more.

    Args:
        names: of the columns.
        is_number: which of them stand to the right.
        rows: one more than a table has says that there are more.
        nothing: what is said in place of a table without rows.
    """
    # Who answers questions in a process of its own has no use for these.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD)
    for name, numeric in zip(names, is_number, strict=True):
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    found = list(rows)
    for row in found[:ROWS_OF_A_TABLE]:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 10_000)
    console.print(table if found or not nothing else nothing)
    if len(found) > ROWS_OF_A_TABLE:
        console.print(f"These are the first {ROWS_OF_A_TABLE} rows; csv and json print them all.")


def is_number_kind(kind: str) -> bool:
    """Whether values of a type are numbers."""
    return bool(PLAIN.fullmatch(kind)) and kind not in ("BOOLEAN", "DATE", "TIMESTAMP")


def _write_csv(answer: duckdb.DuckDBPyRelation, out: BinaryIO) -> None:
    from pyarrow import csv  # noqa: PLC0415 - half the memory of a process, for this alone

    reader = for_spreadsheets(answer).to_arrow_reader(ROWS_AT_A_TIME)
    with csv.CSVWriter(out, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def _write_json(answer: duckdb.DuckDBPyRelation, out: BinaryIO) -> None:
    """An array with one object a line; what JSON cannot say (infinity, not a number) is null."""
    finite = [
        f"if(isfinite(#{place}), #{place}, null)"
        if str(kind) in ("FLOAT", "DOUBLE")
        else f"#{place}"
        for place, kind in enumerate(answer.types, 1)
    ]
    named = zip(finite, answer.columns, strict=True)
    rows = answer.project(
        ", ".join(f"{value} as {quote_identifier(name)}" for value, name in named)
    )
    reader = rows.query("answer", "select to_json(answer)::varchar from answer")
    before = "["
    while lines := reader.fetchmany(ROWS_AT_A_TIME):
        # In UTF-8, whatever the terminal's own encoding: JSON is nothing else.
        out.write((before + "\n" + ",\n".join(line for (line,) in lines)).encode())
        before = ","
    out.write(b"\n]\n" if before == "," else b"[]\n")
