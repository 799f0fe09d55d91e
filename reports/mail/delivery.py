"""How a message gets out: to a mail server, or into a folder."""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol, Self

from catalogue_common.errors import MailError
from catalogue_common.files import replace_file
from catalogue_common.mail_settings import Mail
from catalogue_common.retry import doubling, retry
from reports.formats import plain

log = logging.getLogger("catalogue")

PORTS = {"starttls": 587, "tls": 465, "none": 25}
PERMANENT = 500
ANSWER_LIMIT = 200


class RefusedError(MailError):
    """The server will not take this message for this reader, now or later."""


class DeferredError(MailError):
    """The message did not get through this time."""


class UnreachableError(DeferredError):
    """There is no conversation with the server at all."""


class Channel(Protocol):
    """Takes one message after the other."""

    name: str

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def deliver(self, message: EmailMessage, to: str) -> None:
        """Hand the message over; when this returns, it was taken."""


def channel_of(mail: Mail) -> Channel:
    """The mail server of the settings, else the outbox folder."""
    return Smtp(mail) if mail.host else Outbox(mail.outbox)


def persist(
    deliver: Callable[[], None], mail: Mail, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Deliver, and again after growing waits as long as the server may yet take it.

    Raises:
        DeferredError: the last attempt failed as well.
        RefusedError: the server said no.
    """

    def seconds_after(attempt: int, error: DeferredError) -> float:
        seconds = doubling(mail.backoff, attempt)
        log.warning("%s Trying again in %g s.", error, seconds)
        return seconds

    retry(deliver, DeferredError, tries=mail.attempts, seconds_after=seconds_after, wait=sleep)


class Outbox:
    """A folder of .eml files: any mail program opens them."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def deliver(self, message: EmailMessage, to: str) -> None:
        """Write the message; the same Message-ID always gets the same file.

        Raises:
            MailError: the folder cannot be written.
        """
        about = re.sub(r"[^\w-]", "-", message["Message-ID"].strip("<>").partition(".")[0])
        reader = hashlib.sha256(message["Message-ID"].encode()).hexdigest()[:12]
        path = self.folder / f"{about}-{reader}.eml"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, message.as_bytes(), mode=0o600)
        except OSError as cause:
            raise MailError(
                f"The mail cannot be written to {self.folder}: {cause}. See that the folder can be "
                "written (setting mail.outbox), then run `catalogue mail` again."
            ) from cause
        log.info("wrote %s", path)


class Smtp:
    """A mail server, over an encrypted connection whose certificate is verified."""

    name = "smtp"

    def __init__(self, mail: Mail) -> None:
        self.mail = mail
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def greet(self) -> None:
        """Connect and log in, and send nothing.

        Raises:
            MailError: the server cannot be reached, or not be used as the settings say.
        """
        self._server = self._server or self._connect()

    def deliver(self, message: EmailMessage, to: str) -> None:
        """Send the message in the open conversation, or in a new one.

        Raises:
            MailError: the server cannot be used as the settings say; nobody else will get through.
            RefusedError: it will not take this message for this reader.
            DeferredError: it may take it later.
        """
        server = self._server = self._server or self._connect()
        reader = parseaddr(to)[1]
        try:
            server.send_message(message, parseaddr(self.mail.sender)[1], [reader])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = error.recipients[reader]
            raise self._verdict(code, answer, f"{reader} was not accepted") from None
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code >= PERMANENT:
                raise MailError(self._said("the sender was refused", error.smtp_error)) from None
            raise self._verdict(error.smtp_code, error.smtp_error, "the sender must wait") from None
        except smtplib.SMTPResponseException as error:
            what = f"the message to {reader} was not accepted"
            raise self._verdict(error.smtp_code, error.smtp_error, what) from None
        except smtplib.SMTPNotSupportedError as error:
            raise RefusedError(self._said(f"{reader} cannot be written to", error)) from None
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise DeferredError(self._said(f"the line broke at {reader}", error)) from None

    def _connect(self) -> smtplib.SMTP:
        try:
            server = self._call()
            try:
                self._secure(server)
            except BaseException:
                server.close()
                raise
        except (OSError, smtplib.SMTPException) as error:
            raise self._trouble(error) from None
        return server

    def _call(self) -> smtplib.SMTP:
        mail = self.mail
        host, port = mail.host or "", mail.port or PORTS[mail.security]
        if mail.security == "tls":
            trust = self._trust()
            return smtplib.SMTP_SSL(host, port, timeout=mail.timeout, context=trust)
        return smtplib.SMTP(host, port, timeout=mail.timeout)

    def _secure(self, server: smtplib.SMTP) -> None:
        """Encrypt, then log in: never the other way round."""
        mail = self.mail
        if mail.security == "starttls":
            server.starttls(context=self._trust())
        if mail.user and mail.password:
            try:
                server.login(mail.user, mail.password.get_secret_value())
            except UnicodeError:  # its message would quote the password
                raise MailError("mail.user and mail.password must be plain ASCII.") from None

    def _trust(self) -> ssl.SSLContext:
        ca_file = self.mail.ca_file
        if ca_file and not ca_file.is_file():
            raise MailError(f"There is no file {ca_file} (setting mail.ca_file); nothing was sent.")
        return ssl.create_default_context(cafile=ca_file)

    def _trouble(self, error: Exception) -> MailError:
        """What a failed greeting means: nobody gets through, or nobody does just now."""
        hint = _hint(error)
        if not hint:
            return UnreachableError(self._said("there is no conversation", error))
        return MailError(f"{self._said('the connection was given up', error)} {hint}.")

    def _verdict(self, code: int, answer: object, what: str) -> MailError:
        """A refusal for good, or for now; the next attempt starts a new conversation."""
        said = self._said(f"{what} ({code})", answer)
        if code >= PERMANENT:
            return RefusedError(said)
        self._hang_up()
        return DeferredError(said)

    def _said(self, what: str, answer: object) -> str:
        """The sentence with the server's words in it, which may be anything but the password."""
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        secret = self.mail.password.get_secret_value() if self.mail.password else ""
        if secret:
            text = text.replace(secret, "***")
        words = plain(text, ANSWER_LIMIT) or type(answer).__name__
        return f"{self.mail.host}: {what}: {words.rstrip('.')}."

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _hint(error: Exception) -> str:
    """Where to look if the settings and the server do not fit; empty if waiting may help."""
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= PERMANENT:
        return "See mail.user and CATALOGUE_MAIL_PASSWORD"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Its certificate cannot be verified: see mail.host, or name its CA in mail.ca_file"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "See mail.security and mail.user: the server lacks what they ask for"
    if isinstance(error, ssl.SSLError) and "WRONG_VERSION" in str(error):
        return 'See mail.security and mail.port: "tls" is spoken on 465, "starttls" on 587'
    return ""
