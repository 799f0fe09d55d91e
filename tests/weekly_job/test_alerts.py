"""Who hears of a run: a healthcheck, Prometheus, the operator; and none of them can fail it."""

import logging
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import duckdb
import pytest
from pydantic import SecretStr

from catalogue_common.errors import CatalogueError, StoppedError
from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Settings
from warehouse.ledger import Ledger
from warehouse.sql_files import create_remembered
from weekly_job.alerts import announced


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


def test_the_operator_hears_of_forecasts_that_came_true_less_well(watching):
    with duckdb.connect(str(watching.warehouse)) as con:
        create_remembered(con)
        con.execute(
            "insert into ops.checks values "
            "('2026-W47-a', 'forecasts_usual', 'warn', 2, 'forecasts came out worse'), "
            "('2026-W47-a', 'drift', 'warn', 2, 'scores moved')"
        )
    run(watching)
    [note] = watching.mail.outbox.iterdir()
    message = message_from_bytes(note.read_bytes(), policy=policy.default)
    assert message["To"] == "ops@example.org"
    assert "forecasts came true less well" in message["Subject"]
    assert "Forecasts came out worse." in message.get_content()
    assert "catalogue track --by quarter" in message.get_content()


def test_forecasts_as_usual_are_no_news(watching):
    with duckdb.connect(str(watching.warehouse)) as con:
        create_remembered(con)
        con.execute(
            "insert into ops.checks values "
            "('2026-W47-a', 'forecasts_usual', 'warn', 0, 'forecasts came out worse')"
        )
    run(watching)
    assert not watching.mail.outbox.exists()
