"""Buckets: what flows in, what is taken, and which addresses share one."""

from __future__ import annotations

import pytest

from catalogue_insights.serve.throttle import BURST_SECONDS, Throttle, network_of


class Clock:
    """Stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_emptied_and_fills_again():
    clock = Clock()
    throttle = Throttle(2, clock)
    assert not any(throttle.seconds_to_wait("a") for _ in range(2 * BURST_SECONDS))
    assert throttle.seconds_to_wait("a") == pytest.approx(0.5)
    assert throttle.seconds_to_wait("a") == pytest.approx(0.5)  # asking in vain costs nothing
    assert throttle.seconds_to_wait("b") == 0
    clock.now = 0.5
    assert throttle.seconds_to_wait("a") == 0
    assert throttle.seconds_to_wait("a", cost=5) == pytest.approx(2.5)


def test_what_has_been_done_is_charged_also_to_an_empty_bucket():
    throttle = Throttle(1, Clock())
    throttle.charge("a", 15)
    assert throttle.seconds_to_wait("a") == pytest.approx(6)
    throttle.charge("a", 1_000)
    assert throttle.seconds_to_wait("a") == pytest.approx(BURST_SECONDS + 1)


def test_none_is_held_back_where_there_is_no_limit():
    throttle = Throttle(0)
    assert not any(throttle.seconds_to_wait("a", 100) for _ in range(1_000))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_which_addresses_are_counted_as_one(address, network):
    assert network_of(address) == network
