"""Reads the files under sql/<schema>/macros/ and makes table macros: tables with a parameter.

A macro is published with the file, so that whoever reads it can ask ``from marts.offered_on(day)``.
Its header is its contract, as a table's is, and names its parameters before its columns::

    -- One row per title, service and region: its state on a day.
    -- key: title_id, service, region
    -- parameters:
    --   day: the day asked for
    -- columns:
    --   title_id: stable key of the title
    select …

A macro reads published tables alone. DuckDB looks for them where the query is asked: in a file that
is attached beside others, ``use`` its database first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue_common.errors import SqlFileError
from warehouse.sql_files import SQL, columns_of, one_transaction, quote_literal, read_header

_KEY, _PARAMETERS, _COLUMNS = "key: ", "parameters:", "columns:"


@dataclass(frozen=True)
class MacroFile:
    """One file that makes one table macro, named after its schema and stem."""

    path: Path
    comment: str
    key: str
    parameters: dict[str, str]
    columns: dict[str, str]
    query: str

    @property
    def name(self) -> str:
        return f"{self.path.parent.parent.name}.{self.path.stem}"

    @property
    def whole_comment(self) -> str:
        """What the published file says of it: DuckDB keeps one comment for all, as Markdown."""
        parts = [f"{self.comment} Key: {self.key}.", "", "Parameters:", ""]
        parts += [f"- `{name}`: {text}" for name, text in self.parameters.items()]
        parts += ["", "Columns:", ""]
        parts += [f"- `{name}`: {text}" for name, text in self.columns.items()]
        return "\n".join(parts)


def read_macro_file(path: Path) -> MacroFile:
    """Read one file and its contract.

    Raises:
        SqlFileError: it names no parameters or no columns.
    """
    header, query = read_header(path)
    if _PARAMETERS not in header or _COLUMNS not in header:
        raise SqlFileError(
            f"{path.name} breaks its contract: its header names no parameters, or no columns. "
            "Nothing was published; mend the header."
        )
    first, second = header.index(_PARAMETERS), header.index(_COLUMNS)
    keys = [line for line in header[:first] if line.startswith(_KEY)]
    comment = " ".join(line for line in header[:first] if line not in keys).strip()
    key = keys[0].removeprefix(_KEY) if keys else ""
    parameters, columns = columns_of(header[first + 1 : second]), columns_of(header[second + 1 :])
    return MacroFile(path, comment, key, parameters, columns, query)


def macro_files(schema: str) -> list[MacroFile]:
    """The macros of a schema, by name."""
    return [read_macro_file(path) for path in sorted((SQL / schema / "macros").glob("*.sql"))]


def build_macros(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Build a schema's macros, whose tables must be there; returns their names.

    Raises:
        SqlFileError: a macro's columns are not those of its header.
    """
    files = macro_files(schema)
    for file in files:
        build_macro(con, file)
    return [file.name for file in files]


def build_macro(con: duckdb.DuckDBPyConnection, file: MacroFile) -> None:
    """Build one macro, with its comment.

    Raises:
        SqlFileError: its columns are not those of its header.
    """
    with one_transaction(con):
        names = ", ".join(file.parameters)
        con.execute(f"create or replace macro {file.name}({names}) as table\n{file.query}")
        nulls = ", ".join("null" for _ in file.parameters)
        described = con.execute(f"describe from {file.name}({nulls})").fetchall()
        if [row[0] for row in described] != list(file.columns):
            raise SqlFileError(
                f"{file.path.name} breaks its contract: it makes the columns "
                f"{', '.join(row[0] for row in described)}; its header names "
                f"{', '.join(file.columns)}. Nothing was published; mend the header."
            )
        con.execute(f"comment on macro table {file.name} is {quote_literal(file.whole_comment)}")
