"""The data dictionary: what a published file says of its schemas, tables and columns."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import duckdb

from warehouse.reading import open_published
from warehouse.sql_files import SQL, read_statement

T = TypeVar("T")

HEAD = """\
# Data dictionary

Every table of the published `warehouse.duckdb`, as its own comments describe it. Made by
`make docs`; edit the headers under `sql/` instead. `marts.*` is for queries and dashboards: its
names and grains are kept stable. The other schemas show how a mart came about, and may change with
a new version.
"""


def describe(warehouse: Path) -> str:
    """The whole dictionary as Markdown.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    with open_published(warehouse) as con:
        sections = [_schema(con, *schema) for schema in _schemas(con)]
    return "\n".join([HEAD, *sections])


def questions() -> dict[str, list[str]]:
    """Which marts answer which question: their names without the schema, most needed first."""
    return tomllib.loads((SQL / "questions.toml").read_text(encoding="utf-8"))


def by_question(marts: Mapping[str, T]) -> dict[str, list[T]]:
    """Marts by the question that they answer, most needed first.

    Args:
        marts: what is said of each, by its name without the schema.
    """
    groups = questions()
    named = {name for names in groups.values() for name in names}
    groups["Other questions"] = [name for name in marts if name not in named]
    found = {q: [marts[n] for n in names if n in marts] for q, names in groups.items()}
    return {question: own for question, own in found.items() if own}


def _schemas(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute("select schema_name, comment from ops.schemas order by position").fetchall()


def _schema(con: duckdb.DuckDBPyConnection, schema: str, comment: str) -> str:
    query = read_statement("dictionary")
    rows = con.execute(query, {"schema": schema}).fetchall()
    tables = groupby(rows, key=lambda row: (row[0], row[1]))
    parts = {
        name: _table(schema, name, what, [row[2:] for row in columns])
        for (name, what), columns in tables
    }
    macros = con.execute(read_statement("warehouse/macros"), {"schema": schema}).fetchall()
    parts |= {macro[0]: _macro(schema, *macro) for macro in macros}
    head = f"## {schema}\n\n{comment}.\n"
    if schema != "marts":
        return "\n".join([head, *parts.values()])
    return "\n".join([head, *_by_question(parts)])


def _by_question(parts: dict[str, str]) -> list[str]:
    """Marts in the order of the questions that they answer, after a list of both."""
    groups = by_question({name: (name, part) for name, part in parts.items()})
    lines = [
        f"- **{question}**: {', '.join(_link(*named) for named in own)}"
        for question, own in groups.items()
    ]
    return ["\n".join([*lines, ""]), *(part for own in groups.values() for _, part in own)]


def _link(name: str, part: str) -> str:
    """A link to a part's heading, whose address has its letters and digits alone."""
    heading = part.splitlines()[0].removeprefix("### ")
    address = re.sub(r"[^\w ]", "", heading).replace(" ", "-")
    return f"[`{name}`](#{address})"


def _table(schema: str, name: str, comment: str, columns: list[tuple[str, str, str]]) -> str:
    head = f"### {schema}.{name}\n\n{_text(comment)}\n{_example(schema, name)}"
    rows = [f"| `{column}` | {kind.lower()} | {_text(text)} |" for column, kind, text in columns]
    return "\n".join([head, "| column | type | what |", "| --- | --- | --- |", *rows, ""])


def _macro(schema: str, name: str, parameters: list[str], comment: str) -> str:
    """A table macro's comment is Markdown, and tells its columns too."""
    head = f"### {schema}.{name}({', '.join(parameters)})"
    return f"{head}\n\n{_text(comment)}\n{_example(schema, name)}"


def _example(schema: str, name: str) -> str:
    if schema != "marts" or not (SQL / "examples" / f"{name}.sql").is_file():
        return ""
    return f"\nAn example: [`sql/examples/{name}.sql`](../sql/examples/{name}.sql)\n"


def _text(comment: str) -> str:
    """A comment in Markdown: what would end a cell or start a tag is escaped."""
    return comment.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(describe(Path(sys.argv[1])))
