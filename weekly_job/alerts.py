"""Tells others how a run goes: a healthcheck, Prometheus, the operator. It never fails a run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from catalogue_common.errors import CatalogueError, StoppedError
from catalogue_common.secrets import mask
from catalogue_common.settings import Settings
from warehouse.reading import open_published
from warehouse.run_history import RunRecord, read_runs
from warehouse.sql_files import read_statement
from weekly_job.prometheus_file import write_metrics

log = logging.getLogger("catalogue")

PING_TIMEOUT = 10.0
PING_LIMIT = 1000


@contextmanager
def announced(settings: Settings, run_id: str) -> Iterator[None]:
    """Tell of a run's start and of its end, whichever it is."""
    _quietly(lambda: ping(settings, "/start", run_id))
    try:
        yield
    except StoppedError:
        _quietly(lambda: _write_metrics(settings))
        raise
    except BaseException as error:
        message = mask(str(error).strip()) or type(error).__name__
        _quietly(lambda: _write_metrics(settings))
        _quietly(lambda: ping(settings, "/fail", f"{run_id}: {message}"))
        _quietly(lambda: _alert(settings, run_id, message))
        raise
    _quietly(lambda: _write_metrics(settings))
    _quietly(lambda: ping(settings, "", _summary(settings.warehouse, run_id)))
    _quietly(lambda: _warn(settings, run_id))


def ping(settings: Settings, sign: str, about: str) -> None:
    """Call the healthcheck's address, if there is one.

    Args:
        settings: the address.
        sign: ``/start``, ``/fail`` or nothing for a success.
        about: what to say, shown by most such services.

    Raises:
        CatalogueError: there is no calling it; the message does not hold the address.
    """
    if settings.healthcheck_url is None:
        return
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log the address
    url = settings.healthcheck_url.get_secret_value().rstrip("/") + sign
    try:
        answer = httpx.post(url, content=about[:PING_LIMIT].encode(), timeout=PING_TIMEOUT)
        answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        raise CatalogueError(f"the healthcheck answers {error.response.status_code}") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CatalogueError(f"the healthcheck is out of reach: {type(error).__name__}") from None


def _quietly(tell: Callable[[], None]) -> None:
    try:
        tell()
    except Exception as error:  # noqa: BLE001 - a run is not lost because nobody heard of it
        log.warning("nobody could be told: %s", mask(str(error)) or type(error).__name__)


def _write_metrics(settings: Settings) -> None:
    if settings.metrics_file:
        write_metrics(settings.metrics_file, read_runs(settings.warehouse))


def _summary(warehouse: Path, run_id: str) -> str:
    run = _run_of(warehouse, run_id)
    return f"{run_id}: {run.status} {run.message}".strip() if run else run_id


def _run_of(warehouse: Path, run_id: str) -> RunRecord | None:
    return next((run for run in read_runs(warehouse) if run.run_id == run_id), None)


def _warn(settings: Settings, run_id: str) -> None:
    """Tell the operator where forecasts have come true less well than is usual."""
    if settings.mail.operator is None or not settings.warehouse.is_file():
        return
    from reports.mail.alarm import send_warning  # noqa: PLC0415 - most runs do not warn

    with open_published(settings.warehouse) as con:
        query = read_statement("published/unusual_forecasts")
        found = con.execute(query, {"run_id": run_id}).fetchone()
    if found:
        send_warning(settings.mail, settings.mail.operator, run_id, found[0])


def _alert(settings: Settings, run_id: str, message: str) -> None:
    if settings.mail.operator is None:
        return
    from reports.mail.alarm import send_alarm  # noqa: PLC0415 - most runs do not fail

    run = _run_of(settings.warehouse, run_id)
    step = run.last_step.step if run and run.last_step else "before the first step"
    send_alarm(settings.mail, settings.mail.operator, run_id, step, message)
