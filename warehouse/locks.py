"""Who holds which lock beside a warehouse, from what the holders have written there.

The locks themselves are the system's (``flock``), and end with their process. What is written
beside them only names the holder, so it is believed only as long as that process lives.
"""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path

RUN = re.compile(r"run (?P<run_id>\S+), process (?P<pid>\d+)(?: on (?P<host>\S+))?")


def is_running(warehouse: Path, run_id: str) -> bool:
    """Whether this very run is going on."""
    found = _run_holder(warehouse)
    return bool(found and found["run_id"] == run_id)


def run_of(warehouse: Path) -> str | None:
    """The run that is going on and its process, in words."""
    found = _run_holder(warehouse)
    return found[0] if found else None


def scheduler_of(warehouse: Path) -> str | None:
    """The process that keeps the schedule, in words."""
    try:
        about = json.loads(scheduler_file(warehouse).read_text(encoding="utf-8"))
        if is_alive(int(about["pid"]), about["host"]):
            return f"process {about['pid']} on {about['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def scheduler_file(warehouse: Path) -> Path:
    """Where a scheduler says that it keeps this warehouse's schedule."""
    return warehouse.with_name(warehouse.name + ".scheduler.json")


def is_alive(pid: int, host: str | None) -> bool:
    """Whether a process lives; one of another machine cannot be asked and is believed to."""
    if host and host != socket.gethostname():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _run_holder(warehouse: Path) -> re.Match[str] | None:
    path = warehouse.with_name(warehouse.name + ".lock.json")
    try:
        found = RUN.match(path.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found if found and is_alive(int(found["pid"]), found["host"]) else None
