"""What each step of the weekly job does (``scheduler.py`` lists them in order)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.files import sha256_of
from catalogue_common.mail_settings import Mail
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.fetch import FetchError
from etl.load.discover import is_synthetic
from etl.load.load import load_all
from etl.load.loads import Load
from models.backtest.correct_scores import correct_scores
from models.scoring.contest import Models
from models.scoring.every_title import score_titles
from models.text.embedding_cache import text_memory
from models.versions.registry import Registry
from reports.weekly_report import Draft, draft_report
from warehouse.build import Build, carry_over
from warehouse.kept_files import keep
from warehouse.ledger import Ledger
from warehouse.ledger_tables import carry_ledgers
from warehouse.locks import still_only_run
from warehouse.macro_files import build_macros
from warehouse.publish import publish
from warehouse.sql_files import SQL, build_schema, build_table, read_statement, read_table_file
from warehouse.sql_variables import set_for_run
from weekly_job.checks import record_null_shares, run_checks
from weekly_job.drift import record_drift
from weekly_job.due import iso_week
from weekly_job.score_history import freeze_forecasts, remember_figures, remember_scores
from weekly_job.steps import Done
from weekly_job.stopping import Stop

log = logging.getLogger("catalogue")

TMDB = "tmdb"


@dataclass
class WeeklyRun:
    """What one run works on, and what its steps hand on."""

    run_id: str
    as_of: date
    data: Path
    settings: Settings
    progress: Progress
    ledger: Ledger
    stop: Stop
    building: Build | None = None
    loads: list[Load] = field(default_factory=list)
    draft: Draft | None = None
    sha256: str | None = None
    is_published: bool = False
    page: Path | None = None
    promoted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    to_fetch: list[str] = field(default_factory=list)
    unfetched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def week(self) -> str:
        """The ISO week that the run counts for."""
        return iso_week(self.as_of)

    @property
    def is_synthetic(self) -> bool:
        """Whether it is of the synthetic sample."""
        return is_synthetic(self.data)

    @property
    def new(self) -> Build:
        """The new file under construction."""
        if self.building is None:
            raise RuntimeError("a step asks for the new file before it was begun")
        return self.building

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """A connection to the new file."""
        return self.new.con

    @property
    def registry(self) -> Registry:
        """The versions of the models."""
        return Registry(self.settings.models)

    @property
    def status(self) -> str:
        """How it would end now."""
        return "degraded" if self.missing else "succeeded"


def plan_fetch(run: WeeklyRun, *, fetch_all: bool) -> None:
    """Say what the run fetches: what the settings name for every run, or all there is."""
    run.to_fetch = list(run.settings.fetch.weekly)
    if fetch_all:
        from etl.fetch.fetch_week import all_sources  # noqa: PLC0415 - most runs fetch nothing

        run.to_fetch = all_sources()
        if TMDB not in run.to_fetch:
            run.notes.append("TMDb was not asked: there is no key to it (TMDB_READ_TOKEN)")
    if run.to_fetch and abs(run.as_of - utc_now().date()) > timedelta(days=1):
        log.warning("what is fetched counts as seen on %s, the day of the run", run.as_of)


def fetch_files(run: WeeklyRun) -> Done:
    """Fetch new files; without them the run goes on with those that are there.

    Raises:
        FetchError: a source gave nothing; tried again, only such sources are asked.
    """
    from etl.fetch.fetch_week import fetch_week  # noqa: PLC0415 - most runs fetch nothing

    files, missing, failed = fetch_week(
        run.data, run.settings, run.progress, run.to_fetch, run.as_of
    )
    run.unfetched += missing
    run.to_fetch = list(failed)
    if failed:
        raise FetchError("\n".join(failed.values()))
    return Done(len(files), tuple(f"fetch: {what}" for what in run.unfetched))


def carry_remembered(run: WeeklyRun) -> None:
    """Take over what must be remembered, and tell SQL what the run is about."""
    carry_over(run.con, run.settings.warehouse, synthetic=run.is_synthetic)
    set_for_run(run.con, run.run_id, run.week, run.as_of, is_synthetic=run.is_synthetic)


def load_sources(run: WeeklyRun) -> Done:
    """Load every file that is new."""
    run.loads = load_all(
        run.con,
        run.data,
        run_id=run.run_id,
        progress=run.progress,
        accept_shrink=run.settings.accept_shrink,
        limits=run.settings.limits,
        accept_unread=run.settings.accept_unread,
    )
    # A fault that an earlier run has named stays listed, and does not degrade every week's run.
    new = [load for load in run.loads if not load.is_known_fault]
    skipped = [load.message for load in new if load.status == "skipped"]
    unread = [f"{load.file}: {column}" for load in new for column in load.unread]
    rows = "select sum(row_count_read) from ops.loads where run_id = getvariable('run_id')"
    return Done(_count(run, rows), (*skipped, *unread))


def schema_builder(schema: str, counted: str) -> Callable[[WeeklyRun], Done]:
    """The step that builds all tables of a schema; ``counted`` is the one that tells its size."""

    def build_all(run: WeeklyRun) -> Done:
        build_schema(run.con, schema)
        return Done(_count(run, f"select count(*) from {counted}"))

    return build_all


def score_all_titles(run: WeeklyRun) -> Done:
    """Score every title; a second run of a week replaces the week's scores."""
    models = Models(run.registry, run.is_synthetic, run.settings.train)
    summary = score_titles(
        run.con,
        run_id=run.run_id,
        seed=run.settings.seed,
        threads=run.settings.threads,
        progress=run.progress,
        models=models,
        tag_precision=run.settings.tag_precision,
        texts=text_memory(run.settings),
        training_limit=run.settings.training_limit,
    )
    run.promoted = summary.promoted
    run.con.execute(read_statement("models/known_ceilings"))
    correct_scores(run.con, run.as_of)
    run.con.execute(read_statement("models/keep_to_evidence"))
    remember_scores(run.con, run.run_id, run.week, run.settings.history_weeks)
    freeze_forecasts(run.con)
    run.notes.extend(summary.warnings)
    return Done(_count(run, "select count(*) from core.title"))


