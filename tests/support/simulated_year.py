"""A year of weekly runs under a clock of its own: files that change, steps that fail, kills.

Everything is the job's own but three things. The models are stood in for by a query that deals out
scores by the titles' keys, and charts are blank (fitting and drawing those of 52 weeks would take a
quarter of an hour). The sample's marker is taken away, since the job holds back the mail of a week
that it knows to be invented.
"""

from __future__ import annotations

import csv
import multiprocessing
import os
import random
import signal
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import vl_convert

import etl.load.loads
import scheduler
from catalogue_common.errors import CheckError
from catalogue_common.mail_settings import Mail
from catalogue_common.progress import Progress
from catalogue_common.settings import Retries, Schedule, Settings
from etl.sources.source import MARKER
from etl.synthetic import write_sample
from warehouse import ledger
from weekly_job import run as job
from weekly_job.schedule_keeper import ScheduleKeeper, trigger_of
from weekly_job.stopping import Stop

READERS = ("ada@example.org", "bo@example.org")
FIRST = datetime(2023, 6, 26, tzinfo=UTC)
"""A Monday whose year the real Top 10 files cover."""
STEPS = [step.name for step in scheduler.BUILD if step.is_vital]

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'

SCORES = """
insert into scores.title by name
select
    $run_id as run_id, title_id, true as is_rating_out_of_fold, true as is_hit_out_of_fold,
    true as is_top10_out_of_fold, now()::timestamp as scored_at,
    5 + hash(title_id || $run_id) % 100 / 50 as predicted_rating,
    predicted_rating - 1 as predicted_rating_low, predicted_rating + 1 as predicted_rating_high,
    hash(title_id) % 100 / 100 as hit_probability, 0.1 as top10_probability,
    0.5 as liked_probability,
from core.title
"""


@dataclass(frozen=True)
class Fault:
    """What goes wrong in a week: ``fail`` at a step so often, ``kill``, ``mail`` or ``off``."""

    kind: str = ""
    step: str = ""
    times: int = 1

    @property
    def is_hopeless(self) -> bool:
        """Whether the week cannot succeed."""
        return self.kind == "off" or (self.kind == "fail" and self.times >= Schedule().attempts)


