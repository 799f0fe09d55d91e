"""Who has had which mail: JSON lines beside the warehouse, on disk before the next message goes.

A mail is about a week, or about a run that was held back. ``sending`` is written before a message
is handed over and ``sent`` after it was taken. Where a kill left only the first, nobody knows: the
message goes again, under the same Message-ID, by which a mailbox knows the repetition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from catalogue_common.clock import utc_now
from catalogue_common.errors import MailError
from catalogue_common.files import append_json_line, read_json_lines
from warehouse.paths import PathsBeside

WEEK = re.compile(r"\d{4}-W\d{2}")


class SendLedger:
    """Appends to the file ``<warehouse>.mail.jsonl`` and answers who has been served.

    Args:
        warehouse: the published file that the ledger stands beside.
        channel: ``smtp`` or ``outbox``: a file in a folder has not reached anybody.
    """

    def __init__(self, warehouse: Path, channel: str) -> None:
        self.path = PathsBeside(warehouse).mail_ledger
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
            # It holds addresses: only the job's own user reads it.
            append_json_line(self.path, line, mode=0o600)
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

    def last_run(self, to: str, before: str) -> str | None:
        """The run of the last mail that the reader has had of a week before ``before``.

        Of mails from before runs were noted, the end of their week.
        """
        found = [
            event.get("run_id") or f"{event['about']}-9"
            for event in self._events()
            if (event.get("event"), event.get("recipient"), event.get("channel"))
            == ("sent", key_of(to), self.channel)
            and WEEK.fullmatch(event.get("about", ""))
            and event["about"] < before
        ]
        return max(found, default=None)

    def _events(self) -> Iterator[dict[str, Any]]:
        try:
            yield from read_json_lines(self.path)
        except OSError as cause:
            raise MailError(
                f"The send ledger {self.path} cannot be read: {cause}. Nothing more was sent, "
                "since nobody knows who has had the mail."
            ) from cause


def key_of(address: str) -> str:
    """The bare address: another name or other capitals are the same reader."""
    return parseaddr(address)[1].casefold()
