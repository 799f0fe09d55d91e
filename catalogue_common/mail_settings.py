"""The settings of the weekly mail: who gets it, and how it gets there."""

from __future__ import annotations

import re
from email.utils import parseaddr
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    model_validator,
)
from pydantic_settings import NoDecode

_PARTS = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^,;])+')


def _separated_addresses(value: Any) -> Any:
    """Addresses as people write them: with commas or semicolons, of which a quoted name is free."""
    if isinstance(value, str):
        return tuple(part.strip() for part in _PARTS.findall(value) if part.strip())
    if isinstance(value, list | tuple):
        return tuple(part for text in value for part in _separated_addresses(text))
    return value


def mail_address(text: str) -> str:
    """``ada@example.org`` or ``Ada <ada@example.org>``, on one line."""
    local, _, domain = parseaddr(text)[1].rpartition("@")
    if len(_separated_addresses(text)) > 1:
        raise ValueError("this should be one address; a name with a comma stands in quotes")
    if not (local and domain and text.isprintable()) or " " in local + domain:
        raise ValueError("this is no mail address")
    if not (local + domain).isascii():
        raise ValueError("this address has letters beyond ASCII (a domain is written xn--…)")
    return text


def link(text: str) -> str:
    """An address for a header or a link, without the characters that could end it."""
    if not text.startswith(("https://", "http://", "mailto:")) or not text.isprintable():
        raise ValueError("this should start with https://, http:// or mailto:")
    if not text.isascii() or set(text) & set('<> "'):
        raise ValueError("this holds a character that an address cannot have")
    return text


Address = Annotated[str, AfterValidator(mail_address)]
Addresses = Annotated[tuple[Address, ...], NoDecode, BeforeValidator(_separated_addresses)]
Link = Annotated[str, AfterValidator(link)]


class Mail(BaseModel, extra="forbid", hide_input_in_errors=True):
    """Who gets the weekly mail, and how it gets there (see ``catalogue mail``)."""

    to: Addresses = ()
    groups: dict[str, Addresses] = {}
    sender: Address = "Catalogue Insights <catalogue@localhost>"
    operator: Address | None = None
    unsubscribe: Link | None = None
    outbox: Path = Path("outbox")
    report: Literal["attach", "link"] = "attach"
    report_url: Link | None = None
    host: str | None = None
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    timeout: float = Field(default=30, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    backoff: float = Field(default=5, ge=0)

    @model_validator(mode="after")
    def _members_of_groups_are_readers(self) -> Self:
        """Whether ``to`` names them or not; of two ways to write one, that of ``to`` comes last."""
        self.to = tuple(dict.fromkeys(chain(*self.groups.values(), self.to)))
        return self

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.report == "link" and not self.report_url:
            raise ValueError('report = "link" needs report_url')
        if (self.report_url or "").startswith("mailto:"):
            raise ValueError("report_url should start with https:// or http://")
        if (self.user is None) != (self.password is None):
            raise ValueError("user and password are given together or not at all")
        if self.password and self.security == "none":
            raise ValueError('a password is not sent in the open: security must not be "none"')
        return self
