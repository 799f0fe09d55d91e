"""What the system holds a process to: no new file or socket, so much memory and processor time.

DuckDB's own limits come first and explain themselves. These hold where it does not count: long
texts, values of functions, a library's own memory. Not every system has them.
"""

from __future__ import annotations

import math
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import resource

MEBIBYTE = 1 << 20


def forget_environment() -> None:
    """Leave no variable of the environment, and be the first to go when memory is short."""
    os.environ.clear()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def close_off() -> None:
    """From now on nothing more can be opened: no file, no socket. What is open stays so."""
    _set_soft("RLIMIT_NOFILE", 0)


def lift() -> None:
    """Let files be opened and memory be taken again, to prepare for the next question."""
    _set_soft("RLIMIT_NOFILE", _FILES)
    _set_soft("RLIMIT_DATA", sys.maxsize)


def hold_to(megabytes: int | None, seconds: float | None, *, may_write: bool) -> None:
    """Bound what the process may take from now on, beyond what it has."""
    _set_soft("RLIMIT_CORE", 0)
    if not may_write:
        _set_soft("RLIMIT_FSIZE", 0)
    if megabytes is not None:
        _set_soft("RLIMIT_DATA", data_bytes() + megabytes * MEBIBYTE)
    if seconds is not None:
        # Whole seconds only. Who asks kills it sooner; this holds when nobody is left to do so.
        _set_soft("RLIMIT_CPU", math.ceil(time.process_time() + seconds) + 1)


def data_bytes() -> int:
    """How much memory of its own the process has; 0 where the system does not tell."""
    if _STATUS is None:
        return 0
    lines = os.pread(_STATUS, 1 << 16, 0).decode().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmData")).split()[1])


def _set_soft(name: str, most: int) -> None:
    """The hard limit stays, so that it can be set anew for the next question."""
    if sys.platform != "win32":
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(OSError, ValueError):  # where the system has no such limit
            resource.setrlimit(which, (most, hard))


def _open_status() -> int | None:
    """Linux tells in a file, which is opened while files can be."""
    with suppress(OSError):
        return os.open("/proc/self/status", os.O_RDONLY)
    return None


_STATUS = _open_status()
_FILES = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if sys.platform != "win32" else 0
