"""The features as they would have been built on a cut: what was not yet known is hidden.

Filters on dates make of the published ``core`` tables those of the day, and the very same queries
that build a run's features run over them. What a title is (its names, texts, people, genres, where
and how long it is) does not change, and is as the earliest file tells it (``first_told``), even
where that is younger than the cut: public files name few titles before they are out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from catalogue_common.settings import Settings
from models.backtest.cuts import Cut
from models.backtest.first_told import build_first_told
from warehouse.reading import ReadLimits, attached
from warehouse.sql_files import (
    SQL,
    build_schema,
    create_macros,
    load_seeds,
    read_header,
    read_statement,
)
from warehouse.sql_variables import set_for_settings

_FILTERED = ("title", "netflix_release", "top10_week", "season_engagement", "tmdb_reading")
_FIXED = ("title_alias", "season_release")


@contextmanager
def published_beside(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A scratch database in memory that has the published file attached, read-only.

    Raises:
        QueryError: nothing is published, or it cannot be read.
    """
    limits = ReadLimits(settings.memory_limit, settings.threads).as_config()
    with duckdb.connect(config=limits) as con, attached(con, settings.warehouse):
        for schema in ("staging", "core", "features", "ops", "backtest"):
            con.execute(f"create schema {schema}")
        create_macros(con)
        load_seeds(con)
        set_for_settings(con, settings)
        build_first_told(con)
        yield con


def build_known_then(con: duckdb.DuckDBPyConnection, cut: Cut) -> None:
    """Build ``features.*`` as a run on the cut would have, and ``backtest.asked``.

    Args:
        con: from ``published_beside``.
        cut: where time is stopped.
    """
    for name, value in {"cut_on": cut.on, "until_on": cut.until}.items():
        con.execute(f"set variable {name} = $value", {"value": value})
    for name in ("title_day", "asked"):
        query = read_statement(f"backtest/{name}")
        con.execute(f"create or replace table backtest.{name} as\n{query}")
    for name in _FILTERED:
        _, query = read_header(SQL / "backtest" / "core" / f"{name}.sql")
        con.execute(f"create or replace table core.{name} as\n{query}")
    for name in _FIXED:
        con.execute(f"create or replace view core.{name} as from published.core.{name}")
    # No question reads users' stars or the countries' lists.
    con.execute((SQL / "backtest" / "not_read.sql").read_text(encoding="utf-8"))
    build_schema(con, "features")
