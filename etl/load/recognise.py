"""Tells a file's kind by its columns and gives them the names of the raw table."""

from __future__ import annotations

import re
from textwrap import shorten

import duckdb

from catalogue_common.errors import SourceError
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import SHEET_COLUMNS, ReadTable, RecognisedTable
from etl.sources.source import Source
from etl.sources.value_kinds import Day
from warehouse.sql_files import quote_identifier as quoted

# What DuckDB and pandas call a column without a heading: an index that was saved along.
_NAMELESS = re.compile(r"(column|unnamed:?[ _]?)\d+(_\d+)?$", re.IGNORECASE)


class NoKindError(SourceError):
    """A table's columns are those of no source."""


def recognise(scratch: Scratch, read: ReadTable, kinds: tuple[Source, ...]) -> RecognisedTable:
    """Tell the table's kind by its columns: the first kind all of whose required ones it has.

    Raises:
        NoKindError: it lacks a required column of every kind.
    """
    by_name = {_plain(name): name for name in reversed(read.columns)}
    own = {plain for plain, name in by_name.items() if _is_own(name)}
    source = _kind_of(kinds, by_name, own)
    named = _named(source, by_name)
    years = _years(source, by_name)
    expressions = {column: _value(found) for column, found in named.items()}
    expressions |= {f"{column}_year": _value([name]) for column, name in years.items()}
    values = ", ".join(f"{value} as {quoted(name)}" for name, value in expressions.items())
    derived = ", ".join(
        f"{derive(own)} as {quoted(column)}" for column, derive in source.derive.items()
    )
    query = load_statement(
        "recognised_rows",
        replaced=f"replace ({derived})" if derived else "",
        row_number=read.row_number,
        values=values,
        rows=read.rows,
    )
    used = {name for found in named.values() for name in found} | set(years.values())
    unknown = [name for name in read.columns if name not in used and _is_own(name)]
    return RecognisedTable(
        read,
        source,
        scratch.view("recognised", query),
        {column: tuple(found) for column, found in named.items() if found},
        source.rejects,
        {column: f"year_of({quoted(f'{column}_year')})" for column in years},
        tuple(unknown),
    )


def last_day_in(con: duckdb.DuckDBPyConnection, table: RecognisedTable) -> str | None:
    """The ISO date of the last day that the rows speak of, where they do."""
    found = con.execute(f"select ({table.source.content_date})::varchar from {table.rows}")
    day: str | None = (found.fetchone() or (None,))[0]
    return day


def _plain(name: str) -> str:
    """A column's name without case and signs: "Available Globally?" is available_globally."""
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def _is_own(name: str) -> bool:
    """Whether a column says something of the rows: no saved index, nor what a workbook adds."""
    return name not in SHEET_COLUMNS and not _NAMELESS.match(name)


def _named(source: Source, by_name: dict[str, str]) -> dict[str, list[str]]:
    """For each column of the raw table the file's columns that hold it, best first."""
    return {
        column: [by_name[alias] for alias in aliases if alias in by_name]
        for column, aliases in source.columns.items()
    }


def _years(source: Source, by_name: dict[str, str]) -> dict[str, str]:
    """For each date the file's column that holds its year, where there is one."""
    years: dict[str, str] = {}
    for column, kind in source.values.items():
        for name in kind.year_columns if isinstance(kind, Day) else ():
            if name in by_name:
                years.setdefault(column, by_name[name])
    return years


def _kind_of(kinds: tuple[Source, ...], by_name: dict[str, str], own: set[str]) -> Source:
    missing: list[str] = []
    for source in kinds:
        named = _named(source, by_name)
        lacking = [column for column in source.required if not named[column]]
        one_of = source.required_one_of
        if one_of and not any(named[column] for column in one_of):
            lacking.append(" or ".join(one_of))
        if source.is_exact and len(own) > sum(map(len, named.values())):
            continue
        if not lacking:
            return source
        wanted = ", ".join((*source.required, " or ".join(one_of))).removesuffix(", ")
        missing.append(f"{wanted} ({', '.join(lacking)} is missing)")
    names = (name for plain, name in reversed(by_name.items()) if plain in own)
    found = shorten(", ".join(names), 200, placeholder=" …")
    raise NoKindError(f"expected the columns {' or '.join(missing)}. Found: {found}.")


def _value(names: list[str]) -> str:
    texts = [f"nullif({quoted(name)}, '')" for name in names]
    return f"coalesce({', '.join(texts)})" if texts else "null::varchar"
