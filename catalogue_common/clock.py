"""The one clock: what time it is, as the tables hold it."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, in UTC without a zone: what every ``_at`` column holds."""
    return datetime.now(UTC).replace(tzinfo=None)


def stamp_now() -> str:
    """Now as ISO 8601 to the second, with its offset: what files hold that are no DuckDB tables."""
    return datetime.now(UTC).isoformat(timespec="seconds")
