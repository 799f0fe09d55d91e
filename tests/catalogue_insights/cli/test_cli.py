"""The command line: help, version, errors without a traceback."""

import resource

from commands import catalogue


def test_help_names_every_command_and_the_exit_codes(tmp_path):
    shown = catalogue(tmp_path, "--help").out
    for word in ("run", "schedule", "report", "Exit codes"):
        assert word in shown


def test_version(tmp_path):
    assert catalogue(tmp_path, "--version").out.startswith("catalogue-insights ")


def test_an_error_has_no_traceback(tmp_path):
    failed = catalogue(tmp_path, "run", CATALOGUE_THREADS="none")
    assert failed.code == 1
    assert "threads" in failed.err
    assert "Traceback" not in failed.err


def test_quiet_is_quiet(tmp_path, data):
    done = catalogue(tmp_path, "report", "--warehouse", "missing.duckdb", "--quiet")
    assert done.code == 1
    assert done.out == ""


def test_help_is_quick_and_in_groups(tmp_path):
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        shown = catalogue(tmp_path, "--help").out
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(sum(after[:2]) - sum(before[:2]))
    assert min(spent) < 0.3
    groups = ("To begin", "Each week", "To look and ask", "To hand on")
    places = [shown.index(f"─ {group} ─") for group in groups]
    assert places == sorted(places)
    assert "─ Commands ─" not in shown


def test_a_shell_completes_commands_and_options(tmp_path):
    asked = {"_CATALOGUE_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert catalogue(tmp_path, COMP_WORDS="catalogue sc", **asked).out.split() == [
        *("schedule", "score", "score-parts")
    ]
    asked["COMP_CWORD"] = "2"
    assert "--format" in catalogue(tmp_path, COMP_WORDS="catalogue export --f", **asked).out
