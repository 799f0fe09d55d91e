"""Looks at everything that can be wrong before a run is, and says how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb

from catalogue_common.errors import CatalogueError
from catalogue_common.secrets import mask
from catalogue_common.settings import Settings
from weekly_job import file_checkup, runs_checkup, surroundings_checkup
from weekly_job.findings import Finding


def examine(
    settings: Settings, now: datetime | None = None, *, deep: bool = False
) -> list[Finding]:
    """Look at everything; a look that fails is a problem of its own, and stops no other.

    Args:
        settings: whose surroundings, file and runs are looked at.
        now: the time, with its zone; by default the system's.
        deep: whether the published file is read, too: all of it, to find what is damaged.
    """
    now = now or datetime.now(ZoneInfo(settings.schedule.timezone))
    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("settings", surroundings_checkup.examine_settings),
        ("data", lambda: surroundings_checkup.examine_data(settings)),
        ("folders", lambda: surroundings_checkup.examine_folders(settings)),
        ("permissions", lambda: surroundings_checkup.examine_permissions(settings)),
        ("disk space", lambda: surroundings_checkup.examine_space(settings)),
        ("locks", lambda: runs_checkup.examine_locks(settings)),
        ("scheduler", lambda: runs_checkup.examine_scheduler(settings)),
        ("stale log", lambda: file_checkup.examine_stale_log(settings)),
        ("warehouse", lambda: file_checkup.examine_warehouse(settings)),
        ("TMDb token", lambda: surroundings_checkup.examine_token(settings)),
        ("mail", lambda: surroundings_checkup.examine_mail(settings)),
        ("clock", lambda: runs_checkup.examine_clock(settings, now)),
        ("last run", lambda: runs_checkup.examine_last_run(settings)),
        ("next run", lambda: runs_checkup.examine_next_run(settings, now)),
    ]
    if deep:
        looks.append((file_checkup.LOOK, lambda: file_checkup.compare_with_published(settings)))
    return [finding for name, look in looks for finding in _found(name, look)]


def _found(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except (CatalogueError, OSError, duckdb.Error) as error:
        yield Finding(name, "problem", mask(str(error)), "See the message.")