def measure_drift(run: WeeklyRun) -> None:
    """Compare what was scored with last week and with what was learned from."""
    record_drift(run.con)


def build_marts(run: WeeklyRun) -> None:
    """Build what people query."""
    carry_ledgers(run.con, run.settings.warehouse)
    build_schema(run.con, "marts")
    build_macros(run.con, "marts")
    remember_figures(run.con, run.week)


def check_results(run: WeeklyRun) -> None:
    """Stop what must not be published."""
    record_null_shares(run.con, run.run_id)
    run_checks(run.con, run.run_id)
    # Built among the marts too, but only now can it tell what the checks found.
    build_table(run.con, read_table_file(SQL / "marts" / "data_quality.sql"))


def draft_week_report(run: WeeklyRun) -> None:
    """Close the new file and render the report from it: if that fails, both stay as they were."""
    _record_end(run)
    run.new.close()
    _require_own_file(run)
    # The hash of a large file takes a while, and so does drawing: one beside the other.
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashing = beside.submit(sha256_of, run.new.path)
        run.draft = draft_report(run.new.path, run.settings.reports, run.settings.report)
        run.sha256 = hashing.result()


def _record_end(run: WeeklyRun) -> None:
    """Say in the new file how the run ends; the ledger says so when it has ended."""
    carry_ledgers(run.con, run.settings.warehouse)
    run.con.execute(
        """
        update ops.runs
        set status = $status, finished_at = $now, message = nullif($message, '')
        where run_id = $run_id
        """,
        {
            "status": run.status,
            "now": utc_now(),
            "message": "; ".join(run.missing),
            "run_id": run.run_id,
        },
    )


def publish_results(run: WeeklyRun) -> None:
    """Swap warehouse and report in."""
    _require_own_file(run)
    publish(run.new.path, run.settings.warehouse, run.sha256)
    run.is_published = True
    try:
        keep(run.settings.warehouse, run.run_id, run.settings.files_kept)
    except OSError as error:
        run.missing.append(f"the published file could not be kept: {error.strerror}")
    if run.draft:
        run.page = run.draft.put_in_place()


def _require_own_file(run: WeeklyRun) -> None:
    """See that no other run has begun, and that the new file is the one that this run built."""
    still_only_run(run.settings.warehouse, run.run_id)
    run.new.require_own()


def adopt_models(run: WeeklyRun) -> None:
    """Make this run's models versions like the others, and champions where they match."""
    run.registry.adopt(run.run_id, run.promoted, run.settings.versions_kept)


def mail_readers(run: WeeklyRun) -> Done:
    """Write to the readers, if there are any."""
    from reports.mail.weekly_mail import send_week  # noqa: PLC0415 - brings in the pictures

    result = send_week(run.settings.warehouse, run.settings.reports, run.settings)
    if result.status == "held":
        return Done(missing=(f"mail: held back: {result.reason}",))
    unserved = {**result.refused, **result.deferred}
    # The log names the readers; what is published only counts them.
    missing = (f"mail: {len(unserved)} readers could not be served",) if unserved else ()
    return Done(len(result.sent), missing, is_finished=not result.deferred)


def is_fetch_wanted(run: WeeklyRun) -> bool:
    """Whether the settings or the command name what to fetch."""
    return bool(run.to_fetch)


def is_mail_wanted(run: WeeklyRun) -> bool:
    """Whether the settings name readers, or a folder of their own for the messages."""
    mail = run.settings.mail
    return bool(mail.to) or mail.outbox != Mail.model_fields["outbox"].default


def _count(run: WeeklyRun, query: str) -> int:
    found = run.con.execute(query).fetchone()
    return int(found[0] or 0) if found else 0
