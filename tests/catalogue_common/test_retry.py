"""What may pass is tried again, after waits that grow; what may not, or is stopped, is not."""

import pytest

from catalogue_common.retry import doubling, retry


class Flaky:
    """Fails so often, then works."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.left, self.error, self.waits = failures, error, []

    def __call__(self) -> str:
        self.left -= 1
        if self.left >= 0:
            raise self.error
        return "done"

    def tried(self, tries: int, *, is_stopped: bool = False) -> str:
        def wait(seconds: float) -> bool:
            self.waits.append(seconds)
            return is_stopped

        def seconds_after(attempt: int, _: Exception) -> float:
            return doubling(5, attempt)

        return retry(self, OSError, tries=tries, seconds_after=seconds_after, wait=wait)


def test_waits_double_until_it_works():
    flaky = Flaky(3, OSError())
    assert flaky.tried(4) == "done"
    assert flaky.waits == [5, 10, 20]


def test_the_last_failure_is_raised_without_a_wait():
    flaky = Flaky(3, OSError("down"))
    with pytest.raises(OSError, match="down"):
        flaky.tried(3)
    assert flaky.waits == [5, 10]


def test_another_error_is_not_tried_again():
    flaky = Flaky(1, ValueError("wrong"))
    with pytest.raises(ValueError, match="wrong"):
        flaky.tried(3)
    assert flaky.waits == []


def test_a_stop_ends_it():
    flaky = Flaky(1, OSError("down"))
    with pytest.raises(OSError, match="down"):
        flaky.tried(3, is_stopped=True)
    assert flaky.waits == [5]
