"""Who may read what the job writes."""

import stat

import duckdb

from reports.mail.delivery import Outbox
from reports.mail.message import EmailMessage
from reports.mail.send_ledger import SendLedger
from warehouse.ledger import Ledger


def others(path) -> str:
    """What others than the owner's group may do with it."""
    return stat.filemode(path.stat().st_mode)[-3:]


def test_addresses_are_the_jobs_own(tmp_path):
    SendLedger(tmp_path / "w", "outbox").write("sent", "2026-W47", "ada@example.org")
    assert others(tmp_path / "w.mail.jsonl") == "---"


def test_letters_are_the_jobs_own(tmp_path):
    message = EmailMessage()
    message["Message-ID"] = "<2026-W47.a@b>"
    Outbox(tmp_path / "outbox").deliver(message, "ada@example.org")
    assert others(tmp_path / "outbox") == "---"


def test_the_run_ledger_is_the_jobs_and_its_groups(tmp_path):
    Ledger(tmp_path / "w", "a").write("run_started", week="2026-W47")
    assert others(tmp_path / "w.ledger.jsonl") == "---"


def test_the_published_file_may_be_read_and_not_written(sample_run):
    assert "w" not in others(sample_run.warehouse)
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        (settings,) = con.execute("select settings from ops.runs").fetchone()
    assert '"mail"' not in settings
