"""What SQL files may ask of the run that builds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sql_files import SQL

if TYPE_CHECKING:
    from weekly_job.run import WeeklyRun


def set_sql_variables(run: WeeklyRun) -> None:
    """What SQL files may ask of the run: ``getvariable('as_of')`` and the like."""
    variables = {
        "run_id": run.run_id,
        "week": run.week,
        "as_of": run.as_of,
        "is_synthetic": run.is_synthetic,
        "hit_minimum_titles": run.settings.hit_minimum_titles,
        "top10_weeks": run.settings.top10_weeks,
        "use_homepage_key": True,
        "stale_after_days": run.settings.freshness.model_dump_json(),
        "monitoring": run.settings.monitoring.model_dump_json(),
        "catalogue_service": run.settings.catalogue.service,
        "catalogue_region": run.settings.catalogue.region,
        "flicker_days": run.settings.catalogue.flicker_days,
    }
    for name, value in variables.items():
        run.con.execute(f"set variable {name} = $value", {"value": value})
    rivals = {"rivals": list(run.settings.catalogue.rivals)}
    # Of an empty list nobody could tell what it is a list of.
    run.con.execute("set variable rivals = $rivals::varchar[]", rivals)
    run.con.execute((SQL / "schema" / "whose_catalogue.sql").read_text(encoding="utf-8"))
