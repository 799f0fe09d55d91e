"""Tools that others use on the published file, each in an environment of its own.

They stay beside the environment that tests (``.venv/tools``), so that only the first run installs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from environments import new_environment

TOOLS = Path(sys.prefix) / "tools"


def programs_of(name: str, *packages: str) -> Path:
    """The folder of the programs of a tool; without an index to install it from, a skip.

    Args:
        name: of its environment.
        packages: what is installed, as pip takes it.
    """
    place = TOOLS / name
    wanted, installed = "\n".join(packages), place / "installed.txt"
    programs = place / "bin"
    if installed.is_file() and installed.read_text() == wanted:
        return programs
    programs = new_environment(place)
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python")]
    done = subprocess.run(
        [*pip, "install", "--quiet", *packages], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"{name} cannot be installed here: {done.stderr.strip()[-300:]}")
    installed.write_text(wanted)
    return programs
