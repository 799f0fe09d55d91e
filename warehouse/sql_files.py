"""Reads the files under sql/ and makes tables of them: one file a table, each column documented.

A file's header is its contract::

    -- One row per title and country.
    -- key: title_id, country_code
    -- columns:
    --   title_id: stable key of the title
    --   country_code: ISO 3166 alpha-2 code
    select …

The header becomes the table's and the columns' comments; a column without a comment, or a comment
or a key without its column, stops the run. A key's column that may be null says so: ``season_title
(may be null)``. Tables are built in the order of what they read from each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

import sql
from catalogue_common.errors import SqlFileError

SQL = Path(sql.__file__).parent

SCRATCH = "staging"
"""The one schema that is not published: its files say what they are, but not column by column."""

_COLUMN = re.compile(r"^  (\w+): (.+)$")
_TABLE = re.compile(
    r"^-- ((?!key: )[^\n]+(?:\n-- (?!key: )[^\n]+)*)\n(?:-- key: ([^\n]+)\n)?"
    r"create table if not exists (\S+) \((.+?)^\);",
    re.MULTILINE | re.DOTALL,
)
_DOCUMENTED = re.compile(r"^    (\S+) .*?-- (.+)$", re.MULTILINE)
_HINT = " using compression fsst"
_CONTINUED = re.compile(r"^    (\S.*)$")
_KEY = "key: "
_KINDS = ("view", "scratch")
_MAY_BE_NULL = " (may be null)"


@dataclass(frozen=True)
class TableFile:
    """One file that makes one table, named after its folder and stem (``marts.title_scores``)."""

    path: Path
    comment: str
    columns: dict[str, str]
    query: str
    kind: str = "table"
    key: str = ""
    """The columns that no two rows share, as the header lists them."""

    @property
    def schema(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.path.stem}"

    @property
    def is_scratch(self) -> bool:
        """Whether it only serves the tables built after it, and goes when they are built."""
        return self.kind == "scratch"

    @property
    def key_columns(self) -> dict[str, bool]:
        """The key's columns, and whether each may be null."""
        return key_parts(self.key)

    def reads(self) -> set[str]:
        """Names of the tables of the same schema that the query reads."""
        found = re.findall(rf"\b(?:from|join)\s+({self.schema}\.\w+)", self.query)
        return set(found) - {self.name}


def key_parts(key: str) -> dict[str, bool]:
    """The columns of a key as a header or a comment lists it, and whether each may be null."""
    parts = [part.strip() for part in key.split(",") if part]
    return {part.removesuffix(_MAY_BE_NULL): part.endswith(_MAY_BE_NULL) for part in parts}


def quote_identifier(name: str) -> str:
    """Quote a name for SQL: the one place where names that come from data are escaped."""
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """Quote a text for the few statements that take no parameters (ATTACH, COMMENT ON)."""
    return "'" + text.replace("'", "''") + "'"


def read_header(path: Path) -> tuple[list[str], str]:
    """Split a file into its leading comment lines (without dashes) and the statement below."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = 0
    while head < len(lines) and lines[head].startswith("--"):
        head += 1
    header = [line.removeprefix("--").removeprefix(" ") for line in lines[:head]]
    return header, "\n".join(lines[head:]).strip().removesuffix(";")


def read_statement(name: str) -> str:
    """The statement of the file ``sql/<name>.sql`` (``ledger/runs``)."""
    return read_header(SQL / f"{name}.sql")[1]


def read_table_file(path: Path) -> TableFile:
    """Read one file and its contract."""
    header, query = read_header(path)
    cut = header.index("columns:") if "columns:" in header else len(header)
    kind = next((line for line in header[:cut] if line in _KINDS), "table")
    keys = [line for line in header[:cut] if line.startswith(_KEY)]
    comment = " ".join(line for line in header[:cut] if line not in (*_KINDS, *keys)).strip()
    key = keys[0].removeprefix(_KEY) if keys else ""
    return TableFile(path, comment, columns_of(header[cut + 1 :]), query, kind, key)


def columns_of(lines: list[str]) -> dict[str, str]:
    """What the lines of a header say of each name."""
    columns: dict[str, str] = {}
    for line in lines:
        if match := _COLUMN.match(line):
            columns[match[1]] = match[2]
        elif columns and (more := _CONTINUED.match(line)):
            last = next(reversed(columns))
            columns[last] += " " + more[1]
    return columns


def in_order(schema: str) -> Iterator[TableFile]:
    """The files of one folder, each after the files whose tables it reads."""
    files = {file.name: file for file in map(read_table_file, sorted((SQL / schema).glob("*.sql")))}
    graph = {name: sorted(file.reads() & files.keys()) for name, file in files.items()}
    for name in TopologicalSorter(graph).static_order():
        yield files[name]


def build_schema(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Build every table of one folder under sql/; returns their names in building order.

    A table that its header calls ``scratch`` goes when the others are built.
    """
    files = list(in_order(schema))
    for file in files:
        build_table(con, file)
    for file in files:
        if file.is_scratch:
            con.execute(f"drop table {file.name}")
    return [file.name for file in files if not file.is_scratch]


