"""The weekly mail: once to each reader, or a note to the operator that it was held back."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from catalogue_common.errors import MailError
from catalogue_common.files import replace_file
from catalogue_common.mail_settings import Mail, mail_address
from catalogue_common.settings import Settings
from reports.formats import plain
from reports.layout import CONTENT, load_layout
from reports.mail.attached_page import stand_alone
from reports.mail.delivery import (
    Channel,
    DeferredError,
    RefusedError,
    UnreachableError,
    channel_of,
    persist,
)
from reports.mail.digest import read_digest
from reports.mail.hold import Hold, alert, hold_of
from reports.mail.message import Letter, address, compose, message_id_of
from reports.mail.send_ledger import SendLedger, key_of
from reports.mail.watched import with_watched
from reports.page import PublishedRun
from reports.weekly_report import connect_published, newest_run, write_report
from warehouse.paths import PathsBeside

log = logging.getLogger("catalogue")

# Without a mail server somebody opens the files of the outbox: these stand for the reader.
READER, OPERATOR = "reader@localhost", "operator@localhost"
LOCK_WAIT = 1


@dataclass
class MailResult:
    """Who was served, and who was not and why."""

    week: str
    status: Literal["sent", "held"] = "sent"
    reason: str = ""
    where: str = ""
    sent: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    deferred: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether every reader has the mail."""
        return self.status == "sent" and not self.refused and not self.deferred


def send_week(
    warehouse: Path,
    reports_dir: Path,
    settings: Settings,
    *,
    resend: bool = False,
    force: bool = False,
) -> MailResult:
    """Send the published week's mail to every reader who has not had it.

    Args:
        warehouse: the published DuckDB file; it is only read.
        reports_dir: the folder of all weeks; the week's page is made if it is not there.
        settings: who gets it and how (``settings.mail``).
        resend: send it again to those who have had it.
        force: send it in spite of failed checks, or of numbers that are invented.

    Raises:
        MailError: the server cannot be reached or used; the ledger knows who has been served.
        ReportError: the warehouse cannot be read, or the report cannot be made.
    """
    mail = settings.mail
    with _only_sender(warehouse), channel_of(mail) as channel:
        post = _Post(mail, channel, SendLedger(warehouse, channel.name))
        with connect_published(warehouse) as connection:
            run = newest_run(connection)
            hold = None if force else hold_of(connection, run, warehouse)
            result = MailResult(run.week, where=mail.host or str(mail.outbox))
            if hold:
                post.tell_operator(hold)
                return replace(result, week=hold.week, status="held", reason=hold.reason)
            readers = _readers(mail)
            waiting = [to for to in readers if resend or not post.ledger.editions(run.week, to)]
            result.already = [to for to in readers if to not in waiting]
            if not waiting:
                return result
            page = _page(warehouse, reports_dir, run, settings)
            layout, site = load_layout(settings.report.sections), settings.report.site_url
            # What is new differs by what a reader has had, and what is shown by their groups.
            kinds = {to: (_groups_of(mail, to), _seen(post.ledger, run, to)) for to in waiting}
            letters = {
                (groups, since): compose(
                    with_watched(
                        read_digest(connection, replace(run, since=since), layout, groups, site),
                        warehouse,
                        site,
                    ),
                    settings,
                    page,
                )
                for groups, since in set(kinds.values())
            }
        for to in waiting:
            _serve(post, letters[kinds[to]], to, result)
    return result


def send_test(warehouse: Path, reports_dir: Path, settings: Settings, to: str) -> MailResult:
    """Send the mail to one address, marked as a test; the ledger takes no notice of it."""
    mail = settings.mail
    try:
        mail_address(to)
    except ValueError as error:
        raise MailError(f"'{plain(to, 80)}': {error}; nothing was sent.") from None
    letter = make_letter(warehouse, reports_dir, settings, _groups_of(mail, to))
    letter = replace(letter, mark="[Test] ")
    week = letter.digest.run.week
    message_id = make_msgid(f"{week}.test", "catalogue-insights")
    message = address(letter, mail, to, message_id=message_id, now=datetime.now(UTC))
    with channel_of(mail) as channel:
        persist(lambda: channel.deliver(message, to), mail)
    return MailResult(week, where=mail.host or str(mail.outbox), sent=[to])


def write_preview(warehouse: Path, reports_dir: Path, settings: Settings) -> Path:
    """Write the mail as a page with its pictures in it; returns the page's path."""
    letter = make_letter(warehouse, reports_dir, settings)
    html = letter.html
    for item in letter.digest.stories:
        if item.picture:
            data = base64.b64encode(item.picture.png).decode()
            html = html.replace(f'"cid:{item.picture.cid}"', f'"data:image/png;base64,{data}"')
    path = settings.mail.outbox / f"{letter.digest.run.week}-preview.html"
    try:
        replace_file(path, html)
    except OSError as cause:
        raise MailError(
            f"The preview cannot be written to {path}: {cause}. See that the folder can be written "
            "(setting mail.outbox)."
        ) from cause
    return path


