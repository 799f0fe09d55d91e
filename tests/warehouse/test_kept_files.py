"""The last published files are kept, and each comes back by one command."""

import pytest
from published_number import number_in, publish_number

from catalogue_common.errors import WarehouseError
from warehouse.kept_files import keep, kept_files, restore


def publish_and_keep(settings, number: int, count: int = 2) -> None:
    publish_number(settings, number)
    keep(settings.warehouse, f"2026-W0{number}-x", count)


@pytest.fixture
def three_weeks(settings, monkeypatch):
    monkeypatch.setattr("warehouse.kept_files._check", number_in)
    for number in (1, 2, 3):
        publish_and_keep(settings, number)
    return settings


def test_a_kept_file_costs_nothing_while_it_is_published(three_weeks):
    newest = kept_files(three_weeks.warehouse)[0]
    assert newest.path.samefile(three_weeks.warehouse)


def test_the_oldest_go_first(three_weeks):
    publish_and_keep(three_weeks, 4)
    runs = [file.run_id for file in kept_files(three_weeks.warehouse)]
    assert runs == ["2026-W04-x", "2026-W03-x", "2026-W02-x"]


@pytest.mark.parametrize("name", ["2026-W01", "2026-W01-x"])
def test_any_of_them_comes_back(three_weeks, name):
    restore(three_weeks.warehouse, name)
    assert number_in(three_weeks.warehouse) == 1
    assert number_in(kept_files(three_weeks.warehouse)[0].path) == 3


def test_a_week_that_is_not_kept_is_named_with_those_that_are(three_weeks):
    with pytest.raises(WarehouseError, match=r"2026-W09 is kept\. There are: 2026-W03-x, 2026-W02"):
        restore(three_weeks.warehouse, "2026-W09")
    assert number_in(three_weeks.warehouse) == 3


def test_a_kept_file_that_is_damaged_is_not_published(settings):
    for number in (1, 2):
        publish_and_keep(settings, number)
    kept_files(settings.warehouse)[1].path.write_text("damaged")
    with pytest.raises(WarehouseError, match="cannot be read"):
        restore(settings.warehouse, "2026-W01")
    assert number_in(settings.warehouse) == 2


def test_none_are_kept_where_the_settings_say_so(settings):
    publish_and_keep(settings, 1, count=0)
    assert kept_files(settings.warehouse) == []
