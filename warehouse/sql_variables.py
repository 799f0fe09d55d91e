"""What SQL files may ask of the settings and of the run that builds them."""

from __future__ import annotations

from datetime import date

import duckdb

from catalogue_common.settings import Settings
from warehouse.sql_files import SQL


def set_for_settings(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """What the settings decide: ``getvariable('catalogue_service')`` and the like."""
    _set(
        con,
        {
            "hit_minimum_titles": settings.hit_minimum_titles,
            "top10_weeks": settings.top10_weeks,
            "use_homepage_key": True,
            "stale_after_days": settings.freshness.model_dump_json(),
            "monitoring": settings.monitoring.model_dump_json(),
            "catalogue_service": settings.catalogue.service,
            "catalogue_region": settings.catalogue.region,
            "flicker_days": settings.catalogue.flicker_days,
        },
    )
    # Of an empty list nobody could tell what it is a list of.
    rivals = {"rivals": list(settings.catalogue.rivals)}
    con.execute("set variable rivals = $rivals::varchar[]", rivals)
    con.execute((SQL / "schema" / "whose_catalogue.sql").read_text(encoding="utf-8"))


def set_for_run(
    con: duckdb.DuckDBPyConnection, run_id: str, week: str, as_of: date, *, is_synthetic: bool
) -> None:
    """What the run is: ``getvariable('as_of')`` and the like."""
    _set(con, {"run_id": run_id, "week": week, "as_of": as_of, "is_synthetic": is_synthetic})


def _set(con: duckdb.DuckDBPyConnection, variables: dict[str, object]) -> None:
    for name, value in variables.items():
        con.execute(f"set variable {name} = $value", {"value": value})
