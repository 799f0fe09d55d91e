"""The process that answers questions, one after the other; it has one file and nothing else.

It is started as ``python -m warehouse.questions.answering`` with the file to open as its argument,
and ends when its input does. Each question meets a database that was opened for it alone, so none
can leave anything to the next. While it is answered the process cannot open a file or a socket,
has no environment, and is bounded by the system. Who asked kills it when it takes too long.
"""

from __future__ import annotations

import decimal  # noqa: F401 - DuckDB wants these for Python's values, and later cannot load them
import html
import io
import json
import os
import sys
import uuid  # noqa: F401
from pathlib import Path
from typing import Any, BinaryIO, cast

import duckdb

from catalogue_common.errors import QueryError
from warehouse.query import PLAIN, for_terminals, is_number_kind, write_relation
from warehouse.questions import rlimits
from warehouse.questions.allowed import allowed_statement, mart_macros
from warehouse.questions.shapes import (
    DATA,
    END,
    READY,
    REFUSED,
    AskedQuestion,
    OpenedFile,
    QuestionLimits,
    as_frame,
    too_large,
    write_frame,
)
from warehouse.reading import ReadLimits, lock_down, open_beside, unreadable
from warehouse.sql_files import quote_identifier

LARGEST_FRAME = 1 << 20
BATCH = 100
MARKUP_OF_A_CELL = 60
"""Bytes that a page has around each cell, at most."""
OWN_SHARE = 0.8
"""DuckDB's part of the memory: it says what is wrong where the system would only end it."""
GROWTH = 0.1
"""A process that keeps more than this part of what a question may take is followed by another."""


def answer_stdin() -> int:
    """Answer what comes on standard input, until it ends."""
    given = json.loads(sys.argv[1])
    opened = OpenedFile(**{**given, "handles": tuple(given["handles"])})
    out = sys.stdout.buffer
    rlimits.forget_environment()
    mart_macros()
    is_last = False
    while not is_last:
        try:
            con = _open_anew(opened)
        except duckdb.Error as error:
            said = {"problem": str(unreadable(Path(opened.path), error)), "is_last": True}
            write_frame(out, REFUSED, as_frame(said))
            return 1
        rlimits.close_off()
        write_frame(out, READY)
        line = sys.stdin.buffer.readline()
        if not line:
            break
        asked = AskedQuestion.from_line(line)
        is_last = _answer_one(con, opened, asked, out)
        rlimits.lift()
        con.close()
    return 0


def _open_anew(opened: OpenedFile) -> duckdb.DuckDBPyConnection:
    con = open_beside(opened.path, opened.name, ReadLimits(threads=opened.threads))
    parts = [quote_identifier(part) for part in (opened.name, opened.schema) if part]
    con.execute(f"use {'.'.join(parts)}")
    # DuckDB loads what it makes Python's values with when it meets the first; later it cannot.
    con.execute("select 1.5, current_date, now()::timestamp").fetchall()
    if opened.writes_csv:
        _warm_up_arrow(con)
    return con


def _answer_one(
    con: duckdb.DuckDBPyConnection, opened: OpenedFile, asked: AskedQuestion, out: BinaryIO
) -> bool:
    """Send the answer, or why there is none; returns whether the process should end."""
    limits = asked.limits
    _get_ready(con, asked)
    before = rlimits.data_bytes()
    try:
        said = _answer_within(con, opened, asked, out)
        kind = END
    except (MemoryError, duckdb.OutOfMemoryException):
        kind, said = REFUSED, {"problem": str(too_large(limits.megabytes))}
    except QueryError as error:
        kind, said = REFUSED, {"problem": str(error)}
    except duckdb.Error as error:
        kind, said = REFUSED, {"problem": f"The query failed: {error}"}
    except RecursionError:
        kind, said = REFUSED, {"problem": "The statement is nested too deeply. Nothing was run."}
    grown = rlimits.data_bytes() - before
    is_last = bool(limits.megabytes and grown > GROWTH * limits.megabytes * rlimits.MEBIBYTE)
    write_frame(out, kind, as_frame({**said, "is_last": is_last}))
    return is_last


