"""LibreOffice, where it is installed: a workbook as it reads it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def opened_by_office(workbook: Path, place: Path) -> Path:
    """The workbook, opened by LibreOffice and saved again by it; a skip where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("there is no LibreOffice (soffice) to open the workbook with")
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", place]
    done = subprocess.run([*command, workbook], capture_output=True, text=True, check=False)
    saved = place / workbook.name
    assert saved.is_file(), done.stdout + done.stderr
    return saved
