"""Reads a CSV file into a table of texts, whatever its separator and encoding."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from etl.load.containers import start_of
from etl.load.dialects import dialect_of
from etl.load.encodings import WESTERN, as_utf8, marked_encoding
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ReadTable

# Threads read a quarter of it at a time, in order. Of DuckDB's own 32 MB that is some ten thousand
# rows: too few to be kept as they are, they are copied together.
_BUFFER = 128 << 20


@dataclass(frozen=True)
class _Scan:
    """One reading of a file: the tables of its rows and of DuckDB's errors."""

    rows: str
    errors: str


def read_csv_file(scratch: Scratch, path: Path) -> ReadTable:
    """Read a file in UTF-8, else in the encoding that its mark names, else in Windows' western one.

    Raises:
        SourceError: what should be gzip is damaged.
        duckdb.Error: the file cannot be read as CSV.
    """
    encoding = marked_encoding(start_of(path))
    if not encoding:
        scan = _scan(scratch, path)
        if _has_foreign_letters(scratch, scan):
            scratch.drop(scan.rows)
            encoding = WESTERN
    if encoding:
        with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
            scan = _scan(scratch, as_utf8(path, encoding, Path(folder)))
    columns = scratch.columns(scan.rows)
    broken = scratch.table("broken", load_statement("csv_broken_rows", errors=scan.errors))
    # To number rows while they are read would read them in one thread.
    return ReadTable(scan.rows, columns, "rowid + 1", broken, scratch.count(broken))


def _scan(scratch: Scratch, path: Path) -> _Scan:
    dialect = dialect_of(path)
    errors, scans = scratch.name("errors"), scratch.name("scans")
    parameters = {
        "path": str(path),
        "columns": dict.fromkeys(dialect.columns, "varchar"),
        "separator": dialect.separator,
        "errors": errors,
        "scans": scans,
        "buffer": _BUFFER,
    }
    rows = scratch.table("rows", load_statement("csv_rows"), parameters)
    return _Scan(rows, errors)


def _has_foreign_letters(scratch: Scratch, scan: _Scan) -> bool:
    """Whether DuckDB found bytes that are not UTF-8."""
    return scratch.count(f"{scan.errors} where error_type = 'INVALID ENCODING'") > 0
