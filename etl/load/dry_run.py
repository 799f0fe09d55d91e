"""Loads a data directory into a file of its own: what would come of it, with nothing published.

It starts from what the published warehouse remembers, of a copy: files that have been loaded are
known again, and a file that has shrunk is measured against the one that it follows.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from catalogue_common.errors import WarehouseError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.load.discover import is_synthetic
from etl.load.load import load_all
from etl.load.loads import Load
from etl.load.scratch import load_statement
from warehouse.build import Build, build, carry_over
from warehouse.sql_files import build_schema
from warehouse.sql_variables import set_for_run

RUN_ID = "load"


@dataclass(frozen=True)
class TriedFile:
    """What came of one file, and why how many of its rows were rejected."""

    load: Load
    reasons: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {**asdict(self.load), "reasons": self.reasons}


def try_load(
    settings: Settings, data: Path, progress: Progress, to: Path | None = None
) -> list[TriedFile]:
    """Load every file of a data directory as a run would; returns what came of each.

    Args:
        settings: name the published file, of which only a copy is read.
        data: the data directory.
        progress: shows the steps.
        to: keep the file that was loaded into, built up to ``core``, here.

    Raises:
        SourceError: the directory is missing or empty, or not one file in it could be read.
        WarehouseError: there is a file at ``to``, or no writing there.
    """
    try:
        folder = _folder_for(to)
    except OSError as error:
        raise WarehouseError(
            f"{to} cannot be written: {error.strerror}. Nothing was loaded. Name another --to."
        ) from error
    with folder as name:
        elsewhere = settings.model_copy(update={"warehouse": Path(name) / "load.duckdb"})
        with build(elsewhere) as new:
            _start_from(settings, data, new)
            with progress.step("load"):
                loads = load_all(
                    new.con,
                    data,
                    run_id=RUN_ID,
                    progress=progress,
                    accept_shrink=settings.accept_shrink,
                    limits=settings.limits,
                    accept_unread=settings.accept_unread,
                )
            tried = [TriedFile(load, _reasons(new.con, load)) for load in loads]
            if to:
                _keep(new, to, progress)
    return tried


def _folder_for(to: Path | None) -> tempfile.TemporaryDirectory[str]:
    """A folder to work in; beside the file that is to be kept, which can then be moved there."""
    if to is None:
        return tempfile.TemporaryDirectory(prefix="catalogue-")
    if to.exists():
        raise WarehouseError(
            f"{to} is there already and was left as it is. Nothing was loaded. Name another --to, "
            "or delete it if nobody needs it."
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".catalogue-", dir=to.parent)


def _start_from(settings: Settings, data: Path, new: Build) -> None:
    """Take over what is remembered, and say what day it is."""
    remembered = new.path.with_name("published.duckdb")
    with suppress(FileNotFoundError):
        shutil.copyfile(settings.warehouse, remembered)
    carry_over(new.con, remembered, synthetic=is_synthetic(data))
    as_of = settings.as_of or datetime.now(ZoneInfo(settings.schedule.timezone)).date()
    synthetic = is_synthetic(data)
    set_for_run(new.con, RUN_ID, f"{as_of:%G-W%V}", as_of, is_synthetic=synthetic)


def _reasons(con: duckdb.DuckDBPyConnection, load: Load) -> dict[str, int]:
    if not load.rows_rejected:
        return {}
    found = con.execute(load_statement("reject_reasons"), {"load_id": load.load_id})
    return dict(found.fetchall())


def _keep(new: Build, to: Path, progress: Progress) -> None:
    for schema in ("staging", "core"):
        with progress.step(schema):
            build_schema(new.con, schema)
    new.close()
    new.path.rename(to)
