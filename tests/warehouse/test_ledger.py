"""What the ledger files say comes into ops.*: runs, steps and mails, failed and killed ones too."""

import pytest

from catalogue_common.errors import CatalogueError
from reports.mail.send_ledger import SendLedger
from warehouse.ledger import Ledger
from warehouse.ledger_tables import carry_ledgers


@pytest.fixture
def ledger(settings) -> Ledger:
    made = Ledger(settings.warehouse, "2026-W47-b")
    made.write("run_started", week="2026-W47", as_of="2026-11-20")
    return made


def rows(con, ledger: Ledger, query: str) -> list:
    carry_ledgers(con, ledger.path.with_name("warehouse.duckdb"))
    return con.execute(query).fetchall()


def test_a_step_brings_its_rows_its_attempts_and_its_message(con, ledger):
    with ledger.step("fetch") as facts:
        facts.update(row_count=7, attempts=2, message="one file is missing")
    steps = "select step, status, row_count, attempts, message from ops.steps"
    found = [("fetch", "succeeded", 7, 2, "one file is missing")]
    assert rows(con, ledger, steps) == found


def test_a_failure_says_why(con, ledger):
    with pytest.raises(CatalogueError), ledger.step("load"):
        raise CatalogueError("no data")
    assert rows(con, ledger, "select status, message from ops.steps") == [("failed", "no data")]


def test_a_run_that_ended_without_a_word_was_killed_in_a_step(con, ledger, settings):
    killed = Ledger(settings.warehouse, "2026-W46-a")
    killed.write("run_started", week="2026-W46", as_of="2026-11-13", happened_at="2026-11-13")
    about = {"step": "score", "position": 1, "happened_at": "2026-11-13"}
    killed.write("step_started", **about)
    runs = "select run_id, status, message from ops.runs order by all"
    assert rows(con, ledger, runs) == [
        ("2026-W46-a", "killed", "ended without a word in step score"),
        ("2026-W47-b", "running", None),
    ]
    assert con.execute("select status from ops.steps").fetchall() == [("killed",)]


def test_a_resumed_run_ends_as_it_ended_last(con, ledger):
    ledger.write("run_finished", status="degraded", message="mail: nobody there")
    ledger.resume()
    with ledger.step("mail"):
        pass
    ledger.write("run_finished", status="succeeded", message="")
    assert rows(con, ledger, "select status, message from ops.runs") == [("succeeded", None)]


def test_mails_come_without_addresses(con, ledger, settings):
    sends = SendLedger(settings.warehouse, "smtp")
    for event in ("sending", "sent"):
        sends.write(event, "2026-W47", "Ada <ada@example.org>", message="ada@example.org was told")
    found = rows(con, ledger, "select about, channel, event, length(reader) from ops.sends")
    assert found == [("2026-W47", "smtp", "sending", 12), ("2026-W47", "smtp", "sent", 12)]
    assert "ada" not in str(con.execute("from ops.sends").fetchall())


def test_the_next_line_is_not_spoilt_by_half_a_line(ledger):
    with ledger.path.open("a") as file:
        file.write('{"event": "step_')
    ledger.write("run_finished", status="succeeded")
    assert [event["event"] for event in ledger.events()] == ["run_started", "run_finished"]
