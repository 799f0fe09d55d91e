"""The weekly job, step by step, and when it runs.

A run builds a new warehouse beside the published one, scores every title, checks the result,
renders the report from it and swaps both in. Whatever fails before the swap leaves last week's file
and report as they were. What comes after it can be done again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import CatalogueError, NewerWeekError, StoppedError, WarehouseError
from catalogue_common.progress import Progress, name_run
from catalogue_common.secrets import learn_secrets, mask
from catalogue_common.settings import Settings
from etl.synthetic import write_sample
from warehouse.build import build
from warehouse.ledger import Ledger
from warehouse.locks import only_run
from warehouse.run_history import RunRecord, read_runs
from weekly_job import run as job
from weekly_job.alerts import announced
from weekly_job.backtest_step import is_backtest_due, replay_past
from weekly_job.due import Due, iso_week, to_do
from weekly_job.run import WeeklyRun
from weekly_job.schedule_keeper import ScheduleKeeper
from weekly_job.status import published_week
from weekly_job.steps import Step, run_steps
from weekly_job.stopping import Stop, on_signals

log = logging.getLogger("catalogue")

DEFAULT_DATA = Path("data")

BUILD = (
    Step("fetch", job.fetch_files, kind="network", is_vital=False, is_wanted=job.is_fetch_wanted),
    Step("carry over", job.carry_remembered),
    Step("load", job.load_sources),
    Step("staging", job.schema_builder("staging", counted="staging.stg_netflix__titles")),
    Step("core", job.schema_builder("core", counted="core.title")),
    Step("features", job.schema_builder("features", counted="features.title")),
    Step("score", job.score_all_titles),
    Step("drift", job.measure_drift, is_vital=False),
    Step("backtest", replay_past, is_vital=False, is_wanted=is_backtest_due),
    Step("marts", job.build_marts),
    Step("check", job.check_results),
    Step("report", job.draft_week_report),
    Step("publish", job.publish_results),
    Step("keep models", job.adopt_models, is_vital=False, may_stop_before=False),
)
AFTER = (
    Step("mail", job.mail_readers, kind="network", is_vital=False, is_wanted=job.is_mail_wanted),
)
"""What is done with the published file, and again if it fails: see ``resume``."""
AS_IT_WAS = "The published warehouse and report are as they were."


@dataclass(frozen=True)
class RunResult:
    """How a run ended and where its results are; ``skipped`` is what is missing."""

    run_id: str
    status: str
    warehouse: Path
    report: Path
    skipped: list[str]
    notes: list[str]
    is_synthetic: bool


def run_once(
    settings: Settings, progress: Progress, stop: Stop | None = None, *, fetch_all: bool = False
) -> RunResult:
    """Do the whole weekly job once.

    Args:
        settings: of the run.
        progress: shows the steps.
        stop: stops the run between two steps; by default SIGTERM and SIGINT do.
        fetch_all: fetch all that can be fetched, not only what the settings name for every run.

    Raises:
        NewerWeekError: ``as_of`` names a week before the published one; nothing was done.
        CatalogueError: the run failed; the published warehouse and report are as they were.
    """
    _refuse_older_week(settings)
    as_of = settings.as_of or datetime.now(ZoneInfo(settings.schedule.timezone)).date()
    run_id = f"{iso_week(as_of)}-{utc_now():%Y%m%dT%H%M%S%f}"[:-3]
    with _alone(settings, run_id, stop) as stop_:
        run = WeeklyRun(
            run_id,
            as_of,
            _data_directory(settings, progress, is_fetching=fetch_all),
            settings,
            progress,
            Ledger(settings.warehouse, run_id),
            stop_,
        )
        job.plan_fetch(run, fetch_all=fetch_all)
        run.ledger.write(
            "run_started",
            week=run.week,
            as_of=as_of,
            is_synthetic=run.is_synthetic,
            version=version("catalogue-insights"),
            settings=settings.model_dump_json(),
        )
        return _recorded(run, _build_and_publish)


def resume(
    settings: Settings, progress: Progress, left: RunRecord, stop: Stop | None = None
) -> RunResult:
    """Do what a run left undone after it had published (the mail), as a part of that run."""
    with _alone(settings, left.run_id, stop) as stop_:
        ledger = Ledger(settings.warehouse, left.run_id)
        ledger.resume()
        as_of = datetime.fromisoformat(left.as_of).date()
        data = settings.data or (settings.sample if left.is_synthetic else DEFAULT_DATA)
        run = WeeklyRun(left.run_id, as_of, data, settings, progress, ledger, stop_)
        names = [step.name for step in AFTER if step.name in left.unfinished]
        run.missing += [what for what in left.missing if what.partition(":")[0] not in names]
        run.page = settings.reports / left.week / "index.html"
        return _recorded(run, lambda again: _finish(again, names))


def run_week(
    settings: Settings, progress: Progress, stop: Stop, now: datetime | None = None
) -> RunResult | None:
    """Do what is to be done now, by the schedule and the ledger; None if that is nothing."""
    due = what_is_due(settings, now or datetime.now(ZoneInfo(settings.schedule.timezone)))
    if due is None:
        return None
    if due.resumed:
        return resume(settings, progress, due.resumed, stop)
    # What is due is due: after a clock that was wrong, it may well be an older week.
    now_due = {"as_of": due.as_of, "replace_newer": True}
    return run_once(settings.model_copy(update=now_due), progress, stop)


def run_rest(
    settings: Settings, progress: Progress, *, fetch_all: bool = False
) -> RunResult | None:
    """Do what this week lacks, due or not: all, what is left of a run, or nothing (None)."""
    today = settings.as_of or datetime.now(ZoneInfo(settings.schedule.timezone)).date()
    published = [run for run in read_runs(settings.warehouse) if run.is_published]
    if not published or published[-1].week != iso_week(today):
        return run_once(settings, progress, fetch_all=fetch_all)
    return resume(settings, progress, published[-1]) if published[-1].unfinished else None


def what_is_due(settings: Settings, now: datetime) -> Due | None:
    """What is to be done at this time."""
    return to_do(settings.schedule, read_runs(settings.warehouse), now)


def run_weekly(settings: Settings, progress: Progress) -> None:
    """Run the job every week until stopped.

    Raises:
        ScheduleError: another scheduler keeps this warehouse's schedule.
    """
    with on_signals(Stop()) as stop:
        keeper = ScheduleKeeper(
            settings,
            stop,
            is_due=lambda now: what_is_due(settings, now) is not None,
            run=lambda now: _run_and_log(settings, progress, stop, now),
        )
        keeper.keep()


def _run_and_log(settings: Settings, progress: Progress, stop: Stop, now: datetime) -> None:
    """One run of the schedule: a failure is logged, and the schedule goes on."""
    try:
        result = run_week(settings, progress, stop, now)
    except CatalogueError as error:
        log.error("%s", mask(str(error)))
        return
    except Exception:
        log.exception("the run broke off; the schedule goes on")
        return
    if result:
        log.info("run %s %s; report: %s", result.run_id, result.status, result.report)


def _refuse_older_week(settings: Settings) -> None:
    """See that a day which somebody has named does not bring an older week back unasked.

    Raises:
        NewerWeekError: it would.
    """
    if settings.as_of is None or settings.replace_newer:
        return
    week, published = iso_week(settings.as_of), published_week(settings.warehouse)
    if published and week < published:
        raise NewerWeekError(
            f"{settings.warehouse} holds {published}, and --as-of {settings.as_of} is of {week}. "
            "Nothing was changed. To have the older week in its place: --replace-newer; to keep "
            "both, give the older one its own --warehouse and --reports."
        )


@contextmanager
def _alone(settings: Settings, run_id: str, stop: Stop | None) -> Iterator[Stop]:
    """Hold the right to run, be stopped by signals, be announced, and sign the log."""
    learn_secrets(settings)
    with only_run(settings.warehouse, run_id), name_run(run_id), announced(settings, run_id):
        if stop is not None:
            yield stop
            return
        with on_signals(Stop()) as new:
            yield new


def _data_directory(settings: Settings, progress: Progress, *, is_fetching: bool) -> Path:
    """The given directory, else ./data where it is or is to be, else a synthetic sample."""
    if settings.data is not None:
        return settings.data
    if DEFAULT_DATA.is_dir() or settings.fetch.weekly or is_fetching:
        return DEFAULT_DATA
    log.warning("no data directory is given and there is no ./data: using a synthetic sample")
    with progress.step("write the synthetic sample"):
        write_sample(settings.sample, seed=settings.seed)
    return settings.sample


def _recorded(run: WeeklyRun, work: Callable[[WeeklyRun], None]) -> RunResult:
    """Do the work, with its end in the ledger."""
    try:
        work(run)
    except BaseException as error:
        message = mask(str(error).strip()) or type(error).__name__
        status = "stopped" if isinstance(error, StoppedError) else "failed"
        with suppress(WarehouseError):  # what the run failed of is what is to be said
            run.ledger.write("run_finished", status=status, message=message)
        if isinstance(error, duckdb.Error | OSError):
            left = "The new week is published." if run.is_published else AS_IT_WAS
            raise WarehouseError(
                f"The run failed: {' '.join(message.split())}. {left} If disk or memory ran out, "
                "make room (settings: memory_limit, threads) and run again; the step that failed "
                f"is in {run.ledger.path.name}."
            ) from error
        raise
    run.ledger.write(
        "run_finished",
        status=run.status,
        message="; ".join(run.missing),
        missing=run.missing,
        unfinished=[step.name for step in AFTER if step.name in run.unfinished],
    )
    return _result(run)


def _build_and_publish(run: WeeklyRun) -> None:
    with build(run.settings) as run.building:
        run_steps(run, BUILD, run.settings.retries)
    _finish(run, [step.name for step in AFTER])


def _finish(run: WeeklyRun, names: list[str]) -> None:
    """Do these steps with the published file; a wish to stop leaves them for the next time."""
    for step in AFTER:
        if step.name not in names:
            continue
        try:
            run_steps(run, [step], run.settings.retries)
        except StoppedError as error:
            run.missing.append(f"{step.name}: {error}")
            run.unfinished.append(step.name)


def _result(run: WeeklyRun) -> RunResult:
    page = run.page or run.settings.reports / run.week / "index.html"
    return RunResult(
        run.run_id,
        run.status,
        run.settings.warehouse,
        page,
        run.missing,
        run.notes,
        run.is_synthetic,
    )
