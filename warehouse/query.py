"""Questions to the published file: read-only, cut off from files and network, answers for people.

What comes out of the warehouse is text that others wrote. A CSV file may be opened by a
spreadsheet, so text that would start a formula there is defused; a table goes to a terminal, so
text that would steer it is blanked; JSON says what there is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal

import duckdb
from pyarrow import csv
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalogue_common.errors import QueryError
from warehouse.reading import open_published
from warehouse.sql_files import quote_identifier, quote_literal

Format = Literal["table", "csv", "json"]

ROWS_OF_A_TABLE = 100
BATCH = 50_000

_SIGNS = "=+-@＝＋－＠"
_FORMULA = rf"^[\pZ\pC]*[{re.escape(_SIGNS)}]|^[\t\r\n]"  # what is_formula says, for DuckDB

STEERING = r"[\x00-\x1f\x7f-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
"""Characters that steer a terminal or the direction of writing."""

PLAIN = re.compile(
    r"BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|DATE|TIMESTAMP"
)
"""Types whose values mean the same in every format; all others are written as text."""


def print_answer(warehouse: Path, sql: str, format: Format, nothing: str = "") -> None:
    """Ask one question and print the answer to standard output.

    Args:
        warehouse: the published file.
        sql: the question.
        format: how rows are printed.
        nothing: what is said in place of a table without rows.

    Raises:
        QueryError: the file cannot be read, or the question is wrong or not allowed.
    """
    with open_published(warehouse) as con:
        try:
            print_relation(ask(con, sql), format, nothing)
        except duckdb.Error as error:
            raise QueryError(
                f"The query failed: {error}\nNothing was changed. docs/data-dictionary.md tells "
                'what can be asked for, and so does: catalogue query "show all tables"'
            ) from error


def print_relation(answer: duckdb.DuckDBPyRelation, format: Format, nothing: str = "") -> None:
    """Print rows to standard output; ``nothing`` says what is said in place of an empty table."""
    if format == "table":
        _print_table(answer, nothing)
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


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """The answer to one statement, not yet computed.

    Raises:
        QueryError: it is not one statement, or it gives no rows.
        duckdb.Error: it is wrong or not allowed.
    """
    statements = con.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(
            f"Expected one SQL statement and found {len(statements)}; nothing was run. Ask one "
            "question at a time."
        )
    answer = con.sql(statements[0])
    if answer is None:
        raise QueryError("The statement gives no rows. The published file is only ever read.")
    return answer


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


def _for_terminals(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
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


def _print_table(answer: duckdb.DuckDBPyRelation, nothing: str) -> None:
    shown = _for_terminals(answer)
    table = Table(box=box.SIMPLE_HEAD)
    for name, kind in zip(shown.columns, shown.types, strict=True):
        numeric = PLAIN.fullmatch(str(kind)) and str(kind) not in ("BOOLEAN", "DATE", "TIMESTAMP")
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    rows = shown.fetchmany(ROWS_OF_A_TABLE + 1)
    for row in rows[:ROWS_OF_A_TABLE]:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 10_000)
    console.print(table if rows or not nothing else nothing)
    if len(rows) > ROWS_OF_A_TABLE:
        console.print(f"These are the first {ROWS_OF_A_TABLE} rows; csv and json print them all.")


def _write_csv(answer: duckdb.DuckDBPyRelation, out: BinaryIO) -> None:
    reader = for_spreadsheets(answer).to_arrow_reader(BATCH)
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
    while lines := reader.fetchmany(BATCH):
        # In UTF-8, whatever the terminal's own encoding: JSON is nothing else.
        out.write((before + "\n" + ",\n".join(line for (line,) in lines)).encode())
        before = ","
    out.write(b"\n]\n" if before == "," else b"[]\n")
