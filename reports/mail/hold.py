"""Whether this week's numbers may go out, and the note to the operator where they may not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalogue_common.files import read_json_lines
from catalogue_common.mail_settings import Mail
from reports.formats import plain
from reports.mail.message import envelope, message_id_of
from reports.mail.plaintext import wrap
from reports.page import PublishedRun
from reports.weekly_report import ask_published
from warehouse.paths import PathsBeside

MESSAGE_LIMIT = 600


@dataclass(frozen=True)
class Hold:
    """Why the mail of a week is held back, and after which run."""

    week: str
    run_id: str
    reason: str


def hold_of(connection: sa.Connection, run: PublishedRun, warehouse: Path) -> Hold | None:
    """What speaks against sending the published numbers; None where nothing does."""
    if run.is_synthetic:
        return Hold(run.week, run.run_id, "Every title and number is from the synthetic sample.")
    failed = ask_published(connection, "failed_checks", run_id=run.run_id).all()
    if failed:
        found = ", ".join(f"{row.check_name} ({row.failed_rows} rows)" for row in failed)
        return Hold(run.week, run.run_id, f"Blocking checks failed: {found}.")
    newest = _newest_failure(warehouse, run)
    if newest:
        message = plain(newest.get("message") or "no reason is recorded", MESSAGE_LIMIT)
        reason = f"The newest run failed, and the published numbers are older: {message}"
        return Hold(str(newest["week"]), str(newest["run_id"]), reason)
    return None


def alert(mail: Mail, to: str, hold: Hold) -> EmailMessage:
    """The note to the operator."""
    subject = f"[Catalogue Insights] {plain(hold.week)}: the mail was held back"
    message_id = message_id_of(mail, f"{hold.run_id}.held", to)
    message = envelope(mail, to, subject, message_id=message_id, now=datetime.now(UTC))
    lines = [
        f"The mail of {hold.week} was not sent.",
        hold.reason,
        "Nobody else has been written to; the published warehouse and report are as they were.",
        f"Run: {hold.run_id}. When the cause is mended, run `catalogue run` and `catalogue mail`; "
        "`catalogue mail --force` sends what is published all the same.",
    ]
    message.set_content("\n\n".join(wrap(line) for line in lines) + "\n", cte="quoted-printable")
    return message


def _newest_failure(warehouse: Path, published: PublishedRun) -> dict[str, Any] | None:
    """How the run that started last has ended, if it failed and is not the published one."""
    last: dict[str, Any] = {}
    for event in read_json_lines(PathsBeside(warehouse).ledger):
        with suppress(KeyError):  # an event that lacks what it should say
            if event["event"] == "run_started":
                last = {"run_id": event["run_id"], "week": event["week"]}
            elif event["event"] == "run_finished" and event["run_id"] == last["run_id"]:
                last |= {"status": event["status"], "message": event.get("message")}
    failed = last.get("status") == "failed" and last["run_id"] != published.run_id
    return last if failed else None
