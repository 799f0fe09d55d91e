"""A world of offers to tell list by list; its tables are made once."""

from collections.abc import Iterator

import pytest
from offers import World, empty_world


@pytest.fixture(scope="module")
def one_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with empty_world(tmp_path_factory.mktemp("offers")) as world:
        yield world


@pytest.fixture
def world(one_world: World) -> World:
    one_world.forget()
    return one_world
