"""The scheduler's memory: when a job that is defined in code wakes next, in a small SQLite file.

APScheduler's own stores keep the job itself, pickled: who can write the file could have anything
run, and a job whose function was renamed is lost. Here a job comes from code each time, and takes
up by its id the wake-up that is still owed to it. Whether there is then anything to do, the ledger
says; so a file that is damaged or deleted costs nothing.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore

log = logging.getLogger("catalogue")


class Wakeup(NamedTuple):
    """When a job wakes next (None: not by itself), and the trigger that says so."""

    at: datetime | None
    trigger: str


class WakeupStore(MemoryJobStore):  # type: ignore[misc] # the library has no types
    """Holds jobs as code defines them, and remembers in ``path`` when each wakes next.

    Nothing is deleted: a job that this version does not define keeps its line for one that does.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def add_job(self, job: Job) -> None:
        """Take a job in, with the wake-up that it has missed while no scheduler was there."""
        try:
            owed = self.recall(job.id)
        except (sqlite3.Error, ValueError) as error:
            log.warning("%s cannot be read (%s); the ledger is asked", self.path.name, error)
            owed = None
        if owed and owed.at and job.next_run_time:
            job.next_run_time = min(owed.at.astimezone(job.next_run_time.tzinfo), job.next_run_time)
        super().add_job(job)
        self._remember(job)

    def update_job(self, job: Job) -> None:
        """Take note of the next wake-up."""
        super().update_job(job)
        self._remember(job)

    def recall(self, job_id: str) -> Wakeup | None:
        """What is remembered of a job, if anything; sqlite3.Error if the file cannot be read."""
        if not self.path.exists():
            return None
        with closing(sqlite3.connect(self.path)) as db:
            found = db.execute(
                "select wakes_at, trigger from job where job_id = $job_id", {"job_id": job_id}
            )
            row = found.fetchone()
        return Wakeup(row[0] and datetime.fromisoformat(row[0]), row[1]) if row else None

    def _remember(self, job: Job) -> None:
        at = job.next_run_time and job.next_run_time.astimezone(UTC).isoformat()
        try:
            with closing(sqlite3.connect(self.path)) as db, db:
                db.execute("create table if not exists job (job_id primary key, wakes_at, trigger)")
                line = {"id": job.id, "at": at, "trigger": trigger_in_words(job.trigger)}
                db.execute("insert or replace into job values ($id, $at, $trigger)", line)
        except sqlite3.Error as error:
            log.warning("%s cannot be written (%s); the ledger remembers", self.path.name, error)


def trigger_in_words(trigger: object) -> str:
    """A trigger in words, with its time zone."""
    return f"{trigger}, {getattr(trigger, 'timezone', 'no time zone')}"
