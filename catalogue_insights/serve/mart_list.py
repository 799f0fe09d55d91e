"""The week's marts as its own comments describe them: what the SQL box lists and completes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from catalogue_insights.serve.generation import Generation, Row
from warehouse.dictionary import by_question
from warehouse.mart_descriptions import Column, marts_of
from warehouse.sql_files import SQL, read_statement

_ITEM = re.compile(r"^- `(\w+)`: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class DescribedMart:
    """A mart: what a row is, its columns, a question that it answers, its parameters if any."""

    name: str
    comment: str
    columns: list[Column]
    example: str = ""
    parameters: tuple[str, ...] = ()


def marts_by_question(week: Generation) -> dict[str, list[DescribedMart]]:
    """All marts of a week by the question that they answer, as the data dictionary has them."""
    return by_question({mart.name: mart for mart in described_marts(week)})


def described_marts(week: Generation) -> list[DescribedMart]:
    """All marts of a week, by name, those with a parameter after the others."""
    with week.cursor() as cursor:
        marts = marts_of(cursor)
        macros = cursor.execute(read_statement("warehouse/macros"), {"schema": "marts"}).fetchall()
    found = [
        DescribedMart(mart.name, mart.comment or "", mart.columns, _examples().get(mart.name, ""))
        for mart in marts
    ]
    return found + [_macro(*macro) for macro in macros]


def functions_of(week: Generation) -> list[str]:
    """Names of DuckDB's functions that a question may call."""
    rows: list[Row] = week.ask("functions")
    return [row["function_name"] for row in rows]


def _macro(name: str, parameters: list[str], comment: str | None) -> DescribedMart:
    """A mart with a parameter tells all in one comment, as Markdown."""
    said, _, listed = (comment or "").partition("\n\nParameters:")
    items = [Column(column, "", text) for column, text in _ITEM.findall(listed)]
    return DescribedMart(name, said, items, _examples().get(name, ""), tuple(parameters))


@cache
def _examples() -> dict[str, str]:
    return {
        path.stem: path.read_text(encoding="utf-8").strip()
        for path in sorted((SQL / "examples").glob("*.sql"))
    }
