"""Tells a file's kind by its columns and gives them the names of the raw table."""

from __future__ import annotations

import re
from textwrap import shorten

import duckdb

from catalogue_common.errors import SourceError
from etl.load.files import ROW_NUMBER
from etl.sources.source import Source
from warehouse.sql_files import quote_identifier as quoted

# What DuckDB and pandas call a column without a heading: an index that was saved along.
_NAMELESS = re.compile(r"(column|unnamed:?[ _]?)\d+(_\d+)?$", re.IGNORECASE)


def recognise(
    con: duckdb.DuckDBPyConnection, kinds: tuple[Source, ...]
) -> tuple[Source, list[str]]:
    """Tell the file's kind by its columns and make the view ``incoming`` of them, renamed.

    Returns:
        The kind, and the names of the columns that are left over.

    Raises:
        SourceError: it lacks a required column of every kind.
    """
    names = [row[0] for row in con.execute("describe file_rows").fetchall()]
    # To number rows while they are read would read them in one thread.
    number = "rowid + 1"
    if ROW_NUMBER in names:
        names.remove(ROW_NUMBER)
        number = ROW_NUMBER
    by_name = {_plain(name): name for name in reversed(names)}
    source = _kind_of(kinds, by_name, names)
    present = _present(source, by_name)
    used = {name for found in present.values() for name in found}
    values = ", ".join(f"{_value(found)} as {quoted(column)}" for column, found in present.items())
    derived = ", ".join(
        f"{derive(set(by_name))} as {quoted(column)}" for column, derive in source.derive.items()
    )
    con.execute(
        f"""
        create or replace temp view incoming as
        select * {f"replace ({derived})" if derived else ""}
        from (select rowid as place, {number} as row_number, {values} from file_rows)
        """
    )
    return source, [name for name in names if name not in used and not _NAMELESS.match(name)]


def _plain(name: str) -> str:
    """A column's name without case and signs: "Available Globally?" is available_globally."""
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def _present(source: Source, by_name: dict[str, str]) -> dict[str, list[str]]:
    return {
        column: [by_name[alias] for alias in aliases if alias in by_name]
        for column, aliases in source.columns.items()
    }


def _kind_of(kinds: tuple[Source, ...], by_name: dict[str, str], names: list[str]) -> Source:
    missing: list[str] = []
    for source in kinds:
        present = _present(source, by_name)
        lacking = [column for column in source.required if not present[column]]
        if source.is_exact and len(by_name) > sum(map(len, present.values())):
            continue
        if not lacking:
            return source
        missing.append(f"{', '.join(source.required)} ({', '.join(lacking)} is missing)")
    found = shorten(", ".join(names), 200, placeholder=" …")
    raise SourceError(f"expected the columns {' or '.join(missing)}. Found: {found}.")


def _value(names: list[str]) -> str:
    texts = [f"nullif({quoted(name)}, '')" for name in names]
    return f"coalesce({', '.join(texts)})" if texts else "null::varchar"
