"""The variables and the schemas of a run, for tests that build a warehouse without one."""

from __future__ import annotations

import duckdb

from catalogue_common.settings import Monitoring
from warehouse.sql_files import build_schema


def set_variables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        set variable run_id = '2026-W47-test';
        set variable week = '2026-W47';
        set variable as_of = date '2026-11-20';
        set variable is_synthetic = false;
        set variable hit_minimum_titles = 20;
        set variable top10_weeks = 5;
        set variable use_homepage_key = true;
        set variable stale_after_days = '{"netflix": 120, "tmdb": 30, "top10": 14}';
        set variable catalogue_service = 'Netflix';
        set variable catalogue_region = 'US';
        set variable rivals = ['Disney+', 'Hulu', 'Prime Video'];
        set variable flicker_days = 8;
        """
    )
    monitoring = Monitoring().model_dump_json()
    con.execute("set variable monitoring = $monitoring", {"monitoring": monitoring})


def build_all(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("staging", "core", "features"):
        build_schema(con, schema)
