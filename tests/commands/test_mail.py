"""``catalogue mail`` of a real week: into the outbox, through a server, as a test, as a preview."""

from email import message_from_bytes
from email.policy import default

import pytest
from mail_server import Mailbox, authority, serve

READER = "ada@example.org"
PLACES = ("--warehouse", "warehouse.duckdb", "--reports", "reports")
SEND = ("mail", *PLACES, "--force")


# The second week of a sample that has not changed since the first.
NEWS = "Nothing is new since week 47"


def text_of(message) -> str:
    return message.get_body(("html",)).get_content()


def test_a_sample_is_held_back_unless_it_is_forced(job):
    held = job("mail", *PLACES, "--quiet", code=2, CATALOGUE_MAIL_TO=READER)
    assert "held back: Every title and number is from the synthetic sample." in held.err
    sent = job(*SEND, CATALOGUE_MAIL_TO=READER)
    assert "mail of 2026-W48 by way of outbox\nsent: 1, sent before: 0" in sent.out


def test_the_outbox_gets_each_reader_once_unless_it_is_sent_again(job):
    first = job(*SEND, CATALOGUE_MAIL_TO=READER)
    second = job(*SEND, CATALOGUE_MAIL_TO=READER)
    third = job(*SEND, "--resend", CATALOGUE_MAIL_TO=READER)
    assert [ran.out.splitlines()[-1] for ran in (first, second, third)] == [
        "sent: 1, sent before: 0",
        "sent: 0, sent before: 1",
        "sent: 1, sent before: 0",
    ]
    letters = sorted((job.folder / "outbox").glob("2026-W48*.eml"))
    message = message_from_bytes(letters[0].read_bytes(), policy=default)
    assert message["To"] == READER
    assert message["Subject"].strip() == f"[Synthetic sample] 2026-W48: {NEWS}"
    assert NEWS in text_of(message)


def test_a_server_gets_it_too_and_a_test_goes_to_one_address(job, direct, tmp_path):
    mailbox = Mailbox()
    authority().cert_pem.write_to_path(tmp_path / "ca.pem")
    with serve(mailbox, security="none") as port:
        environment = {
            "CATALOGUE_MAIL_TO": READER,
            "CATALOGUE_MAIL_HOST": "localhost",
            "CATALOGUE_MAIL_PORT": str(port),
            "CATALOGUE_MAIL_SECURITY": "none",
        }
        job(*SEND, **environment)
        job("mail", *PLACES, "--test", "bo@example.org", **environment)
    assert mailbox.readers == [READER, "bo@example.org"]
    (_, message), (_, test) = mailbox.messages
    assert NEWS in text_of(message)
    assert "test" in test["Subject"].lower()


@pytest.mark.parametrize("options", [("--no-preview", "--no-resend", "--no-force")])
def test_what_is_not_wanted_can_be_said(job, options):
    assert "held back" in job("mail", *PLACES, *options, code=2).out


def test_a_preview_is_one_page_and_no_mail(job, tmp_path):
    shown = job("mail", *PLACES, "--preview", BROWSER="true")
    assert shown.out == "preview: outbox/2026-W48-preview.html\n"
    page = (job.folder / "outbox" / "2026-W48-preview.html").read_text("utf-8")
    assert NEWS in page
    assert [path.suffix for path in (job.folder / "outbox").iterdir()] == [".html"]
