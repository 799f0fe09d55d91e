"""Sorts the rows of a file: each is loaded, set aside with its reason, or dropped as repeated."""

from __future__ import annotations

import re

from catalogue_common.errors import SourceError
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import RecognisedTable, SortedRows
from warehouse.sql_files import quote_identifier as quoted


def sort_rows(scratch: Scratch, table: RecognisedTable) -> SortedRows:
    """Take out of the table as it came (``table.read.rows``) what is not to be loaded.

    Raises:
        SourceError: not one row is left.
    """
    read_count = scratch.count(table.read.rows)
    set_aside = _set_aside(scratch, table)
    unusable_count = scratch.count(set_aside)
    repeated_count = _drop_repeated(scratch, table)
    broken_count = table.read.broken_count
    if read_count == unusable_count + repeated_count:
        raise SourceError(_none_left(scratch, table, set_aside, read_count + broken_count))
    return SortedRows(
        table,
        set_aside,
        read_count + broken_count,
        rejected_count=unusable_count + broken_count,
        repeated_count=repeated_count,
    )


def _none_left(scratch: Scratch, table: RecognisedTable, set_aside: str, row_count: int) -> str:
    """Why not one row is left: the first row's reason, and what the file has in its place."""
    message = f"not one of its {row_count:,} rows can be used"
    first = (
        f"select reason from {set_aside} union all select reason from {table.read.broken} limit 1"
    )
    reason = (scratch.con.execute(first).fetchone() or (None,))[0]
    if reason is None:
        return f"{message}."
    condition = table.source.rejects.get(reason, "")
    words = []
    for column in table.source.columns:
        if re.search(rf"\b{column}\b", condition):
            query = load_statement("words_found", set_aside=set_aside)
            found = scratch.con.execute(query, {"column": column}).fetchall()
            words.append(f"{column}: {', '.join(repr(word) for (word,) in found) or 'empty'}")
    found_words = f" (found in {'; in '.join(words)})" if words else ""
    return f"{message}. Of the first: {reason}{found_words}."


def _set_aside(scratch: Scratch, table: RecognisedTable) -> str:
    """Move the rows that cannot be used into a table of their own; returns its name."""
    cases = (f"when {found} then '{reason}'" for reason, found in table.rejects.items())
    texts = (f"{quoted(column)} := {quoted(column)}" for column in table.source.columns)
    query = load_statement(
        "unusable_rows", rows=table.rows, cases=" ".join(cases), texts=", ".join(texts)
    )
    name = scratch.table("set_aside", query)
    scratch.con.execute(f"delete from {table.read.rows} where rowid in (select place from {name})")
    return name


def _drop_repeated(scratch: Scratch, table: RecognisedTable) -> int:
    """Of the rows with one key, keep the one that counts; returns how many were dropped."""
    key = [quoted(column) for column in table.source.key]
    query = load_statement(
        "drop_repeated_rows",
        table=table.read.rows,
        rows=table.rows,
        key=", ".join(key),
        rank=table.source.rank,
        same=" and ".join(f"later.{name} is not distinct from repeated.{name}" for name in key),
    )
    dropped = scratch.con.execute(query).fetchone()
    return int(dropped[0]) if dropped else 0
