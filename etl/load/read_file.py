"""Reads one file into a table of texts, with the reader of what its bytes are."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.containers import READABLE, ZIP, start_of
from etl.load.csv_tables import read_csv_file
from etl.load.encodings import LOST, in_utf8, without_mark
from etl.load.json_tables import read_json_file
from etl.load.scratch import Scratch
from etl.load.spreadsheets import read_workbook
from etl.load.table_values import ReadTable

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1e]")
_BINARY_SHARE = 0.05
"""Of control signs among the first bytes: texts have hardly any."""

_OLD_OFFICE, _PDF = b"\xd0\xcf\x11\xe0", b"%PDF"


def check_suffix(name: str) -> None:
    """A file of data has a name that says so: notes and scripts may lie beside it.

    Raises:
        SourceError: its name ends in another suffix.
    """
    if not name.lower().endswith(READABLE):
        raise SourceError(f"expected a file ending in {', '.join(READABLE)}.")


def read_file(scratch: Scratch, path: Path, limits: Limits | None = None) -> ReadTable:
    """Read a file that is out of any container (``containers.taken_out``).

    Raises:
        SourceError: it is empty, a web page, damaged, larger than allowed or no table.
    """
    limits = limits or Limits()
    start = start_of(path)
    if start.startswith(ZIP):
        return read_workbook(scratch, path, limits)
    if start.startswith(b"PK"):
        raise SourceError("expected an xlsx workbook or a zip; it is neither, or damaged.")
    if start.startswith(_OLD_OFFICE):
        raise SourceError("this is a workbook of old Excel (.xls). Save it as .xlsx or CSV.")
    with tempfile.TemporaryDirectory(prefix="catalogue-") as name:
        file = in_utf8(path, Path(name))
        start = without_mark(start_of(file.path)).strip()
        _refuse_no_data(start)
        try:
            if _is_json(start, path.suffix.lower()):
                read = read_json_file(scratch, file.path, Path(name), limits)
            else:
                read = read_csv_file(scratch, file, Path(name), limits)
        except (UnicodeDecodeError, duckdb.Error) as error:  # its message quotes the file
            kind = type(error).__name__
            raise SourceError(f"it cannot be read as a table ({kind}): damaged?") from error
    if file.spoiled_lines:
        lost = f"{file.spoiled_lines:,} lines have bytes that are no letters, each shown as {LOST}"
        return replace(read, notes=(*read.notes, lost))
    return read


def _is_json(start: bytes, suffix: str) -> bool:
    if start.startswith((b"[", b"{")):
        return suffix.startswith((".json", ".ndjson")) or bool(
            re.match(rb'[\[{]\s*["\[{\]}]', start)
        )
    return suffix.startswith((".json", ".ndjson")) and bool(re.search(rb"^\s*\{", start, re.M))


def _refuse_no_data(start: bytes) -> None:
    if not start:
        raise SourceError("the file is empty.")
    if start == b"null":
        raise SourceError("expected data; it holds only the word null (a failed download?).")
    if start.startswith(b"<"):
        raise SourceError("expected data; this is an HTML page (a failed download?).")
    if start.startswith(_PDF) or len(_CONTROLS.findall(start)) > _BINARY_SHARE * len(start):
        raise SourceError("expected a table; this is binary data of another kind.")
