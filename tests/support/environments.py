"""New environments beside the one that tests: empty ones, which can borrow its packages."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; fails with its errors."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def new_environment(place: Path) -> Path:
    """An environment without any package; returns the folder of its programs."""
    venv.create(place, symlinks=os.name != "nt")
    return place / ("Scripts" if os.name == "nt" else "bin")


def lend_packages(place: Path, *folders: str | Path) -> None:
    """Let an environment import what lies in these folders, else all that this one can import."""
    lent = folders or [path for path in sys.path if path.endswith("site-packages")]
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(place)}))
    (packages / "lent.pth").write_text("\n".join(map(str, lent)))
