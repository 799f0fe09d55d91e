"""Keeps the schedule: APScheduler wakes the job, the clock and the ledger say whether it is due.

The job is defined in code, under a fixed id; when it wakes next is remembered beside the warehouse
(``wakeups.py``). What has run, the ledger knows, and it survives everything else. So a look every
half minute finds what a trigger can miss: a clock that was set, a machine that slept, a week that
failed and may be tried again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from catalogue_common.errors import OtherRunError
from catalogue_common.settings import Schedule, Settings
from warehouse.locks import only_scheduler
from warehouse.paths import PathsBeside
from weekly_job.due import next_dues
from weekly_job.stopping import Stop
from weekly_job.wakeups import WakeupStore

log = logging.getLogger("catalogue")

JOB_ID = "weekly"
LOOK_SECONDS = 30
Clock = Callable[[], datetime]


def wakeups_of(warehouse: Path) -> WakeupStore:
    """What a warehouse's scheduler remembers."""
    return WakeupStore(PathsBeside(warehouse).wakeups)


def trigger_of(schedule: Schedule) -> CronTrigger:
    """When the weekly job is due: by the day's name, in an explicit time zone."""
    return CronTrigger(
        day_of_week=schedule.day,
        hour=schedule.hour,
        minute=schedule.minute,
        timezone=ZoneInfo(schedule.timezone),
        jitter=None,
    )


class ScheduleKeeper:
    """Runs the job when it is due, once at a time.

    Args:
        settings: when it is due, and whose schedule this is.
        stop: ends the watch; a run in progress ends after its current step.
        is_due: whether there is something to do at a time.
        run: does it; raises OtherRunError where another process is at it.
        clock: what time it is; by default the system's.
    """

    def __init__(
        self,
        settings: Settings,
        stop: Stop,
        *,
        is_due: Callable[[datetime], bool],
        run: Callable[[datetime], None],
        clock: Clock | None = None,
    ) -> None:
        zone = ZoneInfo(settings.schedule.timezone)
        self.settings = settings
        self.stop = stop
        self.is_due = is_due
        self.run = run
        self.clock = clock or (lambda: datetime.now(zone))
        store = wakeups_of(settings.warehouse)
        self.scheduler = BackgroundScheduler(timezone=zone, jobstores={"default": store})
        self.scheduler.add_job(
            self.work,
            trigger_of(settings.schedule),
            id=JOB_ID,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=settings.schedule.grace_days * 86400,
        )
        self._working = threading.Lock()

    def keep(self) -> None:
        """Keep the schedule until stopped.

        Raises:
            ScheduleError: another scheduler keeps it.
        """
        with only_scheduler(self.settings.warehouse):
            self.scheduler.start()
            log.info("next run: %s", next_dues(self.settings.schedule, self.clock(), 1)[0])
            try:
                self.look()
                while not self.stop.wait(LOOK_SECONDS):
                    self.look()
            finally:
                self.scheduler.shutdown(wait=True)
        log.info("the scheduler was stopped")

    def look(self) -> None:
        """Start the job now if something is to be done that nobody is doing."""
        now = self.clock()
        if not self._working.locked() and self.is_due(now):
            self.scheduler.modify_job(JOB_ID, next_run_time=now)

    def work(self) -> None:
        """What the job does: nothing, if by the ledger nothing is to be done."""
        with self._working:
            now = self.clock()
            if self.stop.is_requested or not self.is_due(now):
                return
            try:
                self.run(now)
            except OtherRunError as error:
                log.info("%s", error)
