"""The lines that the image runs, run here in an environment without packages."""

import os
import re
import sys
from pathlib import Path

import setuptools
from environments import lend_packages, new_environment, run

LINES = re.findall(
    "^RUN (.+)$",
    (Path(__file__).parents[2] / "Dockerfile").read_text().replace("\\\n", " "),
    re.MULTILINE,
)
"""One for the stage that builds, two for the image: what is locked, then the wheel."""


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def test_the_image_gets_a_command_that_works_from_a_wheel(copy, tmp_path):
    build, locked, install = (line.replace(" /", f" {tmp_path}/") for line in LINES)
    assert "--require-hashes" in locked
    assert "--no-deps" in install
    programs = new_environment(tmp_path / "image")
    program(programs / "pip", f'exec {sys.executable} -m pip --python {programs}/python "$@"')
    program(programs / "useradd", f'echo "$@" > {tmp_path}/users')
    program(programs / "install", f'echo "$@" > {tmp_path}/folders')
    # The builder comes from here, not from the index, and so do the dependencies.
    (tmp_path / "builder").mkdir()
    packages = Path(setuptools.__file__).parents[1]
    for part in (*packages.glob("setuptools*"), packages / "_distutils_hack"):
        (tmp_path / "builder" / part.name).symlink_to(part)
    lend_packages(tmp_path / "image", tmp_path / "builder")
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_DEPS": "1",
    }
    run("sh", "-c", build, cwd=copy, **environment)
    run("sh", "-c", install, cwd=tmp_path, **environment)
    lend_packages(tmp_path / "image")
    assert run(programs / "catalogue", "--version", cwd=tmp_path).startswith("catalogue-insights")
    assert "--uid 10001" in (tmp_path / "users").read_text()
    assert f"-o catalogue -m 750 {tmp_path}/srv/catalogue" in (tmp_path / "folders").read_text()
