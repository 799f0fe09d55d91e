"""The order of the tests: what takes long begins, so that no process waits for it in the end."""

from __future__ import annotations

import pytest

LONGEST_FIRST = (
    # These two begin, each in a process, where there are two: neither waits for the other's runs.
    "tests/real_data/",
    "tests/commands/test_evaluate.py",
    "tests/scheduler/test_torture.py",
    "tests/commands/test_five_weeks.py",
    "tests/commands/",
    "tests/catalogue_insights/serve/test_browser.py",
    "tests/scheduler/",
    "tests/models/scoring/",
    "tests/models/genres/",
    "tests/models/",
    "tests/integrations/",
    "tests/project/",
    "tests/catalogue_insights/serve/",
    "tests/reports/mail/",
    "tests/weekly_job/",
    "tests/warehouse/",
)
LAST = "tests/commands/test_every_option.py"
"""It looks at what all of its room did."""


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order that they are to run in; those of a file stay as they are."""
    return sorted(items, key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    if nodeid.startswith(LAST):
        return len(LONGEST_FIRST) + 1
    starts = (place for place, start in enumerate(LONGEST_FIRST) if nodeid.startswith(start))
    return next(starts, len(LONGEST_FIRST))
