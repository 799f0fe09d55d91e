"""The notes to the operator: that a run failed, or that forecasts are not what they were."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

from catalogue_common.mail_settings import Mail
from reports.formats import plain
from reports.mail.delivery import channel_of, persist
from reports.mail.message import envelope, message_id_of
from reports.mail.plaintext import wrap

MESSAGE_LIMIT = 2000


def send_alarm(mail: Mail, to: str, run_id: str, step: str, message: str) -> None:
    """Write to the operator: what failed, what state is left, what to do next.

    Raises:
        MailError: the mail server cannot be reached or used.
    """
    _send(mail, to, compose_alarm(mail, to, run_id, step, message))


def send_warning(mail: Mail, to: str, run_id: str, message: str) -> None:
    """Write to the operator that the newest forecasts came true less well than is usual.

    Raises:
        MailError: the mail server cannot be reached or used.
    """
    subject = f"[Catalogue Insights] {run_id.rpartition('-')[0]}: forecasts came true less well"
    message_id = message_id_of(mail, f"{run_id}.forecasts", to)
    note = envelope(mail, to, subject, message_id=message_id, now=datetime.now(UTC))
    lines = [
        f"Run {run_id} is published.",
        f"{plain(message, MESSAGE_LIMIT).capitalize()}.",
        "To see which: catalogue track --by quarter",
    ]
    note.set_content("\n\n".join(wrap(line) for line in lines) + "\n", cte="quoted-printable")
    _send(mail, to, note)


def _send(mail: Mail, to: str, note: EmailMessage) -> None:
    with channel_of(mail) as channel:
        persist(lambda: channel.deliver(note, to), mail)


def compose_alarm(mail: Mail, to: str, run_id: str, step: str, message: str) -> EmailMessage:
    """The note; what the error quotes may be anybody's text, so it goes in plain."""
    subject = f"[Catalogue Insights] {run_id.rpartition('-')[0]}: the run failed ({step})"
    message_id = message_id_of(mail, f"{run_id}.failed", to)
    note = envelope(mail, to, subject, message_id=message_id, now=datetime.now(UTC))
    left = "The published warehouse and report are as they were, and readers have got no mail."
    if step == "publish":
        left = "The error says what has been published. Readers have got no mail."
    lines = [
        f"Run {run_id} failed in step: {step}.",
        plain(message, MESSAGE_LIMIT),
        left,
        "To find the cause: catalogue doctor",
        "To see when the schedule tries again: catalogue status",
        "To try again now: catalogue run --resume",
    ]
    note.set_content("\n\n".join(wrap(line) for line in lines) + "\n", cte="quoted-printable")
    return note