@contextmanager
def one_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Write what follows to disk at once: each statement by itself would wait for the disk."""
    con.execute("begin")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def build_table(con: duckdb.DuckDBPyConnection, file: TableFile) -> None:
    """Build the table of one file, with its comments unless it is scratch."""
    with one_transaction(con):
        kind = "view" if file.kind == "view" else "table"
        con.execute(f"create or replace {kind} {file.name} as\n{file.query}")
        if file.schema != SCRATCH:
            document(con, file)


def load_seeds(con: duckdb.DuckDBPyConnection) -> None:
    """Read the small fixed tables under sql/seeds (countries, services, TMDb's genres) into staging
    and create the functions that look names up in them."""
    for path in sorted((SQL / "seeds").glob("*.csv")):
        con.execute(
            f"create or replace table staging.{path.stem} as from read_csv($path, header = true)",
            {"path": str(path)},
        )
    con.execute(SQL.joinpath("schema", "services.sql").read_text(encoding="utf-8"))


def document(con: duckdb.DuckDBPyConnection, file: TableFile) -> None:
    """Put the file's comments on its table.

    Raises:
        SqlFileError: the documented columns, or the key's, are not the actual ones.
    """
    actual = {row[0] for row in con.execute(f"describe {file.name}").fetchall()}
    if actual != file.columns.keys():
        undocumented = ", ".join(sorted(actual - file.columns.keys())) or "none"
        missing = ", ".join(sorted(file.columns.keys() - actual)) or "none"
        raise SqlFileError(
            f"{file.path.name} breaks its contract: columns without a comment: {undocumented}; "
            f"comments without a column: {missing}. Nothing was published; mend the header."
        )
    if unknown := ", ".join(file.key_columns.keys() - actual):
        raise SqlFileError(
            f"{file.path.name} breaks its contract: its key names {unknown}, which it does not "
            "have. Nothing was published; mend the header."
        )
    kind = "view" if file.kind == "view" else "table"
    con.execute(_comments(file.name, _with_key(file.comment, file.key), file.columns, kind))


def _with_key(comment: str, key: str) -> str:
    return f"{comment} Key: {key}." if key else comment


def _comments(table: str, comment: str, columns: dict[str, str], kind: str = "table") -> str:
    """The statements of a table's comments, to be executed together: one by one takes longer."""
    statements = [f"comment on {kind} {table} is {quote_literal(comment)};"]
    for column, text in columns.items():
        target = f"{table}.{quote_identifier(column)}"
        statements.append(f"comment on column {target} is {quote_literal(text)};")
    return "\n".join(statements)


def create_remembered(con: duckdb.DuckDBPyConnection) -> None:
    """Create the schemas and the tables that are remembered, with their comments."""
    script = SQL.joinpath("schema", "tables.sql").read_text(encoding="utf-8")
    comments = []
    for comment, key, table, body in _TABLE.findall(script):
        columns = {name.strip('"'): text for name, text in _DOCUMENTED.findall(body)}
        whole = comment.replace("\n-- ", " ")
        comments.append(_comments(table, _with_key(whole, key), columns))
    with one_transaction(con):
        con.execute(script if _takes_hints(con) else script.replace(_HINT, ""))
        con.execute("\n".join(comments))


def create_empty(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Create one schema's remembered tables and nothing else, for a database that nobody asks."""
    script = SQL.joinpath("schema", "tables.sql").read_text(encoding="utf-8").replace(_HINT, "")
    wanted = [own[0] for own in _TABLE.finditer(script) if own[3].startswith(f"{schema}.")]
    con.execute("\n".join([f"create schema if not exists {schema};", *wanted]))


def _takes_hints(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file is written for clients before 1.3: later ones choose among other kinds."""
    found = con.execute(read_statement("warehouse/takes_hints")).fetchone()
    return bool(found and found[0])


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create the small functions that staging and matching share."""
    for name in ("values.sql", "half_years.sql", "macros.sql", "watch_providers.sql"):
        con.execute(SQL.joinpath("schema", name).read_text(encoding="utf-8"))
    create_evidence_macros(con)


def create_evidence_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create what says which titles are alike and how many must be known."""
    con.execute(SQL.joinpath("schema", "evidence.sql").read_text(encoding="utf-8"))
