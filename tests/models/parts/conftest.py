"""Titles in parts, what they are scored as here, and a store and a cluster to score them with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from s3_store import Store
from scored_parts import TITLES_OF_A_PART, Parts

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.parts.make_parts import make_parts
from models.parts.score_parts import score_parts


@pytest.fixture(scope="session")
def parts(champions_run, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Scored by threads of this process. Only read it."""
    folder = tmp_path_factory.mktemp("parts")
    champions_run.con.execute("checkpoint")
    (source,) = champions_run.registry.root.parent.glob("scored-*.duckdb")
    shutil.copy(source, folder / "warehouse.duckdb")
    settings = Settings(
        warehouse=folder / "warehouse.duckdb", artifacts=champions_run.registry.root
    )
    made = Parts(settings, folder / "titles", folder / "scores")
    make_parts(settings, str(made.titles), TITLES_OF_A_PART)
    score_parts(settings, str(made.titles), str(made.scores), Progress(quiet=True))
    return made


@pytest.fixture
def copied(parts: Parts, tmp_path: Path) -> Parts:
    """The parts in a place of this test's own."""
    return parts.copied(tmp_path)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store on loopback."""
    made = Store()
    fsspec.get_filesystem_class("s3").clear_instance_cache()  # it knows the address of the last
    with made.running():
        yield made
