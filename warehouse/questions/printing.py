"""Asks one question and prints the answer to standard output."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from catalogue_common.errors import QueryError
from warehouse.query import ROWS_OF_A_TABLE, Format, print_rows
from warehouse.questions.asking import AnsweringProcess
from warehouse.questions.shapes import (
    NOTHING_LIMITED,
    AskedQuestion,
    Form,
    OpenedFile,
    QuestionLimits,
)
from warehouse.reading import require_published

HINT = (
    "Nothing was changed. docs/data-dictionary.md tells what can be asked for, and so does: "
    'catalogue query "show all tables"'
)


def print_answer(
    warehouse: Path,
    sql: str,
    format: Format,
    nothing: str = "",
    limits: QuestionLimits = NOTHING_LIMITED,
) -> None:
    """Ask one question and print the answer to standard output.

    Args:
        warehouse: the published file.
        sql: the question.
        format: how rows are printed.
        nothing: what is said in place of a table without rows.
        limits: what the question may take; a table has its first rows only, whatever they say.

    Raises:
        QueryError: the file cannot be read, or the question is wrong or not allowed, or takes too
            much.
    """
    require_published(warehouse)
    form: Form = "terminal" if format == "table" else format
    if format == "table":
        limits = QuestionLimits(limits.seconds, limits.megabytes, ROWS_OF_A_TABLE + 1)
    path = str(warehouse.absolute())
    process = AnsweringProcess(OpenedFile(path, warehouse.stem, writes_csv=format == "csv"))
    try:
        out = io.BytesIO() if format == "table" else sys.stdout.buffer
        said = process.ask(AskedQuestion(sql, form, limits), out)
    except QueryError as error:
        raise QueryError(f"{error}\n{HINT}") from error
    finally:
        process.kill()
    if format == "table":
        print_rows(said["names"], said["is_number"], said["rows"], nothing)
