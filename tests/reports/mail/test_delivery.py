"""The way out: encrypted, logged in, patient with a server that falters, clear about refusals."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mail_server import PASSWORD, READERS, USER, Mailbox, mail_settings, serve
from report_fixture import make_warehouse

from catalogue_common.errors import MailError
from catalogue_common.settings import Settings
from reports.mail import digest
from reports.mail.weekly_mail import MailResult, send_week

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pictures: what goes out is tested elsewhere."""
    monkeypatch.setattr(digest, "picture_of", lambda *_: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_warehouse(tmp_path)
    page = tmp_path / "reports" / "2026-W47" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>2026-W47-test</p>")
    return tmp_path


def login(password: str) -> dict[str, str]:
    return {"user": USER, "password": password}


def send(folder: Path, settings: Settings, **options: bool) -> MailResult:
    return send_week(folder / "warehouse.duckdb", folder / "reports", settings, **options)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_readers_are_served_over_tls_after_a_login(folder: Path, security: str) -> None:
    mailbox = Mailbox()
    with serve(mailbox, security=security) as port:
        result = send(folder, mail_settings(folder, port, security=security))
    assert result.is_complete
    assert mailbox.readers == list(READERS)
    assert mailbox.logins == [USER.encode()]
    assert all(mailbox.encrypted)


def test_server_without_tls_or_login_can_be_used_in_the_open(folder: Path) -> None:
    mailbox = Mailbox()
    open_ = {"security": "none", "user": None, "password": None, "ca_file": None}
    with serve(mailbox, security="none") as port:
        send(folder, mail_settings(folder, port, **open_))
    assert mailbox.readers == list(READERS)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificate_of_an_unknown_authority_is_not_trusted(folder: Path, security: str) -> None:
    mailbox = Mailbox()
    with (
        serve(mailbox, security=security) as port,
        pytest.raises(MailError, match=r"certificate cannot be verified.*mail\.ca_file"),
    ):
        send(folder, mail_settings(folder, port, security=security, ca_file=None))
    assert mailbox.logins == mailbox.readers == []


def test_certificate_of_another_host_is_not_trusted(folder: Path) -> None:
    mailbox = Mailbox()
    with serve(mailbox, name="elsewhere.example") as port, pytest.raises(MailError, match="verif"):
        send(folder, mail_settings(folder, port))
    assert mailbox.logins == []


def test_password_is_never_sent_where_starttls_is_missing(folder: Path) -> None:
    mailbox = Mailbox()
    with (
        serve(mailbox, security="none") as port,
        pytest.raises(MailError, match=r"mail\.security"),
    ):
        send(folder, mail_settings(folder, port))
    assert mailbox.logins == mailbox.readers == []


def test_wrong_password_ends_it_at_once_and_is_not_told(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox()
    with serve(mailbox) as port, pytest.raises(MailError, match="CATALOGUE_MAIL_PASSWORD") as error:
        send(folder, mail_settings(folder, port, **login("open sesame")))
    ledger = (folder / "warehouse.duckdb.mail.jsonl").read_text()
    assert "open sesame" not in str(error.value) + caplog.text + ledger
    assert len(mailbox.logins) == 1


def test_password_outside_ascii_is_not_told(folder: Path) -> None:
    with serve(Mailbox()) as port, pytest.raises(MailError, match="plain ASCII") as error:
        send(folder, mail_settings(folder, port, **login("pässword")))
    assert "ä" not in str(error.value)


def test_refused_reader_does_not_stop_the_others(folder: Path) -> None:
    mailbox = Mailbox()
    mailbox.refused = {READERS[1]: "550 no such user"}
    with serve(mailbox) as port:
        result = send(folder, mail_settings(folder, port))
    assert mailbox.readers == [READERS[0], READERS[2]]
    assert "no such user" in result.refused[READERS[1]]
    assert mailbox.attempts[READERS[1]] == 1


def test_server_that_asks_to_wait_is_asked_again(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("catalogue"), "propagate", True)
    mailbox = Mailbox()
    mailbox.deferred_times = 2
    with serve(mailbox) as port:
        result = send(folder, mail_settings(folder, port, backoff=0.02))
    assert result.is_complete
    waits = [line.split()[-2] for line in caplog.messages if "Trying again" in line]
    assert waits == ["0.02", "0.04"] * 3


def test_reader_who_stays_deferred_is_reported_and_served_next_time(folder: Path) -> None:
    mailbox = Mailbox()
    mailbox.deferred_times = 3
    with serve(mailbox) as port:
        first = send(folder, mail_settings(folder, port))
        second = send(folder, mail_settings(folder, port))
    assert (list(first.deferred), first.sent) == (list(READERS), [])
    assert second.sent == list(READERS)


def test_server_that_dies_over_a_message_gets_it_again_in_a_new_conversation(folder: Path) -> None:
    mailbox = Mailbox()
    mailbox.dies_times = 1
    with serve(mailbox) as port:
        result = send(folder, mail_settings(folder, port))
    assert result.is_complete
    assert mailbox.readers == list(READERS)


def test_silent_server_is_given_up_after_the_timeout(folder: Path) -> None:
    mailbox = Mailbox()
    mailbox.seconds_silent = 1.5
    with serve(mailbox) as port:
        result = send(folder, mail_settings(folder, port, timeout=0.3))
    assert result.is_complete
    assert mailbox.readers == list(READERS)


def test_absent_server_is_an_error_that_says_what_is_left(folder: Path) -> None:
    with serve(Mailbox()) as port:
        pass
    with pytest.raises(MailError, match=r"0 of the readers were served.*catalogue mail"):
        send(folder, mail_settings(folder, port))


def test_server_s_words_are_one_line_of_text(folder: Path) -> None:
    mailbox = Mailbox()
    mailbox.refused = {READERS[0]: f"550-no\r\n550 \x1b[31m{PASSWORD}"}
    with serve(mailbox) as port:
        said = send(folder, mail_settings(folder, port)).refused[READERS[0]]
    assert said.isprintable()
    assert PASSWORD not in said
