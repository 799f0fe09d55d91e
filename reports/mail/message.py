"""The mail as a message: HTML with inlined styles, pictures, plain text, the whole report."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Schedule, Settings
from reports.formats import text_of
from reports.mail.digest import Digest
from reports.mail.plaintext import WIDTH, cut, wrap
from reports.page import TEMPLATES, week_dates

log = logging.getLogger("catalogue")

# Gmail clips what is longer than 102 KB, and what replies and forwardings add counts, too.
HTML_LIMIT = 60_000
# Blanks after the preview line: a mail program shows no other text behind it.
FILLER = "\u00a0\u200c" * 60
COLOPHON = (
    "A chance is a frequency: of all titles given 30%, about three in ten should turn out that "
    "way. Scores beside a known outcome come from models that had not seen it. They show what "
    "titles that are popular on TMDb have in common, not what makes them so."
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LISTS_CREDIT = "Netflix's Top 10 are its own published lists."


@dataclass(frozen=True)
class Letter:
    """The week's mail before it is addressed; ``mark`` comes before the subject."""

    digest: Digest
    html: str
    text: str
    report: bytes | None
    mark: str = ""

    @property
    def attachment(self) -> str:
        """The name of the attached report: of nothing but the week."""
        return attachment_of(self.digest)


def attachment_of(digest: Digest) -> str:
    """The attached report's file name."""
    return f"catalogue-insights-{digest.run.week}.html"


def compose(digest: Digest, settings: Settings, report: bytes | None) -> Letter:
    """Dress the digest as HTML and as text.

    Sections at the end are left out of a mail that would be too long to be shown whole. Where
    nothing is new, no report is attached.
    """
    mail = settings.mail
    next_run = next_run_after(digest.run.week, settings.schedule)
    html = _html(digest, mail, next_run)
    while len(html.encode()) > HTML_LIMIT and digest.stories:
        last = digest.stories[-1]
        log.warning("the mail would be clipped: its section '%s' is left to the report", last.slug)
        digest = replace(digest, items=tuple(item for item in digest.items if item is not last))
        html = _html(digest, mail, next_run)
    text = _text(digest, mail, next_run)
    return Letter(digest, html, text, None if digest.is_quiet else report)


def next_run_after(week: str, schedule: Schedule) -> str:
    """When the run of the week after is due: ``Monday 7 December 2026 at 05:00 UTC``."""
    monday = week_dates(week)[1] + timedelta(days=1)
    day = monday + timedelta(days=DAYS.index(schedule.day))
    time = f"{schedule.hour:02}:{schedule.minute:02} {schedule.timezone}"
    return f"{day:%A} {text_of(day, 'long_date')} at {time}"


def address(letter: Letter, mail: Mail, to: str, *, message_id: str, now: datetime) -> EmailMessage:
    """The letter to one reader.

    Args:
        letter: the week's mail.
        mail: sender and where to unsubscribe.
        to: one address, with or without a name.
        message_id: see ``message_id_of``.
        now: the time of sending, with its zone.
    """
    message = envelope(
        mail, to, letter.mark + letter.digest.subject, message_id=message_id, now=now
    )
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    html = message.get_payload(1)
    for item in letter.digest.stories:
        if item.picture:
            name, cid = f"{item.slug}.png", f"<{item.picture.cid}>"
            html.add_related(  # type: ignore[union-attr]
                item.picture.png, "image", "png", cid=cid, filename=name, disposition="inline"
            )
    if letter.report is not None:
        message.add_attachment(
            letter.report, maintype="text", subtype="html", filename=letter.attachment
        )
    return message


def envelope(mail: Mail, to: str, subject: str, *, message_id: str, now: datetime) -> EmailMessage:
    """A message with its headers and nothing in it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["List-ID"] = f"Catalogue Insights <catalogue-insights.{_domain(mail)}>"
    message["List-Unsubscribe"] = f"<{unsubscribe_of(mail)}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def message_id_of(mail: Mail, about: str, to: str, edition: int = 0) -> str:
    """The same for the same week, reader and edition: a mailbox knows a repeated delivery by it."""
    reader = hashlib.sha256(f"{parseaddr(to)[1].casefold()} {edition}".encode()).hexdigest()[:24]
    return f"<{about}.{reader}@{_domain(mail)}>"


def unsubscribe_of(mail: Mail) -> str:
    """Where a reader asks to be taken off the list."""
    contact = parseaddr(mail.operator or mail.sender)[1]
    return mail.unsubscribe or f"mailto:{contact}?subject=unsubscribe%20catalogue-insights"


def _domain(mail: Mail) -> str:
    return parseaddr(mail.sender)[1].rpartition("@")[2]


def _html(digest: Digest, mail: Mail, next_run: str) -> str:
    source = _render("mail.html.j2", digest, mail, next_run)
    inliner = css_inline.CSSInliner(
        keep_style_tags=False,
        keep_at_rules=True,
        load_remote_stylesheets=False,
        minify_css=True,
    )
    return inliner.inline(source)


def _text(digest: Digest, mail: Mail, next_run: str) -> str:
    return _render("mail.txt.j2", digest, mail, next_run)


def _render(template: str, digest: Digest, mail: Mail, next_run: str) -> str:
    about = _about(digest, mail)
    return _templates().get_template(template).render(digest=digest, next_run=next_run, **about)


@cache
def _templates() -> Environment:
    """Read and compiled once."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"wrap": wrap, "line": lambda said: cut(said.removesuffix("."), WIDTH)}
    return environment


def _about(digest: Digest, mail: Mail) -> dict[str, Any]:
    base = (mail.report_url or "").rstrip("/")
    run = digest.run
    folder = f"{base}/{run.week}/" if base else ""

    def address_of(slug: str) -> str:
        """Where the section is on the web; '' where no page has it, or none is there."""
        file = digest.places.get(slug)
        return f"{folder}{file}#{slug}" if folder and file else ""

    return {
        "url": f"{folder}index.html" if folder else "",
        "address_of": address_of,
        "attachment": attachment_of(digest),
        "unsubscribe": unsubscribe_of(mail),
        "dates": _span(*week_dates(run.week)),
        "filler": FILLER,
        "colophon": (
            COLOPHON,
            f"{run.credits} {LISTS_CREDIT}",
            f"Run {run.run_id} of Catalogue Insights {run.version}.",
        ),
    }


def _span(first: date, last: date) -> str:
    """``16–22 November 2026``, with no more said twice than need be."""
    start, end = text_of(first, "long_date"), text_of(last, "long_date")
    if first.year != last.year:
        return f"{start} – {end}"
    if first.month != last.month:
        return f"{start.removesuffix(f' {first.year}')} – {end}"
    return f"{first.day}–{end}"
