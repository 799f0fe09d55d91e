"""``catalogue schedule``."""

from __future__ import annotations

from catalogue_insights.cli.options import Data, Quiet, Reports, Warehouse, set_up


def schedule_command(
    data: Data = None, warehouse: Warehouse = None, reports: Reports = None, quiet: Quiet = False
) -> None:
    """Do the job every week, at the time of the settings, until stopped.

    Example: CATALOGUE_SCHEDULE_DAY=mon CATALOGUE_SCHEDULE_HOUR=5 catalogue schedule --data data
    """
    settings, progress = set_up(quiet, data=data, warehouse=warehouse, reports=reports)
    from scheduler import run_weekly

    run_weekly(settings, progress)
