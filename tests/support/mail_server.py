"""Mail servers on loopback that do what servers do: take, refuse, wait, die. And who writes."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Settings

USER, PASSWORD = "catalogue", "correct horse"
READERS = ("ada@example.org", "bo@example.org", "cy@example.org")


class Mailbox:
    """Keeps what it is sent; how it misbehaves is set by the test."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        self.attempts: Counter[str] = Counter()
        self.logins: list[bytes] = []
        self.encrypted: list[bool] = []
        self.refused: dict[str, str] = {}
        self.deferred_times = 0
        self.dies_times = 0
        self.seconds_silent = 0.0

    @property
    def readers(self) -> list[str]:
        return [to for to, _ in self.messages]

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        self.attempts[address] += 1
        if address in self.refused:
            return self.refused[address]
        if self.attempts[address] <= self.deferred_times:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if self.dies_times:
            self.dies_times -= 1
            server.transport.abort()
            return "250 never heard"
        if self.seconds_silent:
            seconds, self.seconds_silent = self.seconds_silent, 0.0
            await asyncio.sleep(seconds)
            return "451 too late"
        self.messages.append((to, message_from_bytes(envelope.content, policy=default)))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


class _Server(Controller):
    """On any free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        socket.create_connection((self.hostname, self.port)).close()


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def serve(
    mailbox: Mailbox, *, security: str = "starttls", name: str = "localhost"
) -> Iterator[int]:
    """A server that asks for TLS and a login; yields its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority().issue_cert(name).configure_cert(context)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
    if security != "none":
        options |= {"authenticator": mailbox.authenticate, "auth_required": True}
        options |= {"auth_exclude_mechanism": ["LOGIN"]}
    if security == "tls":
        # aiosmtpd does not see a connection that was encrypted before it as encrypted.
        options |= {"ssl_context": context, "auth_require_tls": False}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    controller = _Server(mailbox, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def mail_settings(folder: Path, port: int, **changes: Any) -> Settings:
    """Settings of a job that writes to three readers by way of that server."""
    ca_file = folder / "ca.pem"
    authority().cert_pem.write_to_path(ca_file)
    mail = {
        "to": READERS,
        "sender": "Catalogue Insights <desk@example.org>",
        "operator": "ops@example.org",
        "host": "localhost",
        "port": port,
        "user": USER,
        "password": PASSWORD,
        "ca_file": ca_file,
        "outbox": folder / "outbox",
        "timeout": 5,
        "attempts": 3,
        "backoff": 0.01,
    }
    return Settings(mail=Mail(**(mail | changes)))
