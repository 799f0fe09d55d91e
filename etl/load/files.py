"""Reads one file, whatever its wrapping, encoding and separator, into a table of texts."""

from __future__ import annotations

import codecs
import csv
import gzip
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj

import duckdb
import pandas as pd

from catalogue_common.errors import SourceError
from warehouse.sql_files import quote_identifier as quoted

SEPARATORS = (",", ";", "\t", "|")
ROW_NUMBER = "row_number"
MAX_OBJECT_BYTES = 64 * 1024 * 1024
_BLOCK = 1 << 20
# Threads read a quarter of it at a time, in order. Of DuckDB's own 32 MB that is some ten thousand
# rows: too few to be kept as they are, they are copied together.
_BUFFER = 128 << 20


@contextmanager
def readable_copy(path: Path) -> Iterator[Path]:
    """The file itself, or its one data file unpacked from a zip, for as long as the block runs.

    Raises:
        SourceError: the zip is damaged or does not hold exactly one data file.
    """
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        yield _unpacked(path, Path(folder))


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not _is_clutter(Path(member.filename))
            ]
            if len(members) != 1:
                raise SourceError(f"expected a zip with one data file; it holds {len(members)}.")
            # The member's own name never becomes a path: it could point out of the folder.
            target = folder / f"data{Path(members[0].filename).suffix.lower()}"
            with archive.open(members[0]) as packed, target.open("wb") as plain:
                copyfileobj(packed, plain, _BLOCK)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise SourceError(f"expected a whole zip file; it is damaged: {error}.") from error
    return target


def _is_clutter(member: Path) -> bool:
    """What a Mac adds to a zip: hidden files and folders of attributes."""
    return "__MACOSX" in member.parts or member.name.startswith(".")


def read_file(con: duckdb.DuckDBPyConnection, path: Path, suffixes: tuple[str, ...]) -> int:
    """Fill the temporary tables ``file_rows`` (texts) and ``broken_rows``; returns how many broke.

    Raises:
        SourceError: the file is empty, is a web page, or is not in a format the source can have.
    """
    start = _start_of(path)
    if not path.name.lower().endswith(suffixes):
        raise SourceError(f"expected a file ending in {', '.join(suffixes)}.")
    if not start.strip():
        raise SourceError("the file is empty.")
    if start.strip() == b"null":
        raise SourceError("expected data; it holds only the word null (a failed download?).")
    if start.lstrip().startswith(b"<"):
        raise SourceError("expected data; this is an HTML page (a failed download?).")
    con.execute(
        """
        create or replace temp table broken_rows (
            row_number bigint, reason varchar, "row" varchar
        )
        """
    )
    try:
        if ".json" in path.name.lower():
            _read_json(con, path, start)
        elif path.suffix.lower() == ".xlsx":
            _read_sheets(con, path)
        else:
            _read_csv(con, path)
    except UnicodeDecodeError as error:  # DuckDB's own message quotes bytes that are no text
        raise SourceError(
            "expected text in UTF-8; it is damaged or in another encoding."
        ) from error
    found = con.execute("select count(*) from broken_rows").fetchone()
    return int(found[0]) if found else 0


def _start_of(path: Path) -> bytes:
    if path.suffix.lower() == ".gz":
        return b"{gzip}"  # DuckDB unpacks it and says what is wrong with it
    with path.open("rb") as file:
        return file.read(4096).removeprefix(codecs.BOM_UTF8)


