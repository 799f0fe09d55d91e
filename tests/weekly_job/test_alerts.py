"""Who hears of a run: a healthcheck, Prometheus, the operator; and none of them can fail it."""

import json
import logging
import threading
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import SecretStr

from catalogue_common.errors import CatalogueError, StoppedError
from catalogue_common.mail_settings import Mail
from catalogue_common.progress import Progress, name_run, set_up_logging
from catalogue_common.secrets import keep_secret
from catalogue_common.settings import Settings
from warehouse.ledger import Ledger
from warehouse.run_history import read_runs
from weekly_job.alerts import announced
from weekly_job.prometheus_file import write_metrics


class Healthcheck(BaseHTTPRequestHandler):
    """Remembers what it is told."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.calls.append((self.path, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def healthcheck(direct):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Healthcheck)
    server.calls, server.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def watching(tmp_path, healthcheck) -> Settings:
    url = f"http://127.0.0.1:{healthcheck.server_port}/uuid-of-ours"
    return Settings(
        warehouse=tmp_path / "w.duckdb",
        metrics_file=tmp_path / "metrics" / "catalogue.prom",
        healthcheck_url=SecretStr(url),
        mail=Mail(operator="ops@example.org", outbox=tmp_path / "outbox"),
    )


def run(settings: Settings, error: Exception | None = None) -> None:
    with announced(settings, "2026-W47-a"):
        ledger = Ledger(settings.warehouse, "2026-W47-a")
        ledger.write("run_started", week="2026-W47")
        with ledger.step("load") as facts:
            facts["row_count"] = 7
            if error:
                ledger.write("run_finished", status="failed", message=str(error))
                raise error
        ledger.write("run_finished", status="succeeded")


def metrics(settings: Settings) -> dict[str, float]:
    lines = settings.metrics_file.read_text().splitlines()
    return {k: float(v) for k, v in (x.rsplit(" ", 1) for x in lines if not x.startswith("#"))}


def test_a_good_run_is_started_and_done(watching, healthcheck):
    run(watching)
    assert [path for path, _ in healthcheck.calls] == ["/uuid-of-ours/start", "/uuid-of-ours"]
    assert metrics(watching)['catalogue_run_status{status="succeeded"}'] == 1
    assert metrics(watching)['catalogue_step_rows{step="load"}'] == 7
    assert not watching.mail.outbox.exists()


def test_a_failed_run_is_told_to_all_three(watching, healthcheck):
    with pytest.raises(CatalogueError):
        run(watching, CatalogueError("the disk is full"))
    assert healthcheck.calls[-1] == ("/uuid-of-ours/fail", "2026-W47-a: the disk is full")
    assert metrics(watching)['catalogue_run_status{status="failed"}'] == 1
    (alarm,) = watching.mail.outbox.glob("*.eml")
    message = message_from_bytes(alarm.read_bytes(), policy=policy.default)
    assert message["To"] == "ops@example.org"
    assert message["Subject"] == "[Catalogue Insights] 2026-W47: the run failed (load)"
    text = message.get_content()
    # The error, the state left, the next command.
    for part in ("the disk is full", "are as they were", "catalogue run --resume"):
        assert part in text


def test_a_run_that_was_stopped_on_request_is_no_alarm(watching, healthcheck):
    with pytest.raises(StoppedError):
        run(watching, StoppedError("as was asked"))
    assert [path for path, _ in healthcheck.calls] == ["/uuid-of-ours/start"]
    assert not watching.mail.outbox.exists()


def test_nobody_who_cannot_be_told_fails_a_run(watching, healthcheck, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("catalogue"), "propagate", True)
    healthcheck.status = 500
    watching.metrics_file.parent.write_text("a file where the folder should go")
    run(watching)
    assert "nobody could be told: the healthcheck answers 500" in caplog.text
    assert "metrics_file" in caplog.text
    assert "uuid-of-ours" not in caplog.text


def test_an_unreachable_healthcheck_fails_no_run_and_is_not_named(watching, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("catalogue"), "propagate", True)
    watching.healthcheck_url = SecretStr("http://127.0.0.1:9/uuid-of-ours")
    run(watching)
    assert "out of reach: ConnectError" in caplog.text
    assert "uuid-of-ours" not in caplog.text


def test_an_alarm_that_cannot_be_sent_leaves_the_error_as_it_is(watching):
    watching.mail = Mail(
        operator="ops@example.org", host="127.0.0.1", port=9, security="none", attempts=1
    )
    with pytest.raises(CatalogueError, match="the disk is full"):
        run(watching, CatalogueError("the disk is full"))


def test_a_collector_never_sees_half_a_file(tmp_path):
    path = tmp_path / "catalogue.prom"
    ledger = Ledger(tmp_path / "w", "2026-W47-a")
    ledger.write("run_started", week="2026-W47")
    write_metrics(path, read_runs(tmp_path / "w"))
    before = path.stat().st_ino
    write_metrics(path, read_runs(tmp_path / "w"))
    assert path.stat().st_ino != before
    assert [file.name for file in tmp_path.glob("*.prom")] == ["catalogue.prom"]
    assert list(tmp_path.glob(".*")) == []


def test_the_last_success_is_remembered_through_a_failure(tmp_path):
    for number, status in enumerate(("succeeded", "failed")):
        ledger = Ledger(tmp_path / "w", f"2026-W4{number}-a")
        at = datetime(2026, 11, 2) + timedelta(weeks=number)
        ledger.write("run_started", week=f"2026-W4{number}", happened_at=at)
        ledger.write("run_finished", status=status, happened_at=at)
    path = tmp_path / "m.prom"
    write_metrics(path, read_runs(tmp_path / "w"))
    assert "catalogue_last_success_timestamp_seconds 1793577600.0" in path.read_text()


@pytest.fixture
def log(capsys):
    """A function that writes log lines in a format and returns them."""
    logger = logging.getLogger("catalogue")
    before = (logger.handlers[:], logger.level, logger.propagate)

    def write(log_format: str, *lines: str) -> list[str]:
        set_up_logging(Progress(terminal=False), log_format)
        with name_run("2026-W47-a"):
            for line in lines:
                logger.info(line)
        return capsys.readouterr().err.splitlines()

    yield write
    logger.handlers[:], logger.level, logger.propagate = before


def test_each_line_is_json_and_names_its_run(log):
    first, second = (json.loads(line) for line in log("json", "load ...", 'a "title"\nof two'))
    assert first["run_id"] == "2026-W47-a"
    assert first["message"] == "load ..."
    assert second["message"] == 'a "title"\nof two'
    assert first.keys() == {"at", "level", "run_id", "message"}


def test_each_line_of_text_names_its_run_and_is_one_line(log):
    (line,) = log("text", "one\ntwo")
    assert line.endswith("INFO 2026-W47-a one | two")


def test_secrets_never_reach_the_log_or_the_ledger(log, tmp_path):
    keep_secret("open-sesame")
    assert "open-sesame" not in str(log("json", "the server said open-sesame"))
    ledger = Ledger(tmp_path / "w", "a")
    with pytest.raises(CatalogueError), ledger.step("mail"):
        raise CatalogueError("open-sesame is wrong")
    assert "open-sesame" not in ledger.path.read_text()
