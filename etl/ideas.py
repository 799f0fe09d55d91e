"""Titles that do not exist yet, as a team lists them: in CSV, a workbook or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from catalogue_common.text import register as register_repair
from etl.load.containers import taken_out
from etl.load.read_file import read_file
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ReadTable
from warehouse.sql_files import create_macros, load_seeds, quote_identifier

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "working title"),
    "type": ("type", "kind", "format"),
    "description": ("description", "synopsis", "logline", "plot", "summary"),
    "overview": ("overview",),
    "release_year": ("release year", "year"),
    "released_on": ("released on", "release date", "released"),
    "came_on": ("came on", "arrival"),
    "maturity_rating": ("maturity rating", "maturity", "rating", "age rating"),
    "duration_minutes": (
        "duration minutes",
        "running time",
        "runtime",
        "minutes",
        "duration",
        "length",
    ),
    "is_netflix_series": ("is netflix series", "netflix"),
    "is_netflix_own": ("is netflix own", "netflix own", "original"),
    "original_language": ("original language", "language"),
    "countries": ("countries", "country"),
    "directors": ("directors", "director"),
    "cast_members": ("cast members", "cast", "people", "actors", "talent"),
    "genres": ("genres", "genre", "listed in", "category"),
}
"""What may be said of an idea, by the names that columns have."""


@dataclass(frozen=True)
class IdeaList:
    """What a file lists.

    Args:
        titles: what is given of each, by the names of ``COLUMNS``; texts, or lists of them.
        rejects: the rows that are none, with the reason.
        unread: what was not understood of the others, by row.
        unknown: the file's columns that say nothing of an idea.
    """

    titles: list[dict[str, Any]]
    rejects: list[tuple[int, str]]
    unread: list[tuple[int, str]]
    unknown: list[str]

    def lines(self) -> Iterator[str]:
        """What people should know of how the file was read."""
        if self.unknown:
            yield f"columns not read: {', '.join(self.unknown)}"
        yield from (f"row {number} is left out: {reason}" for number, reason in self.rejects)
        yield from (f"row {number}: not understood: {what}" for number, what in self.unread)


def read_ideas(path: Path, limits: Limits) -> IdeaList:
    """Read a list of ideas.

    Raises:
        SourceError: it cannot be read, or no row has a title or a description.
    """
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("attach ':memory:' as staging")
        register_repair(con)
        create_macros(con)
        load_seeds(con)
        with Scratch(con) as scratch, taken_out(path, limits=limits) as file:
            read = read_file(scratch, file, limits)
            found, unknown = _found(read)
            columns = ", ".join(
                f"{quote_identifier(found[name]) if name in found else 'null::varchar'} as {name}"
                for name in COLUMNS
            )
            query = load_statement(
                "ideas", columns=columns, rows=read.rows, row_number=read.row_number
            )
            rows = con.execute(query).to_arrow_table().to_pylist()
    ideas = IdeaList(
        [_idea(row) for row in rows if not row["reason"]],
        [(row["row_number"], row["reason"]) for row in rows if row["reason"]],
        [(row["row_number"], what) for row in rows if not row["reason"] for what in row["unread"]],
        unknown,
    )
    if not ideas.titles:
        first = f" {next(ideas.lines())}." if ideas.rejects or unknown else ""
        raise SourceError(
            f"{path} lists no title.{first} Nothing was scored. Expected columns: "
            f"{', '.join(COLUMNS)}; found: {', '.join(read.columns) or 'none'}."
        )
    return ideas


def _found(read: ReadTable) -> tuple[dict[str, str], list[str]]:
    """Our name to the file's, and the file's columns that have none of ours."""
    plain = {_plain(column): column for column in reversed(read.columns)}
    found = {
        name: next(plain[alias] for alias in aliases if alias in plain)
        for name, aliases in COLUMNS.items()
        if any(alias in plain for alias in aliases)
    }
    taken = {*found.values(), "sheet", "banner"}
    return found, [column for column in read.columns if column not in taken]


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def _idea(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS if row[name] not in (None, [])}
