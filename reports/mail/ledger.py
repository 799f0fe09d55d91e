"""Who has had which mail: JSON lines beside the warehouse, on disk before the next message goes.

A mail is about a week, or about a run that was held back. ``sending`` is written before a message
is handed over and ``sent`` after it was taken. Where a kill left only the first, nobody knows: the
message goes again, under the same Message-ID, by which a mailbox knows the repetition.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from catalogue_common.errors import MailError
from warehouse.ledger import utc_now


class SendLedger:
    """Appends to the file ``<warehouse>.mail.jsonl`` and answers who has been served.

    Args:
        warehouse: the published file that the ledger stands beside.
        channel: ``smtp`` or ``outbox``: a file in a folder has not reached anybody.
    """

    def __init__(self, warehouse: Path, channel: str) -> None:
        self.path = warehouse.with_name(warehouse.name + ".mail.jsonl")
        self.channel = channel

    def write(self, event: str, about: str, to: str, **facts: Any) -> None:
        """Append one event, on disk when this returns.

        Raises:
            MailError: the file cannot be written.
        """
        line = {
            "event": event,
            "about": about,
            "recipient": key_of(to),
            "channel": self.channel,
            "happened_at": utc_now().isoformat(),
            **facts,
        }
        try:
            self._append(json.dumps(line, ensure_ascii=False).encode())
        except OSError as cause:
            raise MailError(
                f"The send ledger {self.path} cannot be written: {cause}. Make room and run "
                "`catalogue mail` again; a message that was just handed over may be repeated."
            ) from cause

    def editions(self, about: str, to: str) -> int:
        """How many times the reader has had the mail."""
        found = (about, key_of(to), self.channel, "sent")
        keys = ("about", "recipient", "channel", "event")
        return sum(tuple(event.get(key) for key in keys) == found for event in self._events())

    def _events(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as cause:
            raise MailError(
                f"The send ledger {self.path} cannot be read: {cause}. Nothing more was sent, "
                "since nobody knows who has had the mail."
            ) from cause
        for line in text.split("\n"):
            with suppress(json.JSONDecodeError):  # a kill can leave half a line
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event

    def _append(self, line: bytes) -> None:
        # It holds addresses: only the job's own user reads it.
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a+b") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a kill left half a line: it must not spoil this one
                    file.write(b"\n")
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())


def key_of(address: str) -> str:
    """The bare address: another name or other capitals are the same reader."""
    return parseaddr(address)[1].casefold()
