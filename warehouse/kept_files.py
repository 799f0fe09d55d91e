"""The last published files: kept beside the warehouse, each brought back by one command.

They are hard links, so a kept file costs nothing while it is the published one; where the system
has none, they are copies.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from catalogue_common.errors import QueryError, WarehouseError
from warehouse.locks import only_run
from warehouse.paths import PathsBeside
from warehouse.publish import publish
from warehouse.reading import open_published


@dataclass(frozen=True)
class KeptFile:
    """One published file that is still there."""

    run_id: str
    path: Path

    @property
    def published_at(self) -> datetime:
        """When it was written, UTC."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)


def kept_files(warehouse: Path) -> list[KeptFile]:
    """All kept files of a warehouse, newest run first."""
    paths = PathsBeside(warehouse).kept.glob("*.duckdb")
    return [KeptFile(path.stem, path) for path in sorted(paths, reverse=True)]


def keep(warehouse: Path, run_id: str, count: int) -> None:
    """Keep the file that has just been published, and of the earlier ones the newest ``count``."""
    if count:
        kept = PathsBeside(warehouse).kept_file(run_id)
        kept.parent.mkdir(exist_ok=True)
        try:
            os.link(warehouse, kept)
        except OSError:  # no hard links here
            shutil.copyfile(warehouse, kept)
    for old in kept_files(warehouse)[count + 1 if count else 0 :]:
        old.path.unlink(missing_ok=True)


def kept_file(warehouse: Path, name: str) -> KeptFile:
    """The newest kept file of a run or of an ISO week.

    Raises:
        WarehouseError: there is none.
    """
    files = kept_files(warehouse)
    for file in files:
        if name in {file.run_id, file.run_id[:8]}:
            return file
    there = ", ".join(file.run_id for file in files) or "none"
    raise WarehouseError(f"No published file of {name} is kept. There are: {there}.")


def restore(warehouse: Path, name: str) -> KeptFile:
    """Publish a kept file again; the next run goes on from what it remembers.

    Args:
        warehouse: the published file.
        name: a run, or an ISO week.

    Raises:
        WarehouseError: there is no such file, it cannot be read, or a run is at work.
    """
    with only_run(warehouse, f"restore {name}"):
        file = kept_file(warehouse, name)
        copy = PathsBeside(warehouse).new
        shutil.copyfile(file.path, copy)
        try:
            _check(copy)
            publish(copy, warehouse)
        finally:
            copy.unlink(missing_ok=True)
    return file


def _check(path: Path) -> None:
    try:
        with open_published(path) as con:
            con.execute("select count(*) from marts.title_scores")
    except (duckdb.Error, QueryError) as error:
        raise WarehouseError(
            f"The kept file cannot be read: {str(error).splitlines()[0]} The published one is as "
            "it was. Restore another one."
        ) from error
