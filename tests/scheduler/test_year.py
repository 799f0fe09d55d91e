"""A simulated year: weeks that fail, are killed, cannot send; see ``simulated_year``."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import duckdb
import pytest
from mail_server import Mailbox, serve
from simulated_year import FIRST, READERS, Fault, Year, faults, write_base

from warehouse.run_history import read_runs
from weekly_job.due import iso_week


class Lived:
    """What the simulated weeks left."""

    def __init__(self, year: Year, mailbox: Mailbox, weeks: dict[str, Fault]) -> None:
        self.year = year
        self.mailbox = mailbox
        self.weeks = weeks
        self.runs = read_runs(year.settings.warehouse)

    def ask(self, query: str) -> list:
        with duckdb.connect(str(self.year.settings.warehouse), read_only=True) as con:
            return con.execute(query).fetchall()

    def size_of_fresh_copy(self) -> int:
        copy = self.year.folder / "copy.duckdb"
        with duckdb.connect() as con:
            con.execute(f"attach '{self.year.settings.warehouse}' as published (read_only)")
            con.execute(f"attach '{copy}' as copy (storage_version 'v1.2.0')")
            con.execute("copy from database published to copy; checkpoint copy")
        return copy.stat().st_size

    @property
    def possible(self) -> list[str]:
        return [week for week, fault in self.weeks.items() if not fault.is_hopeless]

    @property
    def mails(self) -> Counter:
        """How many mails each reader got of each week."""
        return Counter(
            (to, re.search(r"\d{4}-W\d\d", message["Subject"])[0])
            for to, message in self.mailbox.messages
            if to in READERS
        )


def live(folder, monkeypatch, weeks: list[Fault]) -> Lived:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    mailbox = Mailbox()
    write_base(folder)
    with serve(mailbox, security="none") as port:
        year = Year(folder, port)
        for module, name, value in year.patches:
            monkeypatch.setattr(module, name, value)
        for week, fault in enumerate(weeks):
            year.live(week, fault)
    names = [iso_week((FIRST + timedelta(weeks=week)).date()) for week in range(len(weeks))]
    return Lived(year, mailbox, dict(zip(names, weeks, strict=True)))


def holds(lived: Lived) -> None:
    """What the year is held to."""
    # Exactly one successful run for each week that could succeed, and none for the others.
    assert [run.week for run in lived.runs if run.is_published] == lived.possible
    # One mail for each reader and week.
    assert lived.mails == {(to, week): 1 for to in READERS for week in lived.possible}
    # No lost load: every file is loaded once, whatever happened in its week, with all its rows.
    files = {
        path.relative_to(lived.year.folder / "data").as_posix()
        for path in lived.year.settings.data.rglob("*.*sv*")
    }
    loaded = lived.ask("select file from ops.loads where status = 'loaded' and file like '%sv'")
    assert Counter(file for (file,) in loaded) == Counter(files)
    assert lived.ask(
        """
        select sum(row_count_loaded) = (select count(*) from raw.netflix_titles)
        from ops.loads where source = 'netflix'
        """
    ) == [(True,)]
    # A ledger that explains every failure: in which step, and what it said.
    for run in lived.runs:
        if run.status == "failed":
            step = lived.weeks[run.week].step
            assert run.message == f"the step {step} was made to fail"
            assert run.last_step.step == step
        if run.status == "unfinished":
            assert run.last_step.step == lived.weeks[run.week].step
    told = lived.ask(
        "select run_id, status, message from ops.runs where status not in ('succeeded', 'degraded')"
    )
    assert all(message for _, _, message in told)
    assert {run_id for run_id, *_ in told} == {
        run.run_id for run in lived.runs if not run.is_published
    }
    # The file holds no dead space.
    assert lived.year.settings.warehouse.stat().st_size <= 1.3 * lived.size_of_fresh_copy()
    # Nothing is left lying about.
    beside = {path.name for path in lived.year.folder.glob("warehouse.duckdb.*")}
    assert not {name for name in beside if name.endswith((".new", ".wal"))}


def test_six_weeks_that_go_wrong_in_six_ways(tmp_path, monkeypatch):
    lived = live(
        tmp_path,
        monkeypatch,
        [
            Fault(),
            Fault("fail", "load"),
            Fault("kill", "publish"),
            Fault("fail", "check", times=3),
            Fault("mail"),
            Fault(),
        ],
    )
    holds(lived)
    ends = Counter(run.status for run in lived.runs)
    assert ends == {"succeeded": 5, "failed": 4, "unfinished": 1}
    # The failures, and nothing else, were told to the operator.
    alarms = [message for to, message in lived.mailbox.messages if to == "ops@example.org"]
    assert len(alarms) == 4
    assert "the run failed (load)" in alarms[0]["Subject"]


@pytest.mark.slow
def test_a_year(tmp_path, monkeypatch):
    lived = live(tmp_path, monkeypatch, faults(52))
    holds(lived)
    assert len(lived.possible) >= 40
    assert lived.ask("select count(distinct run_id) from marts.score_history")[0][0] >= 26
