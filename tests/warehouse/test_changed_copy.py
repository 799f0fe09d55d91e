"""A change of the published file beside a run is there whole or not at all."""

import duckdb
import pytest
from published_number import number_in, publish_number

from catalogue_common.errors import OtherRunError, WarehouseError
from warehouse.changed_copy import changed_copy
from warehouse.locks import only_run

CHANGE = "update marts.number set number = 2"


@pytest.fixture
def changed(settings):
    """The settings of a warehouse that holds a number."""
    publish_number(settings, 1)
    return settings


def left_beside(settings) -> list[str]:
    return [path.name for path in settings.warehouse.parent.glob("*.new*")]


def test_it_is_published_when_the_block_ends(changed):
    with changed_copy(changed, "a test") as con:
        con.execute(CHANGE)
        assert number_in(changed.warehouse) == 1
    assert number_in(changed.warehouse) == 2
    assert left_beside(changed) == []


def test_where_there_is_no_room_it_is_said_and_nothing_is_left(changed):
    said = 'Failed to commit: Could not write file "x": No space left on device'
    with (
        pytest.raises(WarehouseError, match=r"cannot be changed: .*No space left.* as it was"),
        changed_copy(changed, "a test") as con,
    ):
        con.execute(CHANGE)
        raise duckdb.TransactionException(said)
    assert number_in(changed.warehouse) == 1
    assert left_beside(changed) == []


def test_an_error_of_another_kind_stays_itself(changed):
    with pytest.raises(duckdb.CatalogException), changed_copy(changed, "a test") as con:
        con.execute("from marts.none")
    assert number_in(changed.warehouse) == 1
    assert left_beside(changed) == []


def test_nobody_changes_it_beside_a_run(changed):
    with (
        only_run(changed.warehouse, "a run"),
        pytest.raises(OtherRunError),
        changed_copy(changed, "a test"),
    ):
        pass
