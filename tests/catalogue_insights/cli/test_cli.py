"""The command line: help, version, errors without a traceback."""

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
