"""Once to each reader and week, whatever dies in between; never what should be held back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest
from mail_server import PASSWORD, READERS, USER, Mailbox, mail_settings, serve
from report_fixture import make_warehouse

from catalogue_common.errors import CatalogueError, MailError, ReportError
from catalogue_common.mail_settings import Mail
from catalogue_common.report_settings import ReportSettings
from catalogue_common.settings import Settings
from reports.layout import DEFAULT_FILE
from reports.mail import digest, weekly_mail
from reports.mail.send_ledger import SendLedger
from reports.mail.weekly_mail import MailResult, send_test, send_week

LEDGER = "warehouse.duckdb.mail.jsonl"


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pictures: what goes out is tested elsewhere."""
    monkeypatch.setattr(digest, "picture_of", lambda *_: None)


def prepare(folder: Path, *, week: str = "2026-W47", is_synthetic: bool = False) -> Settings:
    """A warehouse, its report, and settings that write into an outbox."""
    make_warehouse(folder, week=week, is_synthetic=is_synthetic)
    page = folder / "reports" / week / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<p>2026-W47-test</p>")
    return Settings(mail=Mail(to=READERS, operator="ops@example.org", outbox=folder / "outbox"))


def send(folder: Path, settings: Settings, **options: bool) -> MailResult:
    return send_week(folder / "warehouse.duckdb", folder / "reports", settings, **options)


def written(folder: Path) -> int:
    return len(list((folder / "outbox").glob("*.eml")))


