"""The command line: help, version, and settings from file, environment and options."""

import pytest
from commands import catalogue

from catalogue_common.errors import SettingsError
from catalogue_common.settings import load_settings


def test_help_names_every_command_and_the_exit_codes(tmp_path):
    shown = catalogue(tmp_path, "--help").out
    for word in ("run", "schedule", "report", "Exit codes"):
        assert word in shown


def test_version(tmp_path):
    assert catalogue(tmp_path, "--version").out.startswith("catalogue-insights ")


def test_options_beat_the_environment_and_the_environment_beats_the_file(tmp_path, monkeypatch):
    (tmp_path / "catalogue.toml").write_text('warehouse = "a"\nreports = "a"\nseed = 1\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATALOGUE_REPORTS", "b")
    monkeypatch.setenv("CATALOGUE_WAREHOUSE", "b")
    monkeypatch.setenv("CATALOGUE_SCHEDULE_HOUR", "7")
    settings = load_settings(warehouse="c", reports=None)
    assert (str(settings.warehouse), str(settings.reports), settings.seed) == ("c", "b", 1)
    assert (settings.schedule.hour, settings.schedule.day) == (7, "mon")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("sed = 1\n", "sed"),
        ("[schedule]\nhour = 25\n", "schedule.hour"),
        ("seed = \n", "catalogue.toml cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, monkeypatch, content, message):
    (tmp_path / "catalogue.toml").write_text(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_an_error_has_no_traceback(tmp_path):
    failed = catalogue(tmp_path, "run", CATALOGUE_THREADS="none")
    assert failed.code == 1
    assert "threads" in failed.err
    assert "Traceback" not in failed.err


def test_quiet_is_quiet(tmp_path, data):
    done = catalogue(tmp_path, "report", "--warehouse", "missing.duckdb", "--quiet")
    assert done.code == 1
    assert done.out == ""
