"""A query as text: with its words marked for reading, with its values in place for asking it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup, escape
from pygments.lexer import inherit, words
from pygments.lexers.sql import SqlLexer
from pygments.token import Comment, Keyword, Name, String, _TokenType

from reports.sections import Result
from warehouse.sql_files import quote_literal

MARKED = ((Comment, "comment"), (String, "string"), (Name.Variable, "param"), (Keyword, "word"))


class _DuckdbLexer(SqlLexer):  # type: ignore[misc] # Pygments brings no types
    """SQL with DuckDB's words and parameters, also written ``:name`` in earlier weeks."""

    tokens: ClassVar = {
        "root": [
            (r"(?<!:)[$:][a-z_]\w*", Name.Variable),
            (r"\.\w+", Name),  # a column behind its table's name is no keyword
            (words(("filter", "lag", "over", "partition", "qualify"), suffix=r"\b"), Keyword),
            inherit,
        ]
    }


def highlighted(sql: str) -> Markup:
    """The query with its keywords, strings, comments and parameters marked."""
    return Markup("".join(_marked(kind, text) for kind, text in _tokens(sql)))  # noqa: S704 - escaped


def as_asked(sql: str, params: Mapping[str, object]) -> str:
    """The query with its values in place of its parameters, so that it can be asked as it is."""
    return "".join(
        _literal(params[text[1:]]) if kind in Name.Variable and text[1:] in params else text
        for kind, text in _tokens(sql)
    )


def ask_address(result: Result, site_url: str) -> str:
    """Where the query of a section runs.

    Args:
        result: what the section was asked, and with which values.
        site_url: the address of the site; '' on the site itself.
    """
    asked = as_asked(result.section.sql, result.params)
    return f"{site_url}/sql?{urlencode({'q': asked})}"


def _tokens(sql: str) -> Iterator[tuple[_TokenType, str]]:
    found: Iterator[tuple[_TokenType, str]] = _DuckdbLexer(
        stripnl=False, ensurenl=False
    ).get_tokens(sql)
    return found


def _marked(kind: _TokenType, text: str) -> str:
    """A token as HTML; plain texts, since there are tens of thousands in a report."""
    for marked, name in MARKED:
        if kind in marked:
            return f'<span class="sql-{name}">{escape(text)}</span>'
    return str(escape(text))


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, date):
        return f"date {quote_literal(value.isoformat())}"
    return quote_literal(value) if isinstance(value, str) else str(value)