def _read_csv(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    is_wide = _start_of(path).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not is_wide:
        _scan_csv(con, path)
    if is_wide or _has_foreign_letters(con):
        with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
            _scan_csv(con, _as_utf8(path, Path(folder), "utf-16" if is_wide else "cp1252"))


def _scan_csv(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Read with a stated dialect: a guess fails on short files whose last row is cut off."""
    header = _first_line(path)
    separator = max(SEPARATORS, key=header.count)
    con.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    con.execute("truncate broken_rows")
    con.execute(
        """
        create or replace temp table file_rows as
        -- All columns: of a part of them, DuckDB 1.5 dies of a row that it should reject.
        select *
        from read_csv(
            $path, auto_detect = false, columns = $columns, delim = $separator, quote = '"',
            escape = '"', header = true, store_rejects = true, buffer_size = $buffer
        )
        """,
        {
            "path": str(path),
            "separator": separator,
            "buffer": _BUFFER,
            "columns": dict.fromkeys(_column_names(header, separator), "varchar"),
        },
    )
    con.execute(
        """
        insert into broken_rows
        select line, min(error_message), min(csv_line) from reject_errors group by line
        """
    )


def _first_line(path: Path) -> str:
    is_packed = path.suffix.lower() == ".gz"
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            return file.readline(_BLOCK).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    except (gzip.BadGzipFile, EOFError) as error:
        raise SourceError(f"expected a whole gzip file; it is damaged: {error}.") from error


def _column_names(header: str, separator: str) -> list[str]:
    """The header's names; one without a name, or with a name that was there, is numbered."""
    names: list[str] = []
    cells = next(csv.reader([header.replace("\r", " ")], delimiter=separator))
    for position, name in enumerate(cells):
        seen = {other.lower() for other in names} | {ROW_NUMBER}
        names.append(f"column{position}" if not name.strip() or name.lower() in seen else name)
    return names


def _has_foreign_letters(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute(
        "select count(*) from reject_errors where error_type = 'INVALID ENCODING'"
    ).fetchone()
    return bool(found and found[0])


def _as_utf8(path: Path, folder: Path, encoding: str) -> Path:
    """Windows' western or wide encoding is what a spreadsheet saves when it does not save UTF-8."""
    target = folder / path.name
    with (
        path.open(encoding=encoding, errors="replace", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        copyfileobj(old, new, _BLOCK)
    return target


def _read_sheets(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Every sheet that has a table, below whatever banner; the banner's words are kept."""
    try:
        sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine")
    except Exception as error:  # the reader's errors have no common root
        raise SourceError(f"expected an xlsx workbook; it cannot be read: {error}.") from error
    tables = [_table_in(sheet, str(name)) for name, sheet in sheets.items() if len(sheet)]
    incoming = pd.concat([table for table in tables if table is not None] or [pd.DataFrame()])
    if incoming.empty:
        raise SourceError("expected a sheet with a table; it has none.")
    con.register("sheet_rows", incoming)
    con.execute(
        """
        create or replace temp table file_rows as
        select row_number() over () as row_number, columns(*)::varchar from sheet_rows
        """
    )
    con.unregister("sheet_rows")


def _table_in(sheet: pd.DataFrame, name: str) -> pd.DataFrame | None:
    """The table of a sheet: from the first row that fills most of its columns."""
    filled = sheet.notna().sum(axis="columns")
    header = int((filled > sheet.shape[1] / 2).to_numpy().argmax())
    if filled.iloc[header] <= sheet.shape[1] / 2:
        return None
    names = sheet.iloc[header].dropna()
    table = sheet.iloc[header + 1 :][names.index].set_axis(names.astype(str), axis="columns")
    above = sheet.iloc[:header].to_numpy().ravel()
    banner = " ".join(str(cell) for cell in above if pd.notna(cell))
    return table.dropna(how="all").assign(sheet=name, banner=banner)


def _read_json(con: duckdb.DuckDBPyConnection, path: Path, start: bytes) -> None:
    lines = "jsonl" in path.name.lower() or start.lstrip().startswith(b"{")
    con.execute(
        f"""
        create or replace temp table answers as
        select row_number() over () as row_number, json as answer
        from read_json_objects(
            $path, format = $format, ignore_errors = {lines}, maximum_object_size = $size
        )
        """,
        {
            "path": str(path),
            "format": "newline_delimited" if lines else "array",
            "size": MAX_OBJECT_BYTES,
        },
    )
    con.execute(
        """
        insert into broken_rows
        select row_number, 'not a JSON object', answer::varchar
        from answers
        where answer is null or json_type(answer) <> 'OBJECT'
        """
    )
    _spread(con)


def _spread(con: duckdb.DuckDBPyConnection) -> None:
    """One column per key that any of the objects has."""
    keys = [
        row[0]
        for row in con.execute(
            """
            select distinct unnest(json_keys(answer)) as key
            from answers
            where json_type(answer) = 'OBJECT'
            order by key
            """
        ).fetchall()
    ]
    if not keys:
        raise SourceError("expected JSON objects; it holds none.")
    values = ", ".join(f"answer ->> {_pointer(key)} as {quoted(key)}" for key in keys)
    con.execute(
        f"""
        create or replace temp table file_rows as
        select row_number, {values} from answers where json_type(answer) = 'OBJECT'
        """
    )
    con.execute("drop table answers")


def _pointer(key: str) -> str:
    """A key as a JSON pointer in SQL quotes."""
    return "'/" + key.replace("~", "~0").replace("/", "~1").replace("'", "''") + "'"
