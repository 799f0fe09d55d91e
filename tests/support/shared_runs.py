"""Runs that all tests look at: made once, also where several processes share the tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import USED, Ran
from filelock import FileLock


def made_once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], Ran]) -> Ran:
    """What ``make`` left in a folder of that name; whoever comes second waits and reads it.

    What it ran counts as used in each of the processes (``test_every_option.py``).
    """
    root = places.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, kept = root / name, root / f"{name}.json"
    with FileLock(root / f"{name}.lock"):
        if not kept.exists():
            folder.mkdir()
            before = len(USED)
            ran = make(folder)
            said = {"code": ran.code, "out": ran.out, "err": ran.err, "used": USED[before:]}
            kept.write_text(json.dumps(said))
            return ran
    said = json.loads(kept.read_text())
    USED.extend(map(tuple, said["used"]))
    return Ran(said["code"], said["out"], said["err"], folder)
