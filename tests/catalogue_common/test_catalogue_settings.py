"""Whose catalogue it is: a service, a region and the rivals; the region's old name is read."""

import pytest
from commands import catalogue

from catalogue_common.errors import SettingsError
from catalogue_common.settings import load_settings


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """No settings file but what a test writes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CATALOGUE_CONFIG", raising=False)
    return tmp_path / "catalogue.toml"


def test_by_default_it_is_the_netflix_of_the_us():
    ours = load_settings().catalogue
    assert (ours.service, ours.region, ours.flicker_days) == ("Netflix", "US", 8)
    assert ours.rivals == ("Disney+", "Hulu", "Prime Video")


def test_the_file_and_the_environment_name_another(file, monkeypatch):
    file.write_text('[catalogue]\nservice = "Disney+"\nrivals = ["Netflix"]\n')
    monkeypatch.setenv("CATALOGUE_CATALOGUE_REGION", "SE")
    monkeypatch.setenv("CATALOGUE_CATALOGUE_FLICKER_DAYS", "0")
    ours = load_settings().catalogue
    assert (ours.service, ours.region, ours.rivals, ours.flicker_days) == (
        *("Disney+", "SE", ("Netflix",)),
        0,
    )


def test_rivals_in_the_environment_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("CATALOGUE_CATALOGUE_RIVALS", "Hulu, Prime Video,hulu")
    assert load_settings().catalogue.rivals == ("Hulu", "Prime Video")


def test_nobody_is_its_own_rival():
    ours = load_settings(catalogue={"service": "disney+"}).catalogue
    assert ours.rivals == ("Hulu", "Prime Video")


@pytest.mark.parametrize(
    "odd", ['region = "Sweden"', 'service = " "', 'rivals = [""]', "flicker_days = -1", "sevice=1"]
)
def test_what_cannot_be_is_refused_by_name(file, odd):
    file.write_text(f"[catalogue]\n{odd}\n")
    with pytest.raises(SettingsError, match=f"catalogue.{odd.partition('=')[0].strip()}"):
        load_settings()


def test_the_old_name_of_the_region_is_read(file):
    file.write_text('[fetch]\nregion = "SE"\n')
    assert load_settings().catalogue.region == "SE"
    file.write_text('[fetch]\nregion = "SE"\n[catalogue]\nregion = "SE"\n')
    assert load_settings().catalogue.region == "SE"


def test_both_names_with_different_regions_are_refused(file, monkeypatch):
    file.write_text('[catalogue]\nregion = "US"\n')
    monkeypatch.setenv("CATALOGUE_FETCH_REGION", "SE")
    with pytest.raises(SettingsError, match=r"says SE and catalogue\.region US"):
        load_settings()


def test_the_log_asks_to_rename_it(tmp_path):
    said = catalogue(tmp_path, "status", CATALOGUE_FETCH_REGION="SE")
    assert "WARNING - [fetch] region is the old name of [catalogue] region" in said.err