def test_second_time_nobody_is_written_to(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    assert send(tmp_path, settings).sent == list(READERS)
    again = send(tmp_path, settings)
    assert (again.sent, again.already, again.is_complete) == ([], list(READERS), True)
    assert written(tmp_path) == 3


def test_new_reader_and_new_week_are_served(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    send(tmp_path, settings)
    more = Settings(mail=Mail(to=(*READERS, "di@example.org"), outbox=tmp_path / "outbox"))
    assert send(tmp_path, more).sent == ["di@example.org"]
    (tmp_path / "warehouse.duckdb").unlink()
    prepare(tmp_path, week="2026-W48")
    assert len(send(tmp_path, more).sent) == 4


def test_one_reader_under_two_names_is_written_to_once(tmp_path: Path) -> None:
    prepare(tmp_path)
    mail = Mail(to=("Ada <ada@example.org>", "ADA@Example.org"), outbox=tmp_path / "outbox")
    assert len(send(tmp_path, Settings(mail=mail)).sent) == 1


def test_nothing_new_is_three_lines_and_no_attachment(tmp_path: Path) -> None:
    send(tmp_path, prepare(tmp_path))
    (tmp_path / "warehouse.duckdb").unlink()
    settings = prepare(tmp_path, week="2026-W48")
    mailbox = Mailbox()
    with serve(mailbox) as port:
        send(tmp_path, mail_settings(tmp_path, port))
    message = mailbox.messages[0][1]
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"].strip() == "2026-W48: Nothing is new since week 47"
    assert [line for line in text.splitlines() if line.startswith("* ")] == [
        "* Nothing is new since week 47; the newest file is of 16 January 2021.",
        "* The next run is due on Monday 30 November 2026 at 05:00 UTC.",
    ]
    assert len(message.get_body(("html",)).get_content().encode()) < 8_000
    assert list(message.iter_attachments()) == []
    assert settings.mail.report == "attach"


def test_who_missed_a_week_hears_what_is_new_since_their_last(tmp_path: Path) -> None:
    settings = prepare(tmp_path, week="2026-W48")
    ledger = SendLedger(tmp_path / "warehouse.duckdb", "outbox")
    ada, bo, _ = READERS
    ledger.write("sent", "2026-W46", ada, message_id="<1@x>", run_id="2026-W46-test")
    ledger.write("sent", "2026-W47", bo, message_id="<2@x>", run_id="2026-W47-test")
    assert ledger.last_run(ada, before="2026-W48") == "2026-W46-test"
    send(tmp_path, settings)
    subjects = {
        path.read_bytes().partition(b"To: ")[2].partition(b"\r\n")[0].decode(): b"Nothing is new"
        in path.read_bytes()
        for path in (tmp_path / "outbox").glob("*.eml")
    }
    assert [subjects[ada], subjects[bo]] == [False, True]


def test_readers_get_what_their_groups_get(tmp_path: Path) -> None:
    prepare(tmp_path)
    groups = {"data": ["ADA@example.org", "di@example.org"], "operations": ["ada@example.org"]}
    mailbox = Mailbox()
    with serve(mailbox) as port:
        settings = mail_settings(tmp_path, port, groups=groups)
        sent = send(tmp_path, settings).sent
    assert len(sent) == len({to.casefold() for to in sent}) == 4
    text = {to: message.get_body(("plain",)).get_content() for to, message in mailbox.messages}
    data, operations, content = "TAGS THE MODEL WOULD ADD", "WHAT TO SEE TO", "WHAT TO LICENSE"
    assert [data in text["di@example.org"], operations in text["di@example.org"]] == [True, False]
    ada = next(said for to, said in text.items() if to.casefold() == "ada@example.org")
    assert [data in ada, operations in ada, content in ada] == [True, True, False]
    assert [content in said for to, said in text.items()].count(True) == 2


def test_group_that_nobody_knows_is_an_error_and_nobody_is_served(tmp_path: Path) -> None:
    prepare(tmp_path)
    mail = Mail(groups={"boss": ["bo@example.org"]}, outbox=tmp_path / "outbox")
    with pytest.raises(ReportError, match="no group 'boss'"):
        send(tmp_path, Settings(mail=mail))
    assert written(tmp_path) == 0


def test_section_without_a_mail_line_cannot_be_mailed(tmp_path: Path) -> None:
    prepare(tmp_path)
    own = tmp_path / "own.toml"
    text = DEFAULT_FILE.read_text("utf-8")
    own.write_text(text.replace('operations = ["news"', 'operations = ["steps"'), "utf-8")
    mail = Mail(groups={"operations": ["bo@example.org"]}, outbox=tmp_path / "outbox")
    settings = Settings(mail=mail, report=ReportSettings(sections=own))
    with pytest.raises(ReportError, match=r"steps.*no line 'mail:'"):
        send(tmp_path, settings)


def test_outbox_is_no_mailbox(tmp_path: Path) -> None:
    send(tmp_path, prepare(tmp_path))
    mailbox = Mailbox()
    with serve(mailbox) as port:
        send(tmp_path, mail_settings(tmp_path, port))
    assert mailbox.readers == list(READERS)


def test_resend_is_another_message(tmp_path: Path) -> None:
    mailbox = Mailbox()
    prepare(tmp_path)
    with serve(mailbox) as port:
        settings = mail_settings(tmp_path, port)
        send(tmp_path, settings)
        send(tmp_path, settings, resend=True)
    assert mailbox.readers == list(READERS) * 2
    assert len({message["Message-ID"] for _, message in mailbox.messages}) == 6


def test_test_mail_goes_to_one_address_and_does_not_count(tmp_path: Path) -> None:
    mailbox = Mailbox()
    prepare(tmp_path, is_synthetic=True)
    with serve(mailbox) as port:
        settings = mail_settings(tmp_path, port)
        places = tmp_path / "warehouse.duckdb", tmp_path / "reports", settings
        send_test(*places, "me@example.org")
    [(to, message)] = mailbox.messages
    assert to == "me@example.org"
    assert message["Subject"].strip().startswith("[Test] [Synthetic sample] 2026-W47: ")
    assert not (tmp_path / LEDGER).exists()


def test_server_without_readers_and_a_test_without_an_address_are_errors(tmp_path: Path) -> None:
    prepare(tmp_path)
    settings = mail_settings(tmp_path, 1, to=())
    with pytest.raises(MailError, match=r"mail\.to"):
        send(tmp_path, settings)
    with pytest.raises(MailError, match="no mail address"):
        send_test(tmp_path / "warehouse.duckdb", tmp_path / "reports", settings, "a@b\r\nBcc: c@d")


def run_and_kill(folder: Path, mailbox: Mailbox, port: int) -> None:
    """Send by the command, in a process that the mailbox kills."""
    environment = {
        "CATALOGUE_MAIL_TO": ", ".join(READERS),
        "CATALOGUE_MAIL_SENDER": "desk@example.org",
        "CATALOGUE_MAIL_HOST": "localhost",
        "CATALOGUE_MAIL_PORT": str(port),
        "CATALOGUE_MAIL_USER": USER,
        "CATALOGUE_MAIL_PASSWORD": PASSWORD,
        "CATALOGUE_MAIL_CA_FILE": str(folder / "ca.pem"),
    }
    command = [str(Path(sys.executable).with_name("catalogue")), "mail", "--reports", "reports"]
    with subprocess.Popen(
        command, cwd=folder, env=os.environ | environment, stderr=subprocess.PIPE
    ) as process:
        mailbox.victim = process.pid
        assert process.wait(60) == -signal.SIGKILL, process.stderr and process.stderr.read()
    mailbox.victim = 0


class Killer(Mailbox):
    """Kills who writes: before the message to the second reader, or after it was taken."""

    def __init__(self, moment: str) -> None:
        super().__init__()
        self.moment, self.victim = moment, 0

    def _kill(self, moment: str, to: str) -> None:
        if self.victim and moment == self.moment and to == READERS[1]:
            os.kill(self.victim, signal.SIGKILL)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        self._kill("before", address)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self._kill("after", envelope.rcpt_tos[0])
        return answer


@pytest.mark.parametrize(("moment", "copies"), [("before", [1, 1, 1]), ("after", [1, 2, 1])])
def test_killed_between_two_readers_it_goes_on_with_the_second(
    tmp_path: Path, moment: str, copies: list[int]
) -> None:
    mailbox = Killer(moment)
    prepare(tmp_path)
    with serve(mailbox) as port:
        settings = mail_settings(tmp_path, port, sender="desk@example.org")
        run_and_kill(tmp_path, mailbox, port)
        result = send(tmp_path, settings)
    assert result.already == [READERS[0]]
    assert [mailbox.readers.count(to) for to in READERS] == copies
    # A message that was taken as its sender died is repeated under its own Message-ID.
    assert len({message["Message-ID"] for _, message in mailbox.messages}) == 3


def test_half_a_line_in_the_ledger_spoils_nothing(tmp_path: Path) -> None:
    ledger = SendLedger(tmp_path / "warehouse.duckdb", "smtp")
    ledger.write("sent", "2026-W47", "ada@example.org")
    with ledger.path.open("a") as file:
        file.write('{"event": "sent", "about": "2026-W4')
    ledger.write("sent", "2026-W47", "Bö <bo@example.org>")
    assert ledger.editions("2026-W47", "Ada <ADA@example.org>") == 1
    assert ledger.editions("2026-W47", "bo@example.org") == 1
    assert ledger.editions("2026-W46", "bo@example.org") == 0


def test_nothing_is_sent_that_cannot_be_remembered(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    (tmp_path / LEDGER).mkdir()
    with pytest.raises(MailError, match="send ledger"):
        send(tmp_path, settings)
    assert written(tmp_path) == 0


def test_missing_warehouse_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CatalogueError, match="catalogue run"):
            send_week(folder / "warehouse.duckdb", folder / "reports", Settings())


def test_two_senders_do_not_send_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = prepare(tmp_path)
    monkeypatch.setattr(weekly_mail, "LOCK_WAIT", 0)
    locked = weekly_mail._only_sender(tmp_path / "warehouse.duckdb")
    with locked, pytest.raises(MailError, match="Another process"):
        send(tmp_path, settings)
    assert send(tmp_path, settings).is_complete


def fail_a_check(folder: Path) -> None:
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("update ops.checks set failed_rows = 3 where severity = 'block'")


def fail_the_next_run(folder: Path) -> None:
    events = [
        {"event": "run_started", "run_id": "2026-W48-x", "week": "2026-W48"},
        {"event": "run_finished", "run_id": "2026-W48-x", "status": "failed", "message": "no disk"},
    ]
    lines = [json.dumps(event) for event in events]
    (folder / "warehouse.duckdb.ledger.jsonl").write_text("\n".join(lines) + '\n{"event"')


@pytest.mark.parametrize(
    ("spoil", "is_synthetic", "reason"),
    [
        (fail_a_check, False, "title_ids_unique (3 rows)"),
        (fail_the_next_run, False, "no disk"),
        (lambda _: None, True, "synthetic sample"),
    ],
)
def test_held_back_with_one_note_to_the_operator(
    tmp_path: Path, spoil: Callable[[Path], None], is_synthetic: bool, reason: str
) -> None:
    mailbox = Mailbox()
    prepare(tmp_path, is_synthetic=is_synthetic)
    spoil(tmp_path)
    with serve(mailbox) as port:
        settings = mail_settings(tmp_path, port)
        results = [send(tmp_path, settings) for _ in range(2)]
    assert [result.status for result in results] == ["held"] * 2
    [(to, message)] = mailbox.messages
    assert to == "ops@example.org"
    assert "held back" in message["Subject"]
    assert reason in flat(message)


def test_force_sends_all_the_same(tmp_path: Path) -> None:
    settings = prepare(tmp_path, is_synthetic=True)
    fail_a_check(tmp_path)
    assert send(tmp_path, settings, force=True).sent == list(READERS)


def flat(message: EmailMessage) -> str:
    return " ".join(message.get_content().split())