def faults(weeks: int, seed: int = 7) -> list[Fault]:
    """Something different each week; a third of them all is well."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    kinds = ["", "", "fail", "kill", "mail", "hopeless"]
    drawn = [kinds[(week * 5 + 3) % 6] if week else "" for week in range(weeks)]
    step = {week: chance.choice(STEPS) for week in range(weeks)}
    made = [
        Fault("fail", step[week], Schedule().attempts)
        if kind == "hopeless"
        else Fault(kind, step[week])
        for week, kind in enumerate(drawn)
    ]
    return [Fault("off") if week in (20, 21) else fault for week, fault in enumerate(made)]


class Year:
    """The folder of a job, its clock, and what goes wrong in the week that it is."""

    def __init__(self, folder: Path, port: int, now: datetime = FIRST) -> None:
        self.folder = folder
        self.port = port
        self.now = now
        self.fault = Fault()
        self.settings = Settings(
            data=folder / "data",
            warehouse=folder / "warehouse.duckdb",
            reports=folder / "reports",
            schedule=Schedule(day="mon", hour=5),
            threads=1,
            retries=Retries(network_attempts=1),
            mail=Mail(
                to=READERS, operator="ops@example.org", host="127.0.0.1", port=port,
                security="none", attempts=1, timeout=5,
            ),
        )  # fmt: skip
        self.patches = [(scheduler, "BUILD", tuple(map(self._faulty, scheduler.BUILD)))]
        self.patches += [(job, "score_titles", _scores)]
        self.patches += [(vl_convert, "vegalite_to_svg", lambda *_, **__: BLANK)]
        for module in (ledger, scheduler, job, etl.load.loads):
            self.patches.append((module, "utc_now", self.utc_now))

    def utc_now(self) -> datetime:
        """The clock, which a real second moves on by a second: steps have an order."""
        self.now += timedelta(milliseconds=20)
        return self.now.replace(tzinfo=None)

    def _faulty(self, step):
        def do(run):
            if self.fault.step == step.name and self.fault.kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.fault.step == step.name and self.fault.kind == "fail" and self.fault.times:
                self.fault = replace(self.fault, times=self.fault.times - 1)
                raise CheckError(f"the step {step.name} was made to fail")
            return step.do(run)

        return replace(step, do=do)

    def live(self, week: int, fault: Fault) -> None:
        """Let the week pass: new files, the trigger, a look every twelve hours."""
        monday = FIRST + timedelta(weeks=week)
        self.now = max(self.now, monday)
        write_week(self.folder, week)
        if fault.kind == "off":
            return
        self.fault = fault
        due = trigger_of(self.settings.schedule).get_next_fire_time(None, monday)
        for hours in range(0, 24 * 6, 12):
            self.now = max(self.now, due + timedelta(hours=hours))
            self._look()

    def _look(self) -> None:
        settings = self._settings_now()
        stop, progress = Stop(), Progress(quiet=True)

        def run(now: datetime) -> None:
            if self.fault.kind == "kill":
                self._in_a_process_that_dies()
            else:
                scheduler._run_and_log(settings, progress, stop, now)

        def is_due(now: datetime) -> bool:
            return scheduler.what_is_due(settings, now) is not None

        ScheduleKeeper(settings, stop, is_due=is_due, run=run, clock=lambda: self.now).work()

    def _settings_now(self) -> Settings:
        """For one look, a week's mail server is somewhere else."""
        if self.fault.kind != "mail":
            return self.settings
        self.fault = Fault()
        mail = self.settings.mail.model_copy(update={"port": 9})
        return self.settings.model_copy(update={"mail": mail})

    def _in_a_process_that_dies(self) -> None:
        """Forked off one that has imported everything, and nothing else: it has no threads."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        about = self.folder, self.port, self.now, self.fault
        dying = context.Process(target=run_and_die, args=about)
        dying.start()
        dying.join()
        assert dying.exitcode == -signal.SIGKILL
        self.now += timedelta(minutes=1)
        self.fault = Fault()


def run_and_die(folder: Path, port: int, now: datetime, fault: Fault) -> None:
    """One run of the job, in a process of its own."""
    year = Year(folder, port, now)
    year.fault = fault
    for module, name, value in year.patches:
        setattr(module, name, value)
    scheduler.run_week(year.settings, Progress(quiet=True), Stop(), year.now)


def _scores(con: duckdb.DuckDBPyConnection, *, run_id: str, **_: object) -> SimpleNamespace:
    con.execute(SCORES, {"run_id": run_id})
    return SimpleNamespace(warnings=[], promoted=[])


def write_base(folder: Path) -> None:
    """The files of the first week."""
    write_sample(folder / "sample", titles=150)
    sample, data = folder / "sample", folder / "data"
    (data / "netflix").mkdir(parents=True)
    (data / "top10").mkdir()
    (sample / "tmdb").rename(data / "tmdb")
    assert not (data / MARKER).exists()


def write_week(folder: Path, week: int) -> None:
    """A new catalogue snapshot, a tenth of it other titles, and one more week of Top 10."""
    monday = (FIRST + timedelta(weeks=week)).date()
    header, *rows = _read(folder / "sample/netflix/netflix_titles_2026-11-02.csv", ",")
    chance = random.Random(week)  # noqa: S311 - no secret
    listed = [row for row in rows if chance.random() < 0.9]
    _write(folder / f"data/netflix/netflix_titles_{monday}.csv", ",", [header, *listed])
    _write(folder / f"data/top10/all-weeks-global_{monday}.tsv", "\t", _top10(folder, week))


def _top10(folder: Path, week: int) -> list[list[str]]:
    """The Top 10 as known in that week: Netflix's own, where the real files are, else invented."""
    real = sorted(Path(os.environ.get("CATALOGUE_REAL_DATA", "none")).glob("top10/global/*2024*"))
    if real:
        header, *rows = _read(real[-1], "\t")
        until = str((FIRST + timedelta(weeks=week)).date())
        return [header, *(row for row in rows if row[0] < until)]
    header, *rows = _read(folder / "sample/top10/global/all-weeks-global_2026-11-16.tsv", "\t")
    return [header, *sorted(rows)[: 23 * (week + 1)]]


def _read(path: Path, delimiter: str) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=delimiter))


def _write(path: Path, delimiter: str, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
