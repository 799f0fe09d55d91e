"""A stranger's question to the marts, in a process of its own.

It is started as ``python -m catalogue_insights.serve.question``.

It reads the question as JSON from standard input, writes the answer to standard output and ends.
What it asks for beyond its memory or its time hurts nobody else. DuckDB bars files, network,
extensions and settings (``lock_down``); what it would still show of its own state, and schemas
other than the marts, are refused by looking at the parsed statement.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO

import duckdb

from catalogue_common.errors import QueryError
from catalogue_insights.serve.safe_csv import csv_bytes
from warehouse.macro_files import macro_files
from warehouse.query import PLAIN
from warehouse.reading import ReadLimits, lock_down, open_handle

SCHEMAS = {"marts", "information_schema"}
STATE = ("duckdb_", "pg_", "pragma_", "sqlite_", "__")
"""How the names of the tables begin in which DuckDB shows its own state."""
TABLE_FUNCTIONS = {"generate_series", "range", "unnest"}
NO_FUNCTIONS = {"current_setting", "getenv", "query", "query_table"}

MOST_LETTERS = 10_000
MOST_COLUMNS = 100
MOST_LETTERS_OF_A_CELL = 500
MOST_BYTES = 20_000_000
MEBIBYTE = 1 << 20
REFUSED = 3
"""How the process ends when it wrote not the answer but why there is none."""


@dataclass(frozen=True)
class Question:
    """What is asked, of which open file, and what it may take."""

    handle: int
    sql: str
    is_csv: bool
    rows: int
    seconds: float
    megabytes: int


def checked_statement(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one statement, if it only selects from marts.

    Raises:
        QueryError: it is something else.
        duckdb.Error: it cannot be parsed.
    """
    statements = con.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("Ask one question: a single SELECT, DESCRIBE or SUMMARIZE statement.")
    # This parses the text and runs nothing of it.
    parsed = con.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    tree = json.loads(parsed[0]) if parsed else {"error": True}
    if tree["error"]:
        raise QueryError("Ask with a SELECT statement; this one cannot be looked into.")
    for node in _nodes(tree):
        _refuse(node)
    return statements[0]


def answer(question: Question, out: BinaryIO) -> None:
    """Write the answer: CSV, or the first rows as JSON.

    Raises:
        QueryError: the question is wrong, not allowed, or takes too much.
    """
    limits = ReadLimits(f"{question.megabytes}MB", threads=1, may_spill=False)
    con = open_handle(question.handle, limits)
    lock_down(con)
    con.execute("use published.marts")
    _limit_memory(question.megabytes)
    timer = Timer(question.seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        found = con.sql(checked_statement(con, question.sql))
        if len(found.columns) > MOST_COLUMNS:
            raise QueryError(f"The answer has more than {MOST_COLUMNS} columns. Name some.")
        out.write(_csv(found, question) if question.is_csv else _table(found, question.rows))
    except duckdb.InterruptException as error:
        raise QueryError(
            f"The query took longer than {question.seconds:g} seconds and was stopped. Ask for "
            "less, or use `catalogue query`."
        ) from error
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        raise QueryError(
            f"The query needs more than {question.megabytes} MB of memory. Ask for less, or use "
            "`catalogue query`."
        ) from error
    except duckdb.Error as error:
        raise QueryError(f"The query failed: {error}") from error


def _csv(found: duckdb.DuckDBPyRelation, question: Question) -> bytes:
    return csv_bytes(found.limit(question.rows), MOST_BYTES)


def _table(found: duckdb.DuckDBPyRelation, most: int) -> bytes:
    cells = ", ".join(
        f"left((#{place})::varchar, {MOST_LETTERS_OF_A_CELL})"
        for place in range(1, len(found.columns) + 1)
    )
    rows = found.limit(most + 1).project(cells).fetchall()
    said = {
        "names": found.columns,
        "is_number": [_is_number(str(kind)) for kind in found.types],
        "rows": rows[:most],
        "is_cut": len(rows) > most,
    }
    return json.dumps(said).encode()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the parsed statement."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _refuse(node: dict[str, Any]) -> None:
    """Bar what is neither a mart nor made of marts."""
    kind = node.get("type")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS and not _is_macro(node["function"]):
            raise QueryError(f"The function {name}() is not allowed here: only marts are read.")
    elif kind == "BASE_TABLE":
        _refuse_table(node)
    elif (name := str(node.get("function_name", "")).lower()) in NO_FUNCTIONS:
        raise QueryError(f"The function {name}() is not allowed here.")


def _is_macro(function: dict[str, Any]) -> bool:
    """Whether it is one of the marts with a parameter."""
    named = {part: str(function.get(part, "")).lower() for part in ("catalog", "schema")}
    return (
        named["catalog"] in ("", "published")
        and named["schema"] in ("", "marts")
        and f"marts.{function['function_name']}".lower() in {m.name for m in macro_files("marts")}
    )


def _refuse_table(node: dict[str, Any]) -> None:
    catalogue, schema, table = (
        str(node[part]).lower() for part in ("catalog_name", "schema_name", "table_name")
    )
    is_known = catalogue in ("", "published") and schema in ("", *SCHEMAS)
    # Names without a schema are marts or defined in the query, unless DuckDB itself has them.
    if not is_known or (schema != "marts" and table.startswith(STATE)):
        named = ".".join(part for part in (schema, table) if part)
        raise QueryError(f"{named} cannot be read here: only the tables of marts can.")


def _limit_memory(megabytes: int) -> None:
    """Bound what DuckDB does not count: the letters of very long texts, above all."""
    with suppress(ImportError, OSError, ValueError):  # where the system has no such limits
        import resource  # noqa: PLC0415 - not on every system

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + 2 * megabytes * MEBIBYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _is_number(kind: str) -> bool:
    return bool(PLAIN.fullmatch(kind)) and kind not in ("BOOLEAN", "DATE", "TIMESTAMP")


def answer_stdin() -> int:
    """Answer the one question on standard input."""
    try:
        answer(Question(**json.load(sys.stdin)), sys.stdout.buffer)
    except QueryError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    code = answer_stdin()
    sys.stdout.flush()
    # At once: to take everything down needs memory too, and may find none.
    os._exit(code)
