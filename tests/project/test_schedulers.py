"""What deploy/ gives to schedulers is run: a degraded week is a warning, a failed one fails."""

import ast
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from yaml import safe_load

DEPLOY = Path(__file__).parents[2] / "deploy"
INSTALLED = "/opt/catalogue/.venv/bin/catalogue"
WORD = "something is missing"


@pytest.fixture(params=[0, 1, 2])
def installed(request, tmp_path):
    """A command that ends with that code, and says what it was asked."""
    program = tmp_path / "catalogue"
    program.write_text(f'#!/bin/sh\necho "asked $*"\nexit {request.param}\n')
    program.chmod(0o755)
    return program, request.param


def run_shell(script, cwd, *shell, **environment):
    path = os.pathsep.join([str(cwd), "/usr/bin", "/bin"])
    return subprocess.run(
        [*(shell or ("/bin/sh", "-c")), script],
        cwd=cwd,
        env={"PATH": path, "HOME": str(cwd), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def assert_told(done, code, word=WORD):
    """Two is a success with a word on it; others are what they are."""
    assert "asked run --resume" in done.stdout
    assert done.returncode == (0 if code == 2 else code), done.stdout + done.stderr
    assert (word in done.stdout) == (code == 2)


def test_github_shows_a_degraded_week_as_a_warning(installed):
    program, code = installed
    workflow = safe_load((DEPLOY / "github-actions.yml").read_text())
    (script,) = [
        step["run"]
        for step in workflow["jobs"]["run"]["steps"]
        if "catalogue run" in step.get("run", "")
    ]
    # As GitHub runs a step.
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
    assert_told(run_shell(script, program.parent, *shell), code, "::warning title=catalogue::")


def test_the_workflow_is_one_by_githubs_schema():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    command += ["vendor.github-workflows", str(DEPLOY / "github-actions.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_airflow_takes_a_degraded_week_as_done(installed):
    program, code = installed
    tree = ast.parse((DEPLOY / "airflow_dag.py").read_text())
    (script,) = [
        ast.literal_eval(word.value)
        for word in ast.walk(tree)
        if isinstance(word, ast.keyword) and word.arg == "bash_command"
    ]
    script = script.replace(INSTALLED, str(program)).replace("{{ data_interval_end | ds }}", "x")
    assert_told(run_shell(script, program.parent, "bash", "-c"), code)


def test_the_journal_shows_a_degraded_week_as_a_warning(installed):
    program, code = installed
    lines = (DEPLOY / "catalogue.service").read_text().splitlines()
    assert "SuccessExitStatus=2" in lines
    (after,) = [line for line in lines if line.startswith("ExecStopPost=")]
    script = re.fullmatch(r"ExecStopPost=/bin/sh -c '(.+)'", after)[1]
    done = run_shell(script, program.parent, EXIT_STATUS=str(code))
    assert (done.returncode, done.stdout.startswith("<4>")) == (0, code == 2)


def test_crons_line_runs_in_crons_bare_environment_three_times_on_mondays(installed, tmp_path):
    program, code = installed
    (line,) = [
        line
        for line in (DEPLOY / "crontab").read_text().splitlines()
        if line and line[0] not in "#" and "=" not in line.split()[0]
    ]
    when, command = line.split("  ", 1)
    trigger, now = CronTrigger.from_crontab(when, UTC), datetime(2026, 11, 24, tzinfo=UTC)
    times = []
    for _ in range(4):
        now = trigger.get_next_fire_time(None, now)
        times.append(now)
        now += timedelta(seconds=1)
    assert [time.strftime("%a %H") for time in times] == ["Mon 05", "Mon 11", "Mon 17", "Mon 05"]
    command = command.replace(INSTALLED, str(program)).replace("/srv/catalogue", str(tmp_path))
    done = run_shell(command, tmp_path)
    assert (done.returncode, done.stdout) == (code, "asked run --resume --quiet\n")
