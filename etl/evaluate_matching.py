"""Evaluates the matching of Netflix to TMDb titles on pairs that are known by identifiers.

The matching itself is SQL: ``sql/core/title_candidate.sql`` and ``sql/core/title_match.sql``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import SourceError, WarehouseError
from catalogue_common.settings import Settings
from warehouse.build import build, carry_over
from warehouse.sql_files import SQL, build_schema, read_header

NEEDED = ("netflix_id", "type", "title", "release_year", "tmdb_id", "suspect")


@dataclass(frozen=True)
class MatchingScore:
    """How many of the known pairs of one type were found, and how many rightly."""

    keys: str
    type: str
    pairs: int
    matched: int
    correct: int
    precision: float
    recall: float


def evaluate_matching(settings: Settings, truth: Path) -> Iterator[MatchingScore]:
    """Match what the published warehouse has loaded, with and without Netflix's id in the homepage.

    Args:
        settings: names the published file, which is only read.
        truth: CSV of known pairs, see ``sql/evaluation/matching.sql``.

    Raises:
        SourceError: the truth cannot be read.
        WarehouseError: the published file cannot be read.
    """
    if not settings.warehouse.is_file():
        raise WarehouseError(
            f"There is no warehouse at {settings.warehouse}. Nothing was measured. Make one with "
            "`catalogue run`, or name another with --warehouse."
        )
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        elsewhere = settings.model_copy(update={"warehouse": Path(folder) / "matching.duckdb"})
        with build(elsewhere) as scratch:
            carry_over(scratch.con, settings.warehouse, synthetic=None)
            for keys, has_homepage in (("all keys", True), ("without homepage", False)):
                scratch.con.execute("set variable use_homepage_key = $on", {"on": has_homepage})
                for schema in ("staging", "core"):
                    build_schema(scratch.con, schema)
                for row in _score(scratch.con, truth):
                    yield MatchingScore(keys, *row)


def _score(con: duckdb.DuckDBPyConnection, truth: Path) -> list[tuple[Any, ...]]:
    _, query = read_header(SQL / "evaluation" / "matching.sql")
    try:
        return con.execute(query, {"truth": str(truth)}).fetchall()
    except duckdb.Error as error:
        raise SourceError(
            f"{truth} cannot be read as a list of known pairs: {str(error).splitlines()[0]} It "
            f"needs the columns {', '.join(NEEDED)}. Nothing was changed."
        ) from error
