"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Ran:
    """What a run of the command left."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"


def catalogue(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command in a folder, as a user would."""
    done = subprocess.run(
        [Path(sys.executable).with_name("catalogue"), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr, folder)


def children_seconds() -> float:
    """Processor time of all commands run so far: what they cost on a machine that is not busy."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
