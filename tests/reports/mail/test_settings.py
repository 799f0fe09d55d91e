"""Settings of the mail: from the environment, checked at the start, the password never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from mail_server import PASSWORD

from catalogue_common.errors import SettingsError
from catalogue_common.settings import load_settings


def test_environment_names_readers_and_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TO": "Ada <ada@example.org>, bo@example.org",
        "OUTBOX": "elsewhere",
        "HOST": "smtp.example.org",
        "REPORT_URL": "https://example.org/reports",
    }.items():
        monkeypatch.setenv(f"CATALOGUE_MAIL_{name}", value)
    mail = load_settings().mail
    assert mail.to == ("Ada <ada@example.org>", "bo@example.org")
    assert (mail.host, mail.outbox) == ("smtp.example.org", Path("elsewhere"))
    assert mail.report_url == "https://example.org/reports"


def test_password_and_addresses_are_in_no_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGUE_MAIL_USER", "catalogue")
    monkeypatch.setenv("CATALOGUE_MAIL_PASSWORD", PASSWORD)
    monkeypatch.setenv("CATALOGUE_MAIL_TO", "ada@example.org")
    settings = load_settings()
    assert settings.mail.password is not None
    assert settings.mail.password.get_secret_value() == PASSWORD
    shown = settings.model_dump_json() + repr(settings) + str(settings.model_dump())
    shown += repr(settings.mail)
    assert PASSWORD not in shown
    assert "ada@example.org" not in settings.model_dump_json()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"to": "nobody"}, "no mail address"),
        ({"to": "jörg@example.org"}, "beyond ASCII"),
        ({"to": "ada@example.org\nBcc: all@example.org"}, "no mail address"),
        ({"sender": "a b@example.org"}, "no mail address"),
        ({"report": "link"}, "needs report_url"),
        ({"report_url": "javascript:alert(1)"}, "should start with https://"),
        ({"unsubscribe": "https://example.org/>\r\nBcc: x"}, "unsubscribe"),
        ({"user": "catalogue"}, "together"),
        ({"user": "a", "password": PASSWORD, "security": "none"}, "in the open"),
        ({"password": PASSWORD}, "together"),
    ],
)
def test_settings_that_cannot_work_are_named_without_the_password(
    changes: dict[str, str], message: str
) -> None:
    with pytest.raises(SettingsError, match=message) as error:
        load_settings(mail=changes)
    assert PASSWORD not in f"{error.value} {error.value.__cause__!r} {error.value.__cause__}"


def test_members_of_groups_are_readers_named_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGUE_MAIL_TO", "Ada <ada@example.org>")
    groups = '{"data": "ada@example.org, bo@example.org", "operations": ["bo@example.org"]}'
    monkeypatch.setenv("CATALOGUE_MAIL_GROUPS", groups)
    mail = load_settings().mail
    assert mail.to == ("ada@example.org", "bo@example.org", "Ada <ada@example.org>")
    monkeypatch.setenv("CATALOGUE_MAIL_GROUPS", '{"data": ["nobody"]}')
    with pytest.raises(SettingsError, match=r"mail\.groups\.data.*no mail address"):
        load_settings()
