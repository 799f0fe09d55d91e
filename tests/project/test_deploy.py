"""What deploy/ and the docs tell people to type is there to be typed."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from catalogue_insights.cli import reference

ROOT = Path(__file__).parents[2]
DOCS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("deploy/*"))
    if path.name != "data-dictionary.md"
)
COMMANDS = dict(reference.commands())
TYPED = re.compile(
    r"(?:^ *|`|bin/|^.*?&& |run: )(catalogue(?: (?:[a-z]\S*|--?[a-z][\w-]*))+)", re.MULTILINE
)


def typed(text: str) -> list[str]:
    """The commands in a text, each with its options."""
    return TYPED.findall(text.replace("\\\n", " "))


def resolve(line: str) -> tuple[str, list[str]]:
    """The longest command that a line begins with, and the options that follow it."""
    words = re.split("[`'\";]", line)[0].split()
    end = 1
    while " ".join(words[: end + 1]) in COMMANDS and end < len(words):
        end += 1
    return " ".join(words[:end]), [word for word in words[end:] if word.startswith("-")]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_option_that_is_written_down_exists(path):
    for line in typed(path.read_text(encoding="utf-8")):
        command, options = resolve(line)
        assert options or command != "catalogue", line
        known = {name for p in COMMANDS[command].params for name in (*p.opts, *p.secondary_opts)}
        asked = {re.sub(r"[^\w-].*", "", option) for option in options}
        assert asked <= known | {"--help"}, line


def test_the_units_are_such_as_systemd_takes(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze")
    program = tmp_path / "catalogue"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in ROOT.glob("deploy/*.[st]*[er]"):
        text = unit.read_text().replace("/opt/catalogue/.venv/bin/catalogue", str(program))
        (tmp_path / unit.name).write_text(text.replace("User=catalogue", "User=root"))
    units = sorted(str(path) for path in tmp_path.glob("catalogue*.*"))
    assert len(units) == 3
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_timer_and_the_schedule_mean_the_same_hour():
    assert "OnCalendar=Mon *-*-* 05:00:00 UTC" in (ROOT / "deploy/catalogue.timer").read_text()
    settings = (ROOT / "catalogue.toml").read_text()
    assert 'day = "mon"\nhour = 5\nminute = 0\ntimezone = "UTC"' in settings


def test_the_dag_is_python():
    ast.parse((ROOT / "deploy/airflow_dag.py").read_text())


def test_the_image_is_not_run_by_root():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER")]
    assert users == ["USER catalogue"]
    assert lines.index("USER catalogue") < lines.index('CMD ["schedule"]')


def test_the_image_is_built_of_code_alone():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    built_of = {"setup.cfg", "pyproject.toml", "README.md", "LICENSE", "scheduler.py"}
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == packages | built_of
    assert "reports/published" in ignored
