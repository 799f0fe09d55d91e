"""Whose catalogue a file is, and in which region: said by the folders that it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from catalogue_common.errors import SourceError
from etl.load.discover import DataFile
from etl.load.scratch import load_statement
from etl.sources import SOURCES

REGION = "US"
"""The public lists are those of the United States unless their folder says otherwise."""

_OWN_FOLDERS = {"Netflix": "netflix"}
"""Services whose catalogues have a source of their own."""


@dataclass(frozen=True)
class FolderName:
    """A folder, and what it can be."""

    name: str
    region: str | None
    service: str | None
    is_known: bool

    @property
    def is_date(self) -> bool:
        return bool(re.search(r"20\d\d", self.name))


def with_place(con: duckdb.DuckDBPyConnection, file: DataFile) -> DataFile:
    """The file with the service and the region that its folders name; its kinds follow.

    ``netflix/SE/…``, ``services/hulu/…``, ``services/disney-plus/SE/…``, ``justwatch/hulu/SE/…``; a
    folder may also bear a date.

    Raises:
        SourceError: a folder that is to name a service or a region names none.
    """
    service = file.kinds[0].service
    if service is None:
        return file
    folders = list(_folders(con, file.name.split("/")[1:-1]))
    region = next((folder.region for folder in folders if folder.region), REGION)
    if service == "":
        return _of_service(file, folders)
    if file.source != "netflix":
        named = folders[:1] if [folder for folder in folders[1:2] if folder.region] else []
        named = named or [folder for folder in folders[:1] if folder.is_known]
        service = named[0].service if named else service
    return replace(file, service=service, region=region)


def place_apart(file: DataFile) -> str:
    """The service and region of a file that is not of those of its source's files by themselves."""
    usual = file.kinds[0].service
    is_usual = usual is None or (file.service, file.region) == (usual, REGION)
    return "" if is_usual else f"{file.service} in {file.region}"


def _of_service(file: DataFile, folders: list[FolderName]) -> DataFile:
    """A file under ``services/``, where each folder has to mean something."""
    if not folders or folders[0].is_date:
        raise SourceError(
            "nothing says whose catalogue it is. Put it into a folder of its service, such as "
            "services/hulu/, or services/disney-plus/SE/ for another region than the US."
        )
    service, *rest = folders
    strange = [folder.name for folder in rest if not folder.region and not folder.is_date]
    if strange:
        raise SourceError(
            f"its folder {strange[0]} is no region. Name it by the region's ISO 3166 code, such as "
            "SE, or by its English name."
        )
    region = next((folder.region for folder in rest if folder.region), REGION)
    own = _OWN_FOLDERS.get(service.service or "")
    kinds = SOURCES[own] if own else file.kinds
    return replace(file, kinds=kinds, service=service.service, region=region)


def _folders(con: duckdb.DuckDBPyConnection, names: list[str]) -> Iterator[FolderName]:
    if not names:
        return
    found = con.execute(load_statement("folder_names"), {"folders": names}).fetchall()
    for name, row in zip(names, found, strict=True):
        yield FolderName(name, *row)
