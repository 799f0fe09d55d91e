"""What a search finds, kept for as long as one request asks about it.

The rows are in a temporary table ``found`` of the request's own connection, so that a page, its
counts and its facets are made of one search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from catalogue_insights.serve.generation import Generation, Row, answered_rows, query_of

PARAMETER = re.compile(r"\$(\w+)")


class SearchFinding:
    """What was found, and a connection to ask about it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, params: dict[str, Any]) -> None:
        """Ask with these parameters, of which each query takes its own."""
        self._cursor, self._params = cursor, params
        self.count = 0
        """How many were found."""

    def phrase(self, text: str) -> str:
        """A text as the keys of titles are written: without case, accents and blanks around it."""
        sql = "select strip_accents(lower(trim($text))) as phrase"
        (row,) = answered_rows(self._cursor.execute(sql, {"text": text}))
        return str(row["phrase"])

    def find(self, name: str, **more: Any) -> None:
        """Find by a query of sql/serve; what was found before is forgotten."""
        sql = f"create or replace temp table found as {query_of(name)}"
        (self.count,) = self._cursor.execute(sql, self._own(sql, more)).fetchall()[0]

    def ask(self, name: str, **more: Any) -> list[Row]:
        """The rows that another query of sql/serve returns, which calls what is found ``found``."""
        sql = query_of(name)
        return answered_rows(self._cursor.execute(sql, self._own(sql, more)))

    def relation(self, name: str, **more: Any) -> duckdb.DuckDBPyRelation:
        """The same, not yet computed."""
        sql = query_of(name)
        return self._cursor.sql(sql, params=self._own(sql, more))

    def _own(self, sql: str, more: dict[str, Any]) -> dict[str, Any]:
        asked = set(PARAMETER.findall(sql))
        return {name: value for name, value in (self._params | more).items() if name in asked}


@contextmanager
def finding(week: Generation, params: dict[str, Any]) -> Iterator[SearchFinding]:
    """A connection for one request."""
    with week.cursor() as cursor:
        yield SearchFinding(cursor, params)
