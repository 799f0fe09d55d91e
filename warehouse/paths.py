"""Where everything lies that belongs to a warehouse: the one place that spells these names."""

from __future__ import annotations

from pathlib import Path


class PathsBeside:
    """The files and folders beside a warehouse (``warehouse.duckdb.lock`` and so on)."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse

        self.new = self._named("new")
        """The file that a run builds, until it is published."""
        self.spill = self._named("spill")
        """What does not fit into memory while it is built."""
        self.wal = wal_of(warehouse)
        """DuckDB's log: there only while a tool has the file open for writing, or died so."""
        self.stale_wal = self._named("stale-wal")
        """Such a log that was left, out of the way."""
        self.sha256 = self._named("sha256")
        """The hash that the published file had, as ``sha256sum -c`` reads it."""
        self.kept = self._named("kept")
        """The folder of the last published files, by run."""

        self.lock = self._named("lock")
        """Held by the run that works on the warehouse; ``lock_holder`` says which it is."""
        self.lock_holder = self._named("lock.json")
        self.scheduler_lock = self._named("scheduler.lock")
        """Held by the scheduler that keeps its schedule; ``scheduler_holder`` names it."""
        self.scheduler_holder = self._named("scheduler.json")
        self.mail_lock = self._named("mail.lock")
        """Held by the process that sends a mail."""

        self.ledger = self._named("ledger.jsonl")
        """What happened in all runs."""
        self.mail_ledger = self._named("mail.jsonl")
        """Who has had which mail."""
        self.shortlists = self._named("shortlists.sqlite")
        """What people put together, in SQLite; ``shortlists_before`` what a backup replaced."""
        self.shortlists_before = self._named("shortlists.before.sqlite")
        self.tokens = self._named("tokens.sqlite")
        """Who may ask ``catalogue serve`` what, in SQLite."""
        self.wakeups = self._named("schedule.sqlite")
        """When the scheduler wakes next."""

    def kept_file(self, run_id: str) -> Path:
        """The file that a run published."""
        return self.kept / f"{run_id}.duckdb"

    def dated(self, stamp: str) -> Path:
        """A finished file that could not take the warehouse's place."""
        return self.warehouse.with_name(f"{self.warehouse.stem}-{stamp}.duckdb")

    def _named(self, suffix: str) -> Path:
        return self.warehouse.with_name(f"{self.warehouse.name}.{suffix}")


def wal_of(file: Path) -> Path:
    """DuckDB's log of a file."""
    return file.with_name(f"{file.name}.wal")
