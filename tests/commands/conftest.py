"""What this room used, in whichever process: the test that counts it waits for all the others."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from commands import USED

HERE = Path(__file__).parent
COUNTING = "test_every_option"
"""The file that counts: the last of this room."""
IS_WHOLE = pytest.StashKey[bool]()
"""Whether all of this room's tests are run."""
PATIENCE = 1_200
"""Seconds; where a process died, nobody writes down what it used."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ran = {item.path for item in items if item.path.parent == HERE}
    is_whole = ran == set(HERE.glob("test_*.py")) and not config.option.keyword
    config.stash[IS_WHOLE] = is_whole
    for item in items:
        if item.name == "test_every_command_and_option_was_used" and not is_whole:
            item.add_marker(pytest.mark.skip(reason="counts only after all of tests/commands"))


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Where a file ends, what its process used by then is written down under the file's name."""
    is_end = nextitem is None or nextitem.path != item.path
    if item.config.stash[IS_WHOLE] and is_end and item.path.stem != COUNTING:
        noted = _notes() / f"{item.path.stem}.tmp"
        noted.write_text(json.dumps(USED, default=str))
        noted.rename(noted.with_suffix(".json"))


def _notes() -> Path:
    """A folder that the processes of these tests share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
    folder = Path(tempfile.gettempdir()) / f"catalogue-tests-used-{run}"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def used() -> list[tuple[str, ...]]:
    """The command lines of all other files of this room."""
    names = {path.stem for path in HERE.glob("test_*.py")} - {COUNTING}
    files = [_notes() / f"{name}.json" for name in names]
    deadline = time.monotonic() + PATIENCE
    while not all(file.exists() for file in files):
        assert time.monotonic() < deadline, "another process has not come to its end"
        time.sleep(0.1)
    found = [tuple(words) for file in files for words in json.loads(file.read_text())]
    shutil.rmtree(_notes())
    return found