def make_letter(
    warehouse: Path, reports_dir: Path, settings: Settings, groups: Sequence[str] = (CONTENT,)
) -> Letter:
    """The published week's mail to these groups, with the report where it is to be attached."""
    layout, site = load_layout(settings.report.sections), settings.report.site_url
    with connect_published(warehouse) as connection:
        run = newest_run(connection)
        page = _page(warehouse, reports_dir, run, settings)
        digest = read_digest(connection, run, layout, groups, site)
        return compose(with_watched(digest, warehouse, site), settings, page)


def _seen(ledger: SendLedger, run: PublishedRun, to: str) -> str | None:
    """The run of the reader's last mail; before the first, that of the week published before."""
    return ledger.last_run(to, before=run.week) or run.since


def _readers(mail: Mail) -> list[str]:
    """Each address once, whatever the name before it."""
    readers = {key_of(to): to for to in mail.to}
    if mail.host and not readers:
        raise MailError("There is nobody to write to: set mail.to, or CATALOGUE_MAIL_TO.")
    return list(readers.values()) or [READER]


def _groups_of(mail: Mail, to: str) -> tuple[str, ...]:
    """The groups that name the reader; who is in none is of content."""
    named = (group for group, members in mail.groups.items() if key_of(to) in map(key_of, members))
    return tuple(named) or (CONTENT,)


def _page(
    warehouse: Path, reports_dir: Path, run: PublishedRun, settings: Settings
) -> bytes | None:
    """The report of this very run, to be attached: the page that is there, or a new one."""
    mail = settings.mail
    if mail.report != "attach":
        return None
    path = reports_dir / run.week / "index.html"
    page = path.read_bytes() if path.is_file() else b""
    if run.run_id.encode() not in page:
        page = write_report(warehouse, reports_dir, settings.report).read_bytes()
    return stand_alone(page.decode(), run.week, mail.report_url).encode()


@contextmanager
def _only_sender(warehouse: Path) -> Iterator[None]:
    """Hold a lock beside the warehouse: two senders would write to everybody twice."""
    lock = FileLock(PathsBeside(warehouse).mail_lock, timeout=LOCK_WAIT)
    try:
        lock.acquire()
    except Timeout:
        raise MailError(
            "Another process is sending the mail; nothing was sent. Wait until it has ended."
        ) from None
    except OSError as cause:
        raise MailError(
            f"There is no writing beside {warehouse}: {cause}. Nothing was sent; name the "
            "published file with --warehouse, or make one with `catalogue run`."
        ) from cause
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class _Post:
    """Hands messages over and writes down how it went."""

    mail: Mail
    channel: Channel
    ledger: SendLedger

    def send(self, message: EmailMessage, about: str, to: str, **facts: str) -> None:
        """Send one message; the ledger knows of it before and after."""
        self.ledger.write("sending", about, to, message_id=message["Message-ID"])
        try:
            persist(lambda: self.channel.deliver(message, to), self.mail)
        except MailError as error:
            event = "refused" if isinstance(error, RefusedError) else "deferred"
            self.ledger.write(event, about, to, message=str(error))
            raise
        self.ledger.write("sent", about, to, message_id=message["Message-ID"], **facts)

    def tell_operator(self, hold: Hold) -> None:
        """Write to the operator, once about each run."""
        log.warning("the mail of %s was held back: %s", hold.week, hold.reason)
        to = self.mail.operator or (None if self.mail.host else OPERATOR)
        about = f"{hold.run_id} held"
        if to and not self.ledger.editions(about, to):
            self.send(alert(self.mail, to, hold), about, to)


def _serve(post: _Post, letter: Letter, to: str, result: MailResult) -> None:
    """Send to one reader; a refusal is no reason to stop, a silent server is."""
    week = result.week
    message_id = message_id_of(post.mail, week, to, post.ledger.editions(week, to))
    message = address(letter, post.mail, to, message_id=message_id, now=datetime.now(UTC))
    try:
        post.send(message, week, to, run_id=letter.digest.run.run_id)
    except UnreachableError as error:
        raise MailError(
            f"{error} {len(result.sent)} of the readers were served in this attempt, and the "
            "ledger knows them: `catalogue mail` sends to the others when the server is back."
        ) from error
    except RefusedError as error:
        result.refused[to] = str(error)
    except DeferredError as error:
        result.deferred[to] = str(error)
    else:
        result.sent.append(to)
