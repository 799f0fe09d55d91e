"""The clock's times are what the tables hold."""

from datetime import UTC, datetime, timedelta

from catalogue_common.clock import utc_now


def test_now_is_in_utc_without_a_zone():
    assert utc_now().tzinfo is None
    assert abs(utc_now().replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=1)
