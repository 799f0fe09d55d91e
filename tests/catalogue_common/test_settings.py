"""Settings from file, environment and options; what cannot be used is refused by name."""

from datetime import date, timedelta

import pytest
from commands import catalogue

from catalogue_common.errors import SettingsError
from catalogue_common.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """No settings file but what a test writes."""
    monkeypatch.chdir(tmp_path)


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


def test_a_settings_file_that_is_not_there_is_an_error(tmp_path):
    failed = catalogue(tmp_path, "status", CATALOGUE_CONFIG="elsewhere.toml")
    assert failed.code == 1
    assert "CATALOGUE_CONFIG names elsewhere.toml, and there is no such file" in failed.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SEED", "-1"),
        ("SEED", str(2**32)),
        ("WAREHOUSE", ""),
        ("WAREHOUSE", "."),
        ("AS_OF", "9999-12-31"),
        ("AS_OF", "0001-01-01"),
    ],
)
def test_a_value_out_of_reach_is_refused_by_name(tmp_path, variable, value):
    failed = catalogue(tmp_path, "run", **{f"CATALOGUE_{variable}": value})
    assert failed.code == 1
    assert f"  {variable.lower()}: " in failed.err
    assert "Traceback" not in failed.err
    assert list(tmp_path.iterdir()) == []


def test_a_day_within_a_year_is_within_reach():
    assert load_settings(as_of=date.today() + timedelta(days=365)).as_of
    with pytest.raises(SettingsError, match="out of reach"):
        load_settings(as_of=date.today() + timedelta(days=367))


def test_a_time_zone_that_nobody_knows_is_a_setting_to_mend(monkeypatch):
    monkeypatch.setenv("CATALOGUE_SCHEDULE_TIMEZONE", "Mars/Olympus")
    with pytest.raises(SettingsError, match="no such time zone"):
        load_settings()


def test_no_precision_of_tags_is_wanted_unless_it_is_set():
    assert Settings().tag_precision is None


@pytest.mark.parametrize("odd", [0, 1, 1.2, "high"])
def test_a_precision_that_cannot_be_is_refused(odd):
    with pytest.raises(SettingsError, match="tag_precision"):
        load_settings(tag_precision=odd)


def test_embeddings_are_wanted_or_not_or_one_by_its_name_or_its_folder(tmp_path, monkeypatch):
    for said, meant in {"false": False, "on": True, "MiniLM": "minilm", ".": "."}.items():
        monkeypatch.setenv("CATALOGUE_EMBEDDINGS", said)
        assert load_settings().embeddings == meant
    monkeypatch.setenv("CATALOGUE_EMBEDDINGS", "minlm")
    with pytest.raises(SettingsError, match=r"embeddings: .*minilm, wordllama or a folder"):
        load_settings()
