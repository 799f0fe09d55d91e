"""The hash beside the published file is that of the file, whenever the swap is killed."""

import hashlib
import os

import pytest

from catalogue_common.errors import WarehouseError
from warehouse import publish as publishing
from warehouse.paths import PathsBeside
from warehouse.publish import publish, published_hashes


class Killed(BaseException):
    """What no code of ours catches."""


@pytest.fixture
def warehouse(tmp_path):
    """A file that was published, with its hash."""
    (tmp_path / "new").write_text("old week")
    publish(tmp_path / "new", tmp_path / "warehouse.duckdb")
    (tmp_path / "new").write_text("new week")
    return tmp_path / "warehouse.duckdb"


def is_as_published(warehouse) -> bool:
    return hashlib.sha256(warehouse.read_bytes()).hexdigest() in published_hashes(warehouse)


@pytest.mark.parametrize("is_swapped", [False, True])
def test_a_kill_around_the_swap_leaves_a_file_that_is_as_published(
    warehouse, monkeypatch, is_swapped
):
    def swap(finished, published):
        if is_swapped:
            os.replace(finished, published)  # noqa: PTH105 - as the system does it
        raise Killed

    monkeypatch.setattr(publishing, "put_in_place", swap)
    with pytest.raises(Killed):
        publish(warehouse.with_name("new"), warehouse)
    assert warehouse.read_text() == ("new week" if is_swapped else "old week")
    assert is_as_published(warehouse)
    warehouse.write_text("flipped")
    assert not is_as_published(warehouse)


def test_a_kill_before_the_first_hash_that_is_kept_leaves_none(warehouse, monkeypatch):
    PathsBeside(warehouse).sha256.unlink()

    def refuse(finished, published):
        raise PermissionError

    monkeypatch.setattr(publishing, "put_in_place", refuse)
    with pytest.raises(WarehouseError):
        publish(warehouse.with_name("new"), warehouse)
    assert published_hashes(warehouse) == set()


def test_after_the_swap_only_the_new_file_is_as_published(warehouse):
    publish(warehouse.with_name("new"), warehouse)
    assert is_as_published(warehouse)
    warehouse.write_text("old week")
    assert not is_as_published(warehouse)
