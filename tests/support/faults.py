"""Faults of the system, made for one process: a disk that is full, a clock that jumps, a folder
that two machines share. Each is a small library that stands between the process and the system.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@cache
def _library(name: str) -> str:
    """The compiled library; without a compiler, or elsewhere than on Linux, a test is skipped."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs a C compiler, and Linux")
    made = Path(tempfile.mkdtemp(prefix="catalogue-faults-")) / f"{name}.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", made, HERE / f"{name}.c", "-ldl"]
    subprocess.run(command, check=True)
    return str(made)


def full_disk(folder: Path, *, at: int = 0, seen: Path | None = None) -> dict[str, str]:
    """The environment of a process whose disk is full from the n-th write below a folder on.

    Writes of the processes that it starts count as well.

    Args:
        folder: which writes count.
        at: the first that fails; 0 for none.
        seen: a file that gets the name of what each write was for.
    """
    return _failing(folder, at, seen, errno.ENOSPC)


def read_only(folder: Path, *, at: int) -> dict[str, str]:
    """The same for a folder that turns read-only: nothing is made, renamed or removed either."""
    return _failing(folder, at, None, errno.EROFS)


def _failing(folder: Path, at: int, seen: Path | None, error: int) -> dict[str, str]:
    handle, count = tempfile.mkstemp(prefix="writes-", dir=Path(_library("full_disk")).parent)
    os.write(handle, bytes(8))
    os.close(handle)
    given = {
        "FULL_DISK_COUNT": count,
        "LD_PRELOAD": _library("full_disk"),
        "FULL_DISK_BELOW": f"{folder.resolve()}/",
        "FULL_DISK_AT": str(at),
        "FULL_DISK_ERROR": str(error),
    }
    return given | ({"FULL_DISK_SEEN": str(seen)} if seen else {})


def clock_off(seconds: int, *, after: int = 0) -> dict[str, str]:
    """The environment of a process whose clock jumps so many seconds after its start."""
    return {
        "LD_PRELOAD": _library("clock_jump"),
        "CLOCK_JUMP_BY": str(seconds),
        "CLOCK_JUMP_AFTER": str(after),
    }


def other_machine(name: str, *, shares_locks: bool) -> dict[str, str]:
    """The environment of a process on another machine that shares a folder with this one."""
    return {
        "LD_PRELOAD": _library("other_machine"),
        "OTHER_MACHINE": name,
        "OTHER_MACHINE_LOCKS": "shared" if shares_locks else "alone",
    }
