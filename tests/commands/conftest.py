"""The test that counts what was used comes last, and only where all of these tests are run."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    last = [item for item in items if item.name == "test_every_command_and_option_was_used"]
    items[:] = [item for item in items if item not in last] + last
    ran = {item.path.name for item in items if item.path.parent == HERE}
    if config.option.keyword or {path.name for path in HERE.glob("test_*.py")} - ran:
        for item in last:
            item.add_marker(pytest.mark.skip(reason="counts only after all of tests/commands"))