def _get_ready(con: duckdb.DuckDBPyConnection, asked: AskedQuestion) -> None:
    """Lock DuckDB, and bound the process."""
    limits, threads = asked.limits, con.execute("select current_setting('threads')").fetchone()
    if limits.megabytes is None:
        rlimits.lift()
    else:
        con.execute(f"set memory_limit = '{int(OWN_SHARE * limits.megabytes)}MB'")
        con.execute("set temp_directory = ''")
    lock_down(con)
    seconds = limits.seconds and limits.seconds * (threads[0] if threads else 1)
    rlimits.hold_to(limits.megabytes, seconds, may_write=limits.megabytes is None)


def _warm_up_arrow(con: duckdb.DuckDBPyConnection) -> None:
    """Have it load and reserve what it always does, before what a question takes is counted."""
    import pyarrow  # noqa: PLC0415 - half the memory of this process, for files alone

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    write_relation(con.sql("select 'text' as text, 1 as number"), "csv", io.BytesIO())


def _answer_within(
    con: duckdb.DuckDBPyConnection, opened: OpenedFile, asked: AskedQuestion, out: BinaryIO
) -> dict[str, object]:
    limits = asked.limits
    statement = allowed_statement(con, asked.sql, only_marts=opened.only_marts)
    found = con.sql(statement)
    if found is None:
        raise QueryError("The statement gives no rows. The published file is only ever read.")
    if limits.columns and len(found.columns) > limits.columns:
        raise QueryError(f"The answer has more than {limits.columns} columns. Name some.")
    if asked.form == "page" or asked.form == "terminal":  # noqa: PLR1714 - so that mypy follows
        return _first_rows(for_terminals(found) if asked.form == "terminal" else found, limits)
    if limits.rows is not None:
        found = found.limit(limits.rows)
    frames = cast(BinaryIO, _Frames(out))
    write_relation(_cut_cells(found, limits), asked.form, frames)
    frames.flush()
    return {}


def _cut_cells(found: duckdb.DuckDBPyRelation, limits: QuestionLimits) -> duckdb.DuckDBPyRelation:
    """Texts, and what is written as text, up to the letters that a cell may have."""
    if limits.cell_letters is None:
        return found
    cells = []
    for place, (name, kind) in enumerate(zip(found.columns, found.types, strict=True), 1):
        is_plain = PLAIN.fullmatch(str(kind))
        cut = f"left((#{place})::varchar, {limits.cell_letters})"
        cells.append(f"{f'#{place}' if is_plain else cut} as {quote_identifier(name)}")
    return found.project(", ".join(cells))


def _first_rows(found: duckdb.DuckDBPyRelation, limits: QuestionLimits) -> dict[str, object]:
    """As many rows as fit, as text; what a page makes of them is counted before it is made."""
    letters = limits.cell_letters
    texts = [f"(#{place})::varchar" for place in range(1, len(found.columns) + 1)]
    cells = texts if letters is None else [f"left({text}, {letters})" for text in texts]
    names = [name if letters is None else name[:letters] for name in found.columns]
    shown = found if limits.rows is None else found.limit(limits.rows + 1)
    shown = shown.project(", ".join(cells))
    rows: list[tuple[str | None, ...]] = []
    left = limits.answer_bytes if limits.answer_bytes is not None else sys.maxsize
    left -= _page_bytes(names)
    is_cut = False
    while not is_cut and (batch := shown.fetchmany(BATCH)):
        for row in batch:
            left -= _page_bytes(row)
            if left < 0 or len(rows) == limits.rows:
                is_cut = True
                break
            rows.append(row)
    kinds = [is_number_kind(str(kind)) for kind in found.types]
    return {"names": names, "is_number": kinds, "rows": rows, "is_cut": is_cut}


def _page_bytes(cells: tuple[str | None, ...] | list[str]) -> int:
    """How many bytes a page has of these cells, at most."""
    return sum(MARKUP_OF_A_CELL + len(html.escape(cell or "").encode()) for cell in cells)


class _Frames(io.RawIOBase):
    """A file whose bytes leave as frames, as pyarrow and our own writers write them."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self._waiting = out, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._waiting += part
        if len(self._waiting) >= LARGEST_FRAME:
            self.flush()
        return len(part)

    def flush(self) -> None:
        sent = bytes(self._waiting)
        self._waiting.clear()
        for start in range(0, len(sent), LARGEST_FRAME):
            write_frame(self.out, DATA, sent[start : start + LARGEST_FRAME])


if __name__ == "__main__":
    code = answer_stdin()
    sys.stdout.flush()
    # At once: to take everything down needs memory too, and may find none.
    os._exit(code)
